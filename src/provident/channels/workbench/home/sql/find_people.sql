-- 按姓名查找职工 · members of a name who also agree with a second key: the end of the identity
-- number, the birth date, or the employer.
-- Grain: one member.  Parameters: name, tail (null or the last four), birth (null or date),
-- employer (null or account number), employer_like (null or pattern of the comparable name),
-- branch (null = the whole centre), limit.  Size: the members of one name.  Locks: none.
select m.number, m.name, m.id_number, m.branch_id as branch, m.closed_on
  from member m
 where m.name = %(name)s
   and (%(branch)s::text is null or m.branch_id = %(branch)s)
   and (right(m.id_number, 4) = %(tail)s::text
        or m.birth = %(birth)s::date
        or exists (select 1 from enrolment n join employer e on e.id = n.employer_id
                    where n.member_id = m.id
                      and (e.number = %(employer)s::text
                           or e.match_name like %(employer_like)s::text)))
 order by m.number limit %(limit)s
