-- 缴存关系历史 · the employers that paid for a member, the latest first.
-- Grain: one row an enrolment.  Parameters: member (id).  Size: a few.  Locks: none.
select e.number as employer, e.name as employer_name, n.hired_on, n.first_month, n.ended_on,
       n.operation_no, case when n.ended_on is null then n.state else 'ended' end as state
  from enrolment n join employer e on e.id = n.employer_id
 where n.member_id = %(member)s order by n.id desc
