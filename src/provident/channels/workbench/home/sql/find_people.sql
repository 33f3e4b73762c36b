-- 按姓名查找职工 · members of a name who also agree with a second key: the end of the identity
-- number, the birth date, or the employer.
-- Grain: one member.  Parameters: name, tail (null or the last four), birth (null or date),
-- employer (null or account number), employer_like (null or pattern of the comparable name),
-- branch (null = the whole centre), limit.  His branch is that of the employer that pays for him now,
-- else that where he was opened.  Size: the members of one name.  Locks: none.
select m.number, m.name, m.id_number, coalesce(now.branch_id, m.branch_id) as branch, m.closed_on
  from member m
  left join enrolment current on current.member_id = m.id and current.ended_on is null
  left join employer now on now.id = current.employer_id
 where m.name = %(name)s
   and (%(branch)s::text is null or coalesce(now.branch_id, m.branch_id) = %(branch)s)
   and (right(m.id_number, 4) = %(tail)s::text
        or m.birth = %(birth)s::date
        or exists (select 1 from enrolment n join employer e on e.id = n.employer_id
                    where n.member_id = m.id
                      and (e.number = %(employer)s::text
                           or e.match_name like %(employer_like)s::text)))
 order by m.number limit %(limit)s
