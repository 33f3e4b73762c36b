-- 若干日的凭证 · the vouchers of the days from first to last.
-- Grain: one voucher.  Parameters: first, last (business days, both included).
-- Size: up to a month of vouchers; index voucher_day.  Locks: none.
select v.id from ledger.voucher v where v.business_date between %(first)s and %(last)s
