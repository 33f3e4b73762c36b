-- 暂收款与分户明细 · each suspense item, taken in and ended, against the lines of its holder in
-- 21901.
-- Grain: one row an operation and item that differs.  Parameters: gl, limit.  Expected: none.
-- Locks: none.
with documents as (
    select operation_no, holder_id, id, amount from suspense_item
    union all
    select ended_by, holder_id, id, -amount from suspense_item
     where state not in ('open', 'refunding')),
booked as (
    select e.operation_no, l.holder_id, min(l.id) as ledger_line,
           sum(case l.side when 'C' then l.amount else -l.amount end) as amount
      from ledger.line l
      join ledger.entry e on e.business_date = l.business_date and e.id = l.entry_id
     where l.gl_account = %(gl)s
     group by e.operation_no, l.holder_id)
select coalesce(d.operation_no, b.operation_no) as operation_no,
       coalesce(d.holder_id, b.holder_id) as holder, d.id as item, b.ledger_line,
       d.amount as left_amount, b.amount as right_amount
  from documents d
  full join booked b using (operation_no, holder_id)
 where d.amount is distinct from b.amount
 order by 1, 2
 limit %(limit)s
