-- 凭证所含分录 · the lines of the ledger behind one voucher, with the operations that booked them.
-- Grain: one line of the ledger.  Parameters: voucher.  Size: two to some thousands; index
-- voucher_entry_voucher.  Locks: none.
select e.business_date || '-' || lpad(l.id::text, 19, '0') as key, e.operation_no, o.code,
       o.maker, o.checker, l.side, l.gl_account, g.name as gl_name, coalesce(h.owner, '') as owner,
       l.amount, l.month, l.value_date
  from ledger.voucher_entry c
  join ledger.entry e on e.business_date = c.entry_date and e.id = c.entry_id
  join ledger.line l on l.business_date = e.business_date and l.entry_id = e.id
  join ledger.gl_account g on g.code = l.gl_account
  join operation o on o.number = e.operation_no
  left join ledger.holder h on h.id = l.holder_id
 where c.voucher_id = %(voucher)s
