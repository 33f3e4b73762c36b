-- 到账付清的清册 · the months that a receipt credited, and those that its undoing opened again.
-- Grain: one crediting or undoing of one list.  Parameters: operations (the one that booked the
-- receipt and the one that undid it), employer_id.
-- Size: some months, read by the index on list_credit.operation_no.  Locks: none.
select c.id, l.month, l.reference, l.persons, c.members_total * c.direction as members_total,
       c.diverted_total * c.direction as diverted_total, c.business_date, c.value_date,
       case when c.direction = 1 then 'credited' else 'undone' end as what,
       c.operation_no
  from list_credit c
  join contribution_list l on l.id = c.list_id
 where c.operation_no = any(%(operations)s)
   and l.employer_id = %(employer_id)s
