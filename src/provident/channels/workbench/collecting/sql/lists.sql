-- 清册清单 · confirmed, credited and cancelled lists with their orders to pay.
-- Grain: one row a list.  Parameters: today (business day).  Locks: none.
-- Size: a row an employer and month; the newest stand first by their id.
select c.id, c.reference, c.month, c.persons, c.total, c.due_on, c.confirmed_on, c.credited_on,
       e.number as employer, e.name as employer_name, e.branch_id as branch,
       case when c.state <> 'confirmed' then c.state
            when c.due_on < %(today)s then 'overdue' else 'confirmed' end as stands,
       case when c.state = 'confirmed' and c.due_on < %(today)s
            then %(today)s - c.due_on end as overdue_days,
       b.reference as bundle
  from contribution_list c
  join employer e on e.id = c.employer_id
  left join bundle b on b.id = c.bundle_id
