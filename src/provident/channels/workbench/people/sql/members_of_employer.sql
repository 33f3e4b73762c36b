-- 职工清单（按单位） · the members for whom an employer pays now.
-- Grain: one row a member.  Parameters: employer (单位账号).
-- Size: one employer, up to some ten thousand rows.  Locks: none.
select m.id, m.number, m.name, m.id_number, m.mobile, n.hired_on, n.first_month,
       n.state, e.number as employer, e.name as employer_name, h.balance, h.held,
       e.branch_id as branch
  from employer e
  join enrolment n on n.employer_id = e.id and n.ended_on is null
  join member m on m.id = n.member_id
  join ledger.holder h on h.id = m.holder_id
 where e.number = %(employer)s
