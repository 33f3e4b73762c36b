-- 业务明细与分户明细·逐笔 · the rows of the given operations that have no equal on the other side.
-- Grain: one row an operation, holder and month that differs.  Parameters: operations, member_gl,
-- other_rules, limit.  Locks: none.
with documents as (
    select c.operation_no, l.holder_id, o.month, min(l.id) as list_line, count(*) as rows,
           sum(c.direction * l.unit_amount) as unit_share,
           sum(c.direction * l.personal_amount) as personal_share,
           sum(c.direction * (l.unit_amount + l.personal_amount)) as amount
      from list_credit c
      join contribution_list o on o.id = c.list_id
      join list_line l on l.list_id = c.list_id
      left join diverted_line d on d.credit_id = c.id and d.line_id = l.id
     where c.operation_no = any (%(operations)s) and d.id is null
       and l.unit_amount + l.personal_amount <> 0
     group by c.operation_no, l.holder_id, o.month),
booked as (
    select e.operation_no, l.holder_id, l.month, min(l.id) as ledger_line, count(*) as rows,
           sum(l.unit_share) as unit_share, sum(l.personal_share) as personal_share,
           sum(case l.side when 'C' then l.amount else -l.amount end) as amount
      from ledger.entry e
      join ledger.line l on l.business_date = e.business_date and l.entry_id = e.id
     where e.operation_no = any (%(operations)s) and l.gl_account = %(member_gl)s
       and not e.rule = any (%(other_rules)s)
     group by e.operation_no, l.holder_id, l.month)
select coalesce(d.operation_no, b.operation_no) as operation_no,
       coalesce(d.holder_id, b.holder_id) as holder, coalesce(d.month, b.month) as month,
       d.list_line, b.ledger_line, d.amount as left_amount, d.unit_share as left_unit,
       b.amount as right_amount, b.unit_share as right_unit
  from documents d
  full join booked b on b.operation_no = d.operation_no and b.holder_id = d.holder_id
                    and b.month = d.month
 where d.rows is distinct from b.rows or d.amount is distinct from b.amount
    or d.unit_share is distinct from b.unit_share
    or d.personal_share is distinct from b.personal_share
 order by 1, 2, 3
 limit %(limit)s
