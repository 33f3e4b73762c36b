-- 银行专户 · the centre's own bank accounts in the order in which they were opened.
-- Grain: bank account.  Size: a few dozen.
select id, account_no, account_name, bank_name, bank_code, node, customer_no, kind, gl_account,
       takes_contributions, opening_balance
  from bank_account
 order by id
