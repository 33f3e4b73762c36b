-- 缴至年月与清册 · an employer is paid to the newest month that is credited and listed to the
-- newest month that has a standing list.
-- Grain: one row an employer that is wrong.  Parameters: limit.  Expected: none.  Locks: none.
with months as (
    select employer_id, max(month) filter (where state = 'credited') as credited,
           max(month) filter (where state <> 'cancelled') as standing
      from contribution_list group by employer_id)
select e.number as employer, t.paid_to, m.credited, t.listed_to, m.standing
  from employer_terms t
  join employer e on e.id = t.employer_id
  left join months m on m.employer_id = t.employer_id
 where t.paid_to is distinct from m.credited or t.listed_to is distinct from m.standing
 order by e.number
 limit %(limit)s
