-- 封印·计数 · counts and sums of a day.  Grain: one row.  Parameters: day.  Locks: none.
select (select count(*)::int from ledger.entry where business_date = %(day)s) as entries,
       count(*)::int as lines,
       coalesce(sum(amount) filter (where side = 'D'), 0) as debit,
       coalesce(sum(amount) filter (where side = 'C'), 0) as credit
  from ledger.line where business_date = %(day)s
