-- 对账单与银行流水 · rows of the bank's statements that never reached the centre's bank rows.
-- (A bank row that the statement does not have is an item of the 余额调节表.)
-- Grain: one row a statement row.  Parameters: limit.  Expected: none.  Locks: none.
select s.id as statement_row, a.account_no, s.host_serial, s.bank_date, s.amount
  from statement_row s
  join bank_account a on a.id = s.bank_account_id
 where not exists (select 1 from bank_row r
                    where r.bank_account_id = s.bank_account_id and r.host_serial = s.host_serial
                      and r.bank_date = s.bank_date and r.amount = s.amount and r.redo = s.redo
                      and (s.opponent_no = r.opponent_no
                           or r.apart = '' and '' in (s.opponent_no, r.opponent_no)))
 order by s.id
 limit %(limit)s
