-- 职工概况 · one member with his money, his enrolment that has not ended, base and ratios.
-- Grain: one row.  Parameters: number, month.  Size: one.  Locks: none.
select m.id, m.number, m.name, m.version, m.opened_on, m.closed_on, m.holder_id,
       h.balance, h.held, h.carried_over, h.current_year, h.product, h.interest_until,
       case when m.closed_on is not null then 'closed' else coalesce(n.state, 'none') end as state,
       e.number as employer, e.name as employer_name, n.hired_on, n.first_month, t.paid_to,
       b.from_month as base_from, b.wage, b.base, b.adjusted, r.unit_ratio, r.personal_ratio,
       s.from_month as sealed_from, s.reason as seal_reason,
       coalesce(e.branch_id, m.branch_id) as branch, w.name as branch_name
  from member m
  join ledger.holder h on h.id = m.holder_id
  left join enrolment n on n.member_id = m.id and n.ended_on is null
  left join employer e on e.id = n.employer_id
  left join employer_terms t on t.employer_id = e.id
  join branch w on w.code = coalesce(e.branch_id, m.branch_id)
  left join lateral (
       select p.* from base_period p
        where p.enrolment_id = n.id and p.from_month <= greatest(%(month)s, n.first_month)
        order by p.from_month desc limit 1) b on true
  left join lateral (
       select q.* from ratio_period q
        where q.employer_id = e.id and q.from_month <= greatest(%(month)s, n.first_month)
        order by q.from_month desc limit 1) r on true
  left join seal_period s on s.enrolment_id = n.id and s.until_month is null
 where m.number = %(number)s
