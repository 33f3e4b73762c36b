-- 积数为负的分户 · holders that cannot be settled, since their interest would be negative.
-- Grain: one row a holder.  Parameters: year_end, limit.  Expected: none.  Size: one pass over the
-- holders.  Locks: none.
select owner, product
  from ledger.holder
 where bears_interest and closed_on is null and interest_until = %(year_end)s and product < 0
 order by id
 limit %(limit)s
