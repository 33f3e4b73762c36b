-- 基数随上下限调整的人数 · lines whose base is not the one declared, because the bounds changed.
-- Grain: one row.  Parameters: list, month.
select count(*)::int as persons
  from list_line l
  cross join lateral (
       select p.base from base_period p
        where p.enrolment_id = l.enrolment_id and p.from_month <= %(month)s
        order by p.from_month desc limit 1) b
 where l.list_id = %(list)s and l.base <> b.base
