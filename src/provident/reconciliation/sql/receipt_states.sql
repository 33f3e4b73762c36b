-- 到账状态 · a receipt is undone exactly when an operation undid it.
-- Grain: one row a receipt that is wrong.  Parameters: limit.  Expected: none.  Locks: none.
select id as receipt, operation_no, state, undone_by
  from receipt
 where state not in ('booked', 'undone') or (state = 'undone') <> (undone_by <> '')
 order by id
 limit %(limit)s
