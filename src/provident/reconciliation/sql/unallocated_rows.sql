-- 未分摊变动与分户明细 · each employer's changes of 未分摊, by operation, against the lines of his
-- holder in 21902.
-- Grain: one row an operation and employer that differs.  Parameters: gl, limit.  Expected: none.
-- Locks: none.
with documents as (
    select m.operation_no, t.unallocated_holder as holder_id, min(m.id) as move,
           sum(m.amount) as amount
      from unallocated_move m join employer_terms t using (employer_id)
     group by m.operation_no, t.unallocated_holder),
booked as (
    select e.operation_no, l.holder_id, min(l.id) as ledger_line,
           sum(case l.side when 'C' then l.amount else -l.amount end) as amount
      from ledger.line l
      join ledger.entry e on e.business_date = l.business_date and e.id = l.entry_id
     where l.gl_account = %(gl)s
     group by e.operation_no, l.holder_id)
select coalesce(d.operation_no, b.operation_no) as operation_no,
       coalesce(d.holder_id, b.holder_id) as holder, d.move, b.ledger_line,
       d.amount as left_amount, b.amount as right_amount
  from documents d
  full join booked b using (operation_no, holder_id)
 where coalesce(d.amount, 0) <> coalesce(b.amount, 0)
 order by 1, 2
 limit %(limit)s
