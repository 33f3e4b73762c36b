-- 在办的办件 · the cases about one thing that wait for their second person.
-- Grain: one case.  Parameters: kind, key.
-- Size: at most one for each kind of business; index case_one_in_flight or the few that wait.
-- Locks: none.
select c.number, c.title, c.maker, c.due_on
  from casework_case c
 where c.state = 'waiting'
   and c.subject_kind = %(kind)s
   and c.subject_key = %(key)s
 order by c.id
