-- 基数历史 · declared wages and the bases they gave, the latest first.
-- Grain: one row a period.  Parameters: member (id).  Size: one or two a year.  Locks: none.
select p.from_month, e.name as employer_name, p.wage, p.base, p.adjusted, p.operation_no
  from base_period p
  join enrolment n on n.id = p.enrolment_id
  join employer e on e.id = n.employer_id
 where n.member_id = %(member)s order by p.from_month desc, p.id desc
