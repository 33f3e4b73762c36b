-- 查找办件 · the case of a number.
-- Grain: one case.  Parameters: text, branch (null = the whole centre), name (whose own cases are
-- found everywhere).  Locks: none.
select c.number, c.title, c.about, c.made_on
  from casework_case c
 where c.number = %(text)s
   and (%(branch)s::text is null or c.branch_id = %(branch)s or c.maker = %(name)s)
