-- 积数分段 · the products that were frozen at changes of the rate in this interest year.
-- Grain: one row a change.  Parameters: holder.  Size: none, one or two.  Locks: none.
select boundary, product from ledger.product_segment
 where holder_id = %(holder)s order by boundary
