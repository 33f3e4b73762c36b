-- 未分摊变动 · every change of an employer's unallocated money, with what stood afterwards.
-- Grain: one row a change.  Parameters: employer (id).  Size: a few a month.  Locks: none.
select v.id, v.business_date, v.cause, v.operation_no, v.receipt_id as receipt,
       case when v.amount > 0 then v.amount end as come,
       case when v.amount < 0 then -v.amount end as gone,
       sum(v.amount) over (order by v.id) as balance
  from unallocated_move v where v.employer_id = %(employer)s
