-- 办件的历次请求 · the command of each time that a case was handed in.
-- Grain: one handing-in.  Parameters: number.  Size: a few; index case_step_once.  Locks: none.
select s.round, s.at, s.command
  from casework_step s
  join casework_case c on c.id = s.case_id
 where c.number = %(number)s
   and s.step in ('submit', 'resubmit')
   and s.command is not null
 order by s.version
