-- 清册明细与缴存关系 · each line of a standing list is of an enrolment of the list's employer, of
-- that enrolment's member and his holder; its base is the one that stands for the list's month.
-- The base is the declared wage within the bounds of the month, by the policy that the list was
-- confirmed under; where no bounds are given for that, it is the base as declared.
-- Grain: one row a line that is wrong.  Parameters: releases, months, floors, caps (arrays of one
-- length), limit.  Expected: none.  Size: one pass over all list lines.  Locks: none.
with bounds as (
    select * from unnest(%(releases)s::bigint[], %(months)s::date[], %(floors)s::numeric[],
                         %(caps)s::numeric[]) as b (release, month, floor, cap)),
standing as materialized (
    select o.id, o.employer_id, o.month, o.reference, b.floor, b.cap
      from contribution_list o
      left join operation p on p.number = o.confirmed_by
      left join bounds b on b.release = p.policy_release and b.month = o.month
     where o.state <> 'cancelled'),
bases as materialized (
    select enrolment_id, from_month, wage, base,
           lead(from_month, 1, 'infinity') over (partition by enrolment_id order by from_month)
               as until_month
      from base_period),
compared as (
    select l.id as line, o.reference, o.month, m.number as member, l.base,
           case when o.floor is null then b.base
                else least(greatest(b.wage, o.floor), o.cap) end as due_base,
           e.employer_id is distinct from o.employer_id
               or e.member_id is distinct from l.member_id
               or m.holder_id is distinct from l.holder_id as other_person
      from list_line l
      join standing o on o.id = l.list_id
      left join enrolment e on e.id = l.enrolment_id
      left join member m on m.id = l.member_id
      left join bases b on b.enrolment_id = l.enrolment_id and b.from_month <= o.month
           and o.month < b.until_month),
wrong as materialized (   -- apart from the limit, which would have every line looked up by itself
    select line, reference, month, member, base, due_base,
           case when other_person then '缴存关系或分户不同' else '基数不是当月的基数' end as fault
      from compared where other_person or base is distinct from due_base)
select * from wrong
 order by line
 limit %(limit)s
