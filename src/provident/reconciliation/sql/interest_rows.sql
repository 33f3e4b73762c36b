-- 年度结息与分户明细 · each holder's settled interest against the line that credited it.
-- Grain: one row an operation and holder that differs.  Parameters: rule, gl, limit.
-- Expected: none.  Locks: none.
with documents as (
    select operation_no, holder_id, interest as amount
      from ledger.interest_settled where interest <> 0),
booked as (
    select e.operation_no, l.holder_id, min(l.id) as ledger_line,
           sum(case l.side when 'C' then l.amount else -l.amount end) as amount
      from ledger.entry e
      join ledger.line l on l.business_date = e.business_date and l.entry_id = e.id
     where e.rule = %(rule)s and l.gl_account = %(gl)s
     group by e.operation_no, l.holder_id)
select coalesce(d.operation_no, b.operation_no) as operation_no,
       coalesce(d.holder_id, b.holder_id) as holder, b.ledger_line,
       d.amount as left_amount, b.amount as right_amount
  from documents d
  full join booked b using (operation_no, holder_id)
 where d.amount is distinct from b.amount
 order by 1, 2
 limit %(limit)s
