-- 一笔到账 · one receipt with the movement of the bank behind it and that movement's place on the
-- bank's own statement.
-- Grain: one row or none.  Parameters: receipt.  Locks: none.
select r.id, r.business_date, r.amount, r.how, r.state, r.wrong_account, r.operation_no,
       r.undone_by, r.bank_row_id as bank_row, e.id as employer_id, e.number as employer,
       e.name as employer_name, e.branch_id as branch, b.host_serial, b.bank_date, b.bank_time,
       b.amount as bank_amount, b.opponent_name, b.opponent_no, b.opponent_bank, b.summary,
       b.remark, b.source, a.bank_name, a.account_no, s.place as statement_place,
       d.fetched_at as statement_fetched_at
  from receipt r
  join employer e on e.id = r.employer_id
  join bank_row b on b.id = r.bank_row_id
  join bank_account a on a.id = b.bank_account_id
  left join statement_day d on d.bank_account_id = b.bank_account_id
       and d.bank_date = b.bank_date
  left join statement_row s on s.bank_account_id = b.bank_account_id
       and s.host_serial = b.host_serial and s.bank_date = b.bank_date and s.amount = b.amount
       and s.redo = b.redo and s.opponent_no = b.opponent_no
 where r.id = %(receipt)s
