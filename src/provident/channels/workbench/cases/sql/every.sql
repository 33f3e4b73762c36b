-- 全部办件 · every case, of the branch of whoever looks.
-- Grain: one case.  Parameters: today, seen (codes of the business that he sees; null: all).
-- Size: thousands over the years; read by page, the newest first by number.  Locks: none.
select c.number, c.title, c.about, c.branch_id as branch, c.amount, c.maker, c.checker, c.made_on,
       case when c.subject_kind in ('employer', 'member') then c.subject_key end as subject,
       case when c.subject_kind not in ('member', 'person') then c.about end as organisation,
       c.due_on, c.moved_at, c.operation_no, c.number as in_turn,
       case when c.state = 'waiting' and c.due_on < %(today)s::date then 'overdue'
            else c.state end as state
  from casework_case c
 where %(seen)s::text[] is null or c.code = any(%(seen)s)
