-- 暂收款列表 · receipts whose owner was not known when they came, with their age in days.
-- Grain: one item.  Parameters: today (the business day).
-- Size: some for each day; the open ones by the index suspense_open.  Locks: none.
select i.id, i.business_date, i.amount, i.state, i.why, i.operation_no, i.ended_on,
       b.opponent_name as payer_name, b.opponent_no as payer_no, b.host_serial, a.bank_name,
       case when i.state in ('open', 'refunding') then %(today)s::date - i.business_date end
           as age,
       case i.state when 'open' then '0' when 'refunding' then '1' else '2' end
           || to_char(i.business_date, 'YYYYMMDD') as in_turn
  from suspense_item i
  join bank_row b on b.id = i.bank_row_id
  join bank_account a on a.id = b.bank_account_id
