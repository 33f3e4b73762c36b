-- 一张凭证 · the head of a voucher.
-- Grain: one row.  Parameters: voucher.  Locks: none.
select v.id, v.month, v.number, v.business_date, v.rule, v.summary, v.attachments, v.prepared_by,
       v.checked_by, v.posted_by, v.chief, v.made_at, d.state as day_state,
       (select count(*) from ledger.voucher_entry c where c.voucher_id = v.id)::int as entries,
       (select n.id from ledger.voucher n where n.books = v.books and n.month = v.month
           and n.number = v.number - 1) as before,
       (select n.id from ledger.voucher n where n.books = v.books and n.month = v.month
           and n.number = v.number + 1) as after
  from ledger.voucher v
  join business_day d on d.date = v.business_date
 where v.id = %(voucher)s
