-- 业务明细与分户明细·按业务 · operations whose confirmed list lines and whose members' ledger lines
-- do not have the same fingerprint.
-- The fingerprint is the sum of a hash over (holder, month, amount, both shares); where it differs
-- `member_rows.sql` names the rows.  A million rows are compared by twenty thousand sums.
-- Grain: one row an operation.  Parameters: limit.  Expected: none.  Locks: none.
with documents as (
    select c.operation_no, count(*) as rows,
           sum(hash_record_extended(row(
               l.holder_id, o.month, c.direction * (l.unit_amount + l.personal_amount),
               c.direction * l.unit_amount, c.direction * l.personal_amount), 0)) as print
      from list_credit c
      join contribution_list o on o.id = c.list_id
      join list_line l on l.list_id = c.list_id
      left join diverted_line d on d.credit_id = c.id and d.line_id = l.id
     where d.id is null and l.unit_amount + l.personal_amount <> 0
     group by c.operation_no),
booked as (
    select e.operation_no, count(*) as rows,
           sum(hash_record_extended(row(
               l.holder_id, l.month, case l.side when 'C' then l.amount else -l.amount end,
               l.unit_share, l.personal_share), 0)) as print
      from ledger.line l
      join ledger.entry e on e.business_date = l.business_date and e.id = l.entry_id
     where l.gl_account = %(member_gl)s and not e.rule = any (%(other_rules)s)
     group by e.operation_no)
select coalesce(d.operation_no, b.operation_no) as operation_no
  from documents d
  full join booked b using (operation_no)
 where d.rows is distinct from b.rows or d.print is distinct from b.print
 limit %(limit)s
