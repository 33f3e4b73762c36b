-- 入账单据与清册 · what a crediting (or its undoing) gave to members and diverted is the list's
-- total; what it diverted is the sum of the lines that it names; it was done on its operation's
-- day.
-- Grain: one row a document that is wrong.  Parameters: limit.  Expected: none.  Locks: none.
with diverted as (
    select d.credit_id, sum(l.unit_amount + l.personal_amount) as amount,
           bool_or(l.list_id <> c.list_id) as of_another
      from diverted_line d
      join list_credit c on c.id = d.credit_id
      join list_line l on l.id = d.line_id
     group by d.credit_id)
select c.id as credit, o.reference, o.month, c.operation_no, c.members_total, c.diverted_total,
       o.total, coalesce(d.amount, 0) as diverted_lines
  from list_credit c
  join contribution_list o on o.id = c.list_id
  left join diverted d on d.credit_id = c.id
 where c.direction not in (1, -1)
    or c.members_total + c.diverted_total <> o.total
    or c.diverted_total <> coalesce(d.amount, 0) or d.of_another
 order by c.id
 limit %(limit)s
