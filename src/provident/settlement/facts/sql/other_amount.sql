-- 同一流水另一金额 · whether the bank reported this movement before with another amount: same
-- bank account, serial, day, opponent and direction.
-- Grain: one row or none.  Parameters: the row's key, opponent_no, amount.  Index: bank_row_once.
select r.id
  from bank_row r
 where r.bank_account_id = %(bank_account)s and r.host_serial = %(host_serial)s
   and r.bank_date = %(bank_date)s and r.redo = %(redo)s and r.id <> %(row)s
   and r.opponent_no = %(opponent_no)s and r.opponent_no <> ''
   and r.amount <> %(amount)s and sign(r.amount) = sign(%(amount)s::numeric)
 limit 1
