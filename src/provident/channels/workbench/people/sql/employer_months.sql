-- 单位逐月 · each listed month: what was fixed, what has come and waits, what is credited.
-- Grain: one row a standing list.  Parameters: employer (id).  Size: its months.  Locks: none.
-- A month is credited whole or not at all; what stands unallocated is shown against the oldest
-- months first, as crediting will use it.
select c.id, c.month, c.reference, c.persons, c.total as fixed, c.due_on, c.credited_on,
       case when c.state = 'credited' then c.total else 0 end::numeric(18,2) as credited,
       m.come::numeric(18,2) as come,
       case when c.state = 'credited' then 'credited' when m.come > 0 then 'come'
            when c.due_on < %(today)s then 'overdue' else 'fixed' end as stands,
       c.credited_by,
       (select min(r.id) from receipt r
         where c.credited_by <> '' and r.operation_no = c.credited_by
           and r.employer_id = c.employer_id) as receipt
  from (select l.*,
               coalesce(sum(l.total) filter (where l.state = 'confirmed')
                        over (order by l.month rows between unbounded preceding
                              and 1 preceding), 0) as before
          from contribution_list l
         where l.employer_id = %(employer)s and l.state <> 'cancelled') c
  cross join (select h.balance - h.held as free from employer_terms t
                join ledger.holder h on h.id = t.unallocated_holder
               where t.employer_id = %(employer)s) u
  cross join lateral (
       select case when c.state = 'confirmed'
                   then greatest(least(u.free - c.before, c.total), 0) else 0 end as come) m
