-- 凭证清单 · vouchers with their amount and whether their day is closed.
-- Grain: one voucher.  Parameters: none.  Size: some thousands a month; conditions on month, day
-- and number push down, the amount is added up only for rows that are shown.  Locks: none.
select v.id, v.month, v.number, v.number::text as number_text, v.business_date, v.rule, v.summary,
       (select sum(l.amount) from ledger.voucher_line l
         where l.voucher_id = v.id and l.side = 'D') as amount,
       v.prepared_by, v.checked_by, v.posted_by, d.state as day_state
  from ledger.voucher v
  join business_day d on d.date = v.business_date
