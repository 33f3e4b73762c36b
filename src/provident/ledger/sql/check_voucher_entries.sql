-- 凭证齐全 · on each day that has been totalled or closed every entry is in exactly one voucher,
-- and every voucher has its entries, all of its own day.
-- (Twice is impossible by key: what can be wrong is not at all, or for no entry.)
-- Grain: one row an entry or voucher that is wrong.  Parameters: limit.  Expected: none.
-- Locks: none.
select '分录' as kind, e.id, e.business_date, e.operation_no as reference
  from ledger.entry e
  left join ledger.voucher_entry v on v.entry_date = e.business_date and v.entry_id = e.id
 where v.voucher_id is null
   and e.business_date in (select business_date from ledger.day_total
                           union select date from business_day where state = 'closed')
union all
select '凭证', v.id, v.business_date, to_char(v.month, 'YYYYMM') || '-' || v.number
  from ledger.voucher v
 where not exists (select 1 from ledger.voucher_entry e
                    where e.voucher_id = v.id and e.entry_date = v.business_date)
union all
select '凭证', v.voucher_id, v.entry_date, '分录 ' || v.entry_id
  from ledger.voucher_entry v
  left join ledger.entry e on e.business_date = v.entry_date and e.id = v.entry_id
 where e.id is null
 limit %(limit)s
