-- 本月进度 · for each branch: employers that pay this month, how many have confirmed their list,
-- how many are credited, with the amounts.  An employer pays in the month when he is open and
-- his first month has come, or when he has a list of it.
-- Grain: one branch.  Parameters: month (its first day).  Size: few rows, read from every
-- employer; index list_once_a_month.  Locks: none.
select e.branch_id as branch, count(*)::int as due, count(l.id)::int as confirmed,
       (count(*) filter (where l.state = 'credited'))::int as credited,
       coalesce(sum(l.total), 0.00) as confirmed_total,
       coalesce(sum(l.total) filter (where l.state = 'credited'), 0.00) as credited_total
  from employer_terms t
  join employer e on e.id = t.employer_id
  left join contribution_list l
         on l.employer_id = e.id and l.month = %(month)s and l.state <> 'cancelled'
 where t.first_month <= %(month)s and (e.state in ('01', '02') or l.id is not null)
 group by e.branch_id
