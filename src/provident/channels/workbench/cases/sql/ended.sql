-- 已办结 · the ended cases that one person made or checked.
-- Grain: one case.  Parameters: name.
-- Size: thousands over the years; indexes case_of_maker and case_of_checker.  Locks: none.
select c.number, c.title, c.about, c.branch_id as branch, c.amount, c.maker, c.checker, c.made_on,
       case when c.subject_kind in ('employer', 'member') then c.subject_key end as subject,
       case when c.subject_kind not in ('member', 'person') then c.about end as organisation,
       c.due_on, c.moved_at, c.operation_no, c.moved_at as in_turn, c.state
  from casework_case c
 where c.state in ('done', 'withdrawn')
   and (c.maker = %(name)s or c.checker = %(name)s)
