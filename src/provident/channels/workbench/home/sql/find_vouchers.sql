-- 查找凭证 · the vouchers of a month's number.
-- Grain: one voucher.  Parameters: month (its first day), number.  Locks: none.
select v.id, v.month, v.number, v.business_date, v.summary
  from ledger.voucher v
 where v.books = 'fund' and v.month = %(month)s
   and v.number = %(number)s
