-- 封存历史 · the months in which a member was sealed, the latest first.
-- Grain: one row a period.  Parameters: member (id).  Size: a few.  Locks: none.
select s.from_month, s.until_month, s.reason, e.name as employer_name, s.sealed_by,
       s.unsealed_by
  from seal_period s
  join enrolment n on n.id = s.enrolment_id
  join employer e on e.id = n.employer_id
 where n.member_id = %(member)s order by s.from_month desc, s.id desc
