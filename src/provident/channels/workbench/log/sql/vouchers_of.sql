-- 业务的凭证 · the vouchers in which the entries of one operation stand.
-- Grain: one voucher.  Parameters: operation_no.  Size: one or a few.  Locks: none.
select distinct v.id, v.month, v.number, v.business_date, v.summary
  from ledger.entry e
  join ledger.voucher_entry c on c.entry_date = e.business_date and c.entry_id = e.id
  join ledger.voucher v on v.id = c.voucher_id
 where e.operation_no = %(operation_no)s
 order by v.id
