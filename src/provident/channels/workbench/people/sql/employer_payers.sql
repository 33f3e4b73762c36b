-- 付款户 · the bank accounts from which an employer's money may come.
-- Grain: one row an account.  Parameters: employer (id).  Size: a few.  Locks: none.
select account_no, account_name, bank_name
  from employer_payer where employer_id = %(employer)s order by id
