-- 锁定暂收款 · lock one suspense item and read it with payer and bank account.
-- Grain: one item.  Parameters: item.  Locks: suspense_item, for update.
select s.id, s.bank_row_id as bank_row, s.holder_id as holder, s.amount, s.state, s.why,
       s.business_date, r.opponent_no as payer_no, r.opponent_name as payer_name,
       r.opponent_bank as payer_bank, r.summary, r.remark, a.id as bank_account,
       a.account_no, a.gl_account, a.bank_code,
       exists (select 1 from bank_account own where own.account_no = r.opponent_no)
           as payer_is_own
  from suspense_item s
  join bank_row r on r.id = s.bank_row_id
  join bank_account a on a.id = r.bank_account_id
 where s.id = %(item)s
   for update of s
