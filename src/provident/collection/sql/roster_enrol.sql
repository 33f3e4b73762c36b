-- 建立缴存关系 · writes enrolments of new members and their first bases.
-- Grain: one enrolment and one base a person.
-- Parameters: people (JSON array), employer, operation.
-- Size: one person at a counter, up to 150 000 in a roster.  Locks: none beyond the new rows.
with person as materialized (
    select * from json_to_recordset(%(people)s::json) as p (
        member_id bigint, hired_on date, hire_kind text, first_month date, wage numeric,
        base numeric, adjusted text)),
enrolled as (
    insert into enrolment (member_id, employer_id, hired_on, hire_kind, first_month, state,
        operation_no)
    select member_id, %(employer)s, hired_on, hire_kind, first_month, '01', %(operation)s
      from person order by member_id
    returning id, member_id)
insert into base_period (enrolment_id, from_month, wage, base, adjusted, operation_no)
select e.id, p.first_month, p.wage, p.base, p.adjusted, %(operation)s
  from enrolled e join person p using (member_id) order by e.id
