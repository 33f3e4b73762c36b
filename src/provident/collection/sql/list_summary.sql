-- 清册汇总 · persons and amounts of this month, of the month before, and what came and went.
-- Grain: one row.  Parameters: list, previous (list id or null).
-- previous + added − removed = this month, for persons and for amounts; a changed amount of a
-- person who stays counts among the amounts added or removed, not among the persons.
with now as (
    select enrolment_id, unit_amount, personal_amount, unit_amount + personal_amount as amount
      from list_line where list_id = %(list)s),
before as (
    select enrolment_id, unit_amount + personal_amount as amount
      from list_line where list_id = %(previous)s)
select count(n.enrolment_id)::int as persons,
       coalesce(sum(n.unit_amount), 0) as unit_total,
       coalesce(sum(n.personal_amount), 0) as personal_total,
       coalesce(sum(n.amount), 0) as total,
       count(b.enrolment_id)::int as previous_persons,
       coalesce(sum(b.amount), 0) as previous_total,
       (count(*) filter (where b.enrolment_id is null))::int as added_persons,
       coalesce(sum(greatest(coalesce(n.amount, 0) - coalesce(b.amount, 0), 0)), 0)
           as added_total,
       (count(*) filter (where n.enrolment_id is null))::int as removed_persons,
       coalesce(sum(greatest(coalesce(b.amount, 0) - coalesce(n.amount, 0), 0)), 0)
           as removed_total
  from now n full join before b using (enrolment_id)
