-- 单位到账的去向 · by operation and employer: what was received (less what was undone) equals what
-- his lists' members were given plus the change of his 未分摊.
-- Grain: one row an operation and employer that differs.  Parameters: limit.  Expected: none.
-- Size: one row a receipt, crediting and move.  Locks: none.
with received as (
    select operation_no, employer_id, amount, id as receipt from receipt
    union all
    select undone_by, employer_id, -amount, id from receipt where undone_by <> ''),
used as (
    select c.operation_no, o.employer_id, c.direction * c.members_total as amount
      from list_credit c join contribution_list o on o.id = c.list_id
    union all
    select operation_no, employer_id, amount from unallocated_move),
both_sides as (
    select coalesce(r.operation_no, u.operation_no) as operation_no,
           coalesce(r.employer_id, u.employer_id) as employer_id, r.receipt,
           coalesce(r.amount, 0) as received, coalesce(u.amount, 0) as used
      from (select operation_no, employer_id, min(receipt) as receipt, sum(amount) as amount
              from received group by operation_no, employer_id) r
      full join (select operation_no, employer_id, sum(amount) as amount
                   from used group by operation_no, employer_id) u using (operation_no, employer_id))
select b.operation_no, coalesce(e.number, '无此单位') as employer, b.receipt, b.received, b.used
  from both_sides b left join employer e on e.id = b.employer_id
 where b.received <> b.used
 order by b.operation_no, employer
 limit %(limit)s
