-- 我经办的 · the cases that one person handed in and that are not ended; what came back is first.
-- Grain: one case.  Parameters: name, today.
-- Size: a few; index case_of_maker.  Locks: none.
select c.number, c.title, c.about, c.branch_id as branch, c.amount, c.maker, c.checker, c.made_on,
       case when c.subject_kind in ('employer', 'member') then c.subject_key end as subject,
       case when c.subject_kind not in ('member', 'person') then c.about end as organisation,
       c.due_on, c.moved_at, c.operation_no, c.state || c.number as in_turn,
       case when c.state = 'waiting' and c.due_on < %(today)s::date then 'overdue'
            else c.state end as state
  from casework_case c
 where c.state in ('returned', 'waiting')
   and c.maker = %(name)s
