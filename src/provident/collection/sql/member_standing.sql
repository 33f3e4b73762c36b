-- 职工现状 · members with the enrolment that has not ended and its seals.
-- Grain: one row a member.  Parameters: numbers (个人账号).
-- Size: one member, or the members of one employer.  Locks: none; the caller holds them.
select m.id, m.number, m.name, m.holder_id as holder, m.closed_on, m.version,
       e.id as enrolment, e.employer_id as employer, coalesce(w.number, '') as employer_number,
       coalesce(w.name, '') as employer_name, e.first_month, coalesce(e.state, '') as state,
       s.from_month as sealed_from,
       (select max(c.until_month) from seal_period c where c.enrolment_id = e.id)
           as unsealed_month
  from member m
  left join enrolment e on e.member_id = m.id and e.ended_on is null
  left join employer w on w.id = e.employer_id
  left join seal_period s on s.enrolment_id = e.id and s.until_month is null
 where m.number = any (%(numbers)s)
 order by m.id
