-- 批量入账·单据 · the business documents of what was posted.
-- Parameters: operation, day, value_date.
with posted as (
    select c.*, coalesce(m.amount, 0) as members_total
      from covered c
      left join (select entry_key, amount from batch_movement where line_name = 'unallocated') m
             on m.entry_key = c.list_id),
listed as (
    update contribution_list l set state = 'credited', credited_by = %(operation)s,
           credited_on = %(day)s, value_date = %(value_date)s
      from posted p where l.id = p.list_id),
credited as (
    insert into list_credit (list_id, direction, members_total, diverted_total, business_date,
                             value_date, operation_no)
    select list_id, 1, members_total, total - members_total, %(day)s, %(value_date)s,
           %(operation)s from posted order by list_id
    returning id, list_id, diverted_total),
diverted as (
    insert into diverted_line (credit_id, line_id)
    select c.id, l.id from credited c
      join list_line l on l.list_id = c.list_id
      join ledger.holder h on h.id = l.holder_id and h.closed_on is not null
     where c.diverted_total > 0),
moved as (
    insert into unallocated_move (employer_id, amount, cause, business_date, operation_no)
    select employer_id, -members_total, 'credited', %(day)s, %(operation)s
      from posted where members_total > 0 order by employer_id, month),
started as (
    update employer e set state = '01'
     where e.state = '02' and e.id in (select employer_id from posted)),
bundled as (
    update bundle b set state = 'credited'
     where b.id in (select bundle_id from posted)
       and not exists (select 1 from contribution_list o
                        where o.bundle_id = b.id and o.state = 'confirmed'
                          and o.id not in (select list_id from posted)))
update employer_terms t set paid_to = p.month
  from (select employer_id, max(month) as month from posted group by employer_id) p
 where t.employer_id = p.employer_id
