-- 总分核对 · the balance of each 科目 that is kept by holders equals the sum of its holders.
-- Grain: one row a 科目 that is wrong.  Parameters: limit.  Expected: none.  Locks: none.
with holders as (
    select gl_account, sum(balance) as balance from ledger.holder group by gl_account),
lines as (
    select gl_account, sum(case side when 'C' then amount else -amount end) as credit_less_debit
      from ledger.line group by gl_account)
select g.code, g.name, h.balance as holders,
       case g.normal_side when 'C' then coalesce(l.credit_less_debit, 0)
                          else -coalesce(l.credit_less_debit, 0) end as control
  from holders h
  join ledger.gl_account g on g.code = h.gl_account
  left join lines l on l.gl_account = g.code
 where h.balance <> case g.normal_side when 'C' then coalesce(l.credit_less_debit, 0)
                                       else -coalesce(l.credit_less_debit, 0) end
 limit %(limit)s
