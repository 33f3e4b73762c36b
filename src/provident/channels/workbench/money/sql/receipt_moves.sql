-- 到账与未分摊 · how the employer's 未分摊 changed by the operations about one receipt.
-- Grain: one change.  Parameters: operations, employer_id.
-- Size: a few, read by the index on unallocated_move.operation_no.  Locks: none.
select m.business_date, m.amount, m.cause, m.operation_no
  from unallocated_move m
 where m.operation_no = any(%(operations)s)
   and m.employer_id = %(employer_id)s
 order by m.id
