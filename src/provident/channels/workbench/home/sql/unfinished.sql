-- 往日未了 · what waits for the accountant: suspense items that stand, bank rows not processed
-- yet, and bank rows that were set aside.  With the day since which the oldest waits.
-- Grain: one kind.  Parameters: none.  Size: three rows; indexes suspense_open, bank_row_open.
-- Locks: none.
select 'suspense' as kind, count(*)::int as count, coalesce(sum(amount), 0.00) as amount,
       min(business_date) as since
  from suspense_item where state in ('open', 'refunding')
union all
select 'new', count(*)::int, coalesce(sum(abs(amount)), 0.00), min(bank_date)
  from bank_row where state <> 'done' and state = 'new'
union all
select 'waiting', count(*)::int, coalesce(sum(abs(amount)), 0.00), min(bank_date)
  from bank_row where state <> 'done' and state = 'waiting'
