-- 待我复核 · the cases that one person may check; not his own.
-- Grain: one case.  Parameters: name, codes (operations he checks), today.
-- Size: what waits; index case_waiting.  Locks: none.
select c.number, c.title, c.about, c.branch_id as branch, c.amount, c.maker, c.checker, c.made_on,
       case when c.subject_kind in ('employer', 'member') then c.subject_key end as subject,
       case when c.subject_kind not in ('member', 'person') then c.about end as organisation,
       c.due_on, c.moved_at, c.operation_no, coalesce(c.due_on, 'infinity') as in_turn,
       case when c.due_on < %(today)s::date then 'overdue' else c.state end as state
  from casework_case c
 where c.state = 'waiting'
   and c.code = any(%(codes)s)
   and c.maker <> %(name)s
