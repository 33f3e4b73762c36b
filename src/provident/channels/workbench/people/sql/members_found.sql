-- 职工清单（按账号） · members of these numbers, with whom they are and what they have.
-- Grain: one row a member.  Parameters: numbers (个人账号).  Size: a few.  Locks: none.
-- The branch is that of the employer who pays now, else the one where the member was opened.
select m.id, m.number, m.name, m.id_number, m.mobile, n.hired_on, n.first_month,
       case when m.closed_on is not null then 'closed' else coalesce(n.state, 'none') end as state,
       e.number as employer, e.name as employer_name, h.balance, h.held,
       coalesce(e.branch_id, m.branch_id) as branch
  from member m
  join ledger.holder h on h.id = m.holder_id
  left join enrolment n on n.member_id = m.id and n.ended_on is null
  left join employer e on e.id = n.employer_id
 where m.number = any (%(numbers)s)
