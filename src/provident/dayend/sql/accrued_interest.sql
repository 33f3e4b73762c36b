-- 应付利息余额 · what has been accrued and not paid.  Grain: one row.  Parameters: gl, day.
-- Locks: none.
select coalesce(sum(case side when 'C' then amount else -amount end), 0) as balance
  from ledger.line where gl_account = %(gl)s and business_date <= %(day)s
