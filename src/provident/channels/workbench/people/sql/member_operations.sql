-- 职工办理记录 · the operations that named this member or wrote his enrolments, bases, seals.
-- Grain: one row an operation.  Parameters: member (id), number.  Locks: none.
-- Size: one or two a year.  What credited him stands in the lines of his holder.
with mine as materialized (
    select id, operation_no from enrolment where member_id = %(member)s)
select o.number, o.business_date, o.recorded_at, o.code, o.maker, o.checker, o.channel,
       o.result ->> 'says' as says
  from operation o
 where o.number in (
       select number from operation where command ->> 'member' = %(number)s
       union select operation_no from mine
       union select p.operation_no from base_period p join mine on mine.id = p.enrolment_id
       union select s.sealed_by from seal_period s join mine on mine.id = s.enrolment_id
       union select s.unsealed_by from seal_period s join mine on mine.id = s.enrolment_id)
