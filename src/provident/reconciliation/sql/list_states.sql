-- 清册状态与入账单据 · a credited list has been credited once more than it was undone, and carries
-- operation, day and value date of its newest crediting; any other list has neither.
-- Grain: one row a list that is wrong.  Parameters: limit.  Expected: none.  Locks: none.
with sums as (
    select list_id, sum(direction) as net, max(id) filter (where direction = 1) as newest
      from list_credit group by list_id),
compared as (
    select o.id as list, o.reference, o.month, o.state, coalesce(s.net, 0) as net,
           o.credited_by, o.credited_on, o.value_date,
           c.operation_no as document_by, c.business_date as document_on,
           c.value_date as document_value
      from contribution_list o
      left join sums s on s.list_id = o.id
      left join list_credit c on c.id = s.newest and o.state = 'credited')
select list, reference, month, state, net, credited_by, credited_on, value_date,
       document_by, document_on, document_value,
       case when net <> (state = 'credited')::int then '状态与入账单据不符'
            else '入账业务、日期与入账单据不同' end as fault
  from compared
 where state not in ('confirmed', 'credited', 'cancelled')
    or net <> (state = 'credited')::int
    or credited_by <> coalesce(document_by, '')
    or credited_on is distinct from document_on
    or value_date is distinct from document_value
 order by list
 limit %(limit)s
