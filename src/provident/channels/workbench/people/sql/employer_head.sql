-- 单位概况 · one employer with its terms, people, money and ratios of the month.
-- Grain: one row.  Parameters: number, month.  Size: one.  Locks: none.
select e.id, e.number, e.name, e.branch_id as branch, b.name as branch_name, e.state, e.version,
       t.rounding, t.first_month, t.listed_to, t.paid_to, h.balance as unallocated, h.held,
       r.unit_ratio, r.personal_ratio, o.lists as open_lists, o.total as open_total, o.due_on,
       p.normal, p.sealed, p.ended
  from employer e
  join branch b on b.code = e.branch_id
  join employer_terms t on t.employer_id = e.id
  join ledger.holder h on h.id = t.unallocated_holder
  left join lateral (
       select unit_ratio, personal_ratio from ratio_period
        where employer_id = e.id and from_month <= %(month)s
        order by from_month desc limit 1) r on true
  cross join lateral (
       select count(*) as lists, coalesce(sum(total), 0)::numeric(18,2) as total,
              min(due_on) as due_on
         from contribution_list where employer_id = e.id and state = 'confirmed') o
  cross join lateral (
       select count(*) filter (where ended_on is null and state = '01') as normal,
              count(*) filter (where ended_on is null and state = '02') as sealed,
              count(*) filter (where ended_on is not null) as ended
         from enrolment where employer_id = e.id) p
 where e.number = %(number)s
