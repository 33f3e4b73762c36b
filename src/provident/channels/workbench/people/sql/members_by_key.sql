-- 找职工 · who has this number: 个人账号, document, mobile or card.
-- Grain: one row a member.  Parameters: key, name (a pattern), branch (null = the whole centre).
-- Size: a few.  Locks: none.  One arm a key, so that each uses its own index.  A member is found
-- at the branch that his page stands in: that of the employer that pays for him now, else that
-- where he was opened.
select f.number from (
    select id, number, name, branch_id from member where number = %(key)s
    union select id, number, name, branch_id from member where id_number = %(key)s
    union select id, number, name, branch_id from member where mobile = %(key)s
    union select id, number, name, branch_id from member where card_no = %(key)s) f
  left join enrolment n on n.member_id = f.id and n.ended_on is null
  left join employer e on e.id = n.employer_id
 where f.name like %(name)s
   and (%(branch)s::text is null or coalesce(e.branch_id, f.branch_id) = %(branch)s)
 order by f.number limit 50
