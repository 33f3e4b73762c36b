-- 银行存款两边余额 · for every bank account at the end of a day: the book balance from its lines
-- and the bank's closing balance from the newest statement up to that day.
-- Grain: one row a bank account.  Parameters: day.  Locks: none.
select a.id, a.account_no, a.account_name, a.bank_name, a.gl_account,
       a.opening_balance + coalesce(b.amount, 0) as book_balance,
       s.closing_balance as statement_balance, s.bank_date as statement_day,
       s.final as statement_final
  from bank_account a
  left join (select gl_account, sum(case side when 'D' then amount else -amount end) as amount
               from ledger.line where business_date <= %(day)s group by gl_account) b
         on b.gl_account = a.gl_account
  left join lateral (
       select d.closing_balance, d.bank_date, d.final from statement_day d
        where d.bank_account_id = a.id and d.bank_date <= %(day)s
        order by d.bank_date desc limit 1) s on true
 order by a.gl_account
