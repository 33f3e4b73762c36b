-- 没有对账单的银行专户 · bank accounts whose statement of a day has not been fetched.
-- Grain: one row a bank account.  Parameters: day.  Size: few.  Locks: none.
select a.account_no
  from bank_account a
 where not exists (select 1 from statement_day s
                    where s.bank_account_id = a.id and s.bank_date = %(day)s)
 order by a.account_no
