-- 查找银行流水 · movements with a host serial, on any of the centre's bank accounts.
-- Grain: one movement.  Parameters: text, limit.  Size: few; the bank accounts are named so that
-- the index bank_row_once serves.  Locks: none.
select r.id, r.host_serial, r.bank_date, r.amount, a.bank_name
  from bank_account a
  join bank_row r on r.bank_account_id = a.id and r.host_serial = %(text)s
 order by r.bank_date desc, r.id desc limit %(limit)s
