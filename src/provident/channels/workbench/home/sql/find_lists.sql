-- 查找清册 · contribution lists by their own reference or by that of the bundle they are paid with.
-- Grain: one list.  Parameters: text, branch (null = the whole centre), limit.
-- Size: few; unique indexes on both references.  Locks: none.
select l.reference, l.month, l.total, l.state, e.name
  from (select id from contribution_list where reference = %(text)s
        union
        select c.id from bundle b join contribution_list c on c.bundle_id = b.id
         where b.reference = %(text)s) as found
  join contribution_list l on l.id = found.id
  join employer e on e.id = l.employer_id
 where %(branch)s::text is null or e.branch_id = %(branch)s
 order by l.month, l.reference limit %(limit)s
