-- 清册明细与缴存关系 · each line of a standing list is of an enrolment of the list's employer, of
-- that enrolment's member and his holder; its base is the one that stands for the list's month.
-- The base is the declared wage within the bounds of the month, by the policy that the list was
-- confirmed under; where no bounds are given for a list, it is the base as declared.
-- Grain: one row a line that is wrong.  Parameters: lists, floors, caps (arrays of one length),
-- limit.  Expected: none.  Size: one pass over all list lines.  Locks: none.
with bounds as (
    select * from unnest(%(lists)s::bigint[], %(floors)s::numeric[], %(caps)s::numeric[])
        as b (list_id, floor, cap)),
standing as (
    select o.id, o.employer_id, o.month, o.reference, b.floor, b.cap
      from contribution_list o left join bounds b on b.list_id = o.id
     where o.state <> 'cancelled'),
bases as (
    select enrolment_id, from_month, wage, base,
           lead(from_month, 1, 'infinity') over (partition by enrolment_id order by from_month)
               as until_month
      from base_period),
compared as (
    select l.id as line, o.reference, o.month, m.number as member, l.base,
           case when o.floor is null then b.base
                else least(greatest(b.wage, o.floor), o.cap) end as due_base,
           case when e.employer_id is distinct from o.employer_id
                  or e.member_id is distinct from l.member_id
                  or m.holder_id is distinct from l.holder_id then '缴存关系或分户不同'
                else '基数不是当月的基数' end as fault,
           e.employer_id is distinct from o.employer_id
               or e.member_id is distinct from l.member_id
               or m.holder_id is distinct from l.holder_id as other_person
      from list_line l
      join standing o on o.id = l.list_id
      left join enrolment e on e.id = l.enrolment_id
      left join member m on m.id = l.member_id
      left join bases b on b.enrolment_id = l.enrolment_id and b.from_month <= o.month
           and o.month < b.until_month)
select line, reference, month, member, base, due_base, fault
  from compared
 where other_person or base is distinct from due_base
 limit %(limit)s
