-- 一笔业务的凭证 · the vouchers in which the entries of one operation stand.
-- Grain: one voucher.  Parameters: operation_no.  Locks: none.
select distinct v.month, v.number
  from ledger.entry e
  join ledger.voucher_entry c on c.entry_date = e.business_date and c.entry_id = e.id
  join ledger.voucher v on v.id = c.voucher_id
 where e.operation_no = %(operation_no)s
 order by v.month, v.number
