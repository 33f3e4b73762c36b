-- 单位清单 · employers with how many people they have, how far they are, and their money.
-- Grain: one row an employer.  Parameters: none.  Size: some ten thousand rows.  Locks: none.
-- Persons are subselects and not joined, so that they are counted only for the rows shown.
select e.id, e.number, e.name, e.branch_id as branch, b.name as branch_name, e.credit_code,
       e.state, e.opened_on, t.paid_to, t.listed_to, h.balance as unallocated,
       (select count(*) from enrolment n
         where n.employer_id = e.id and n.ended_on is null and n.state = '01') as normal,
       (select count(*) from enrolment n
         where n.employer_id = e.id and n.ended_on is null and n.state = '02') as sealed
  from employer e
  join branch b on b.code = e.branch_id
  join employer_terms t on t.employer_id = e.id
  join ledger.holder h on h.id = t.unallocated_holder
