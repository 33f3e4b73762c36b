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
    select o.id, o.employer_id, o.month, b.floor, b.cap
      from contribution_list o
      left join operation p on p.number = o.confirmed_by
      left join bounds b on b.release = p.policy_release and b.month = o.month
     where o.state <> 'cancelled'),
enrolled as (   -- both tables come in the order of the enrolment, so that nothing is sorted
    select e.id, e.employer_id, e.member_id, b.from_month, b.wage, b.base,
           lead(b.from_month, 1, 'infinity') over (partition by e.id order by b.from_month)
               as until_month
      from enrolment e
      left join base_period b on b.enrolment_id = e.id),
wrong as materialized (   -- apart from the limit, which would have every line looked up by itself
    select l.id, l.enrolment_id, l.member_id, l.holder_id, l.base, o.employer_id, o.id as list,
           case when o.floor is null then e.base
                else least(greatest(e.wage, o.floor), o.cap) end as due_base
      from list_line l
      join standing o on o.id = l.list_id
      left join enrolled e on e.id = l.enrolment_id
           and e.from_month <= o.month and o.month < e.until_month
      left join member m on m.id = l.member_id
     where e.employer_id is distinct from o.employer_id
        or e.member_id is distinct from l.member_id
        or m.holder_id is distinct from l.holder_id
        or l.base is distinct from
           case when o.floor is null then e.base
                else least(greatest(e.wage, o.floor), o.cap) end),
named as (select * from wrong order by id limit %(limit)s)
select w.id as line, o.reference, o.month, m.number as member, w.base, w.due_base,
       case when e.employer_id is distinct from w.employer_id
                 or e.member_id is distinct from w.member_id
                 or m.holder_id is distinct from w.holder_id
            then '缴存关系或分户不同' else '基数不是当月的基数' end as fault
  from named w
  join contribution_list o on o.id = w.list
  left join enrolment e on e.id = w.enrolment_id
  left join member m on m.id = w.member_id
 order by w.id
