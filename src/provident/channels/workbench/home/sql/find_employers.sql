-- 查找单位 · employers by account number, 统一社会信用代码, or the beginning of the name.
-- Grain: one employer.  Parameters: text, like (null or pattern of the comparable name),
-- branch (null = the whole centre), limit.  Size: few; indexes on all three.  Locks: none.
select e.number, e.name, e.credit_code, e.branch_id as branch, e.state
  from (select id from employer where number = %(text)s
        union
        select id from employer where credit_code = %(text)s
        union
        select id from employer where match_name like %(like)s::text) as found
  join employer e on e.id = found.id
 where %(branch)s::text is null or e.branch_id = %(branch)s
 order by e.number limit %(limit)s
