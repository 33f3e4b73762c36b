-- 职工逐月 · each listed month of a member: fixed, come and waiting, or credited.
-- Grain: one row a line of a standing list.  Parameters: member (id), today.
-- Size: the months of a working life.  Locks: none.
-- Money that has come stands with the employer until a whole month can be credited, so a
-- member's month is 到账未分摊 as soon as some of it is for that list.
select l.id, c.month, c.reference, e.number as employer, e.name as employer_name, l.base,
       l.unit_amount, l.personal_amount, l.unit_amount + l.personal_amount as fixed,
       case when c.state = 'credited' and d.line_id is null
            then l.unit_amount + l.personal_amount else 0 end::numeric(18,2) as credited,
       case when d.line_id is not null then 'diverted'
            when c.state = 'credited' then 'credited'
            when (select h.balance - h.held from employer_terms t
                    join ledger.holder h on h.id = t.unallocated_holder
                   where t.employer_id = c.employer_id)
                 > (select coalesce(sum(o.total), 0) from contribution_list o
                     where o.employer_id = c.employer_id and o.state = 'confirmed'
                       and o.month < c.month) then 'come'
            when c.due_on < %(today)s then 'overdue'
            else 'fixed' end as stands,
       c.credited_on, c.credited_by
  from list_line l
  join contribution_list c on c.id = l.list_id and c.state <> 'cancelled'
  join employer e on e.id = c.employer_id
  left join (
       select d.line_id, k.list_id, k.operation_no
         from diverted_line d
         join list_credit k on k.id = d.credit_id and k.direction = 1) d
         on d.line_id = l.id and d.operation_no = c.credited_by
 where l.member_id = %(member)s
