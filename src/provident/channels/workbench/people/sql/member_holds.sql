-- 在途 · what open settlement instructions have taken of a member's balance, and since when.
-- Grain: one row a hold.  Parameters: holder.  Size: a few.  Locks: none.
select d.business_date, d.summary, sum(l.principal) as amount, d.operation_no
  from ledger.hold_line l
  join ledger.hold d on d.id = l.hold_id
 where l.holder_id = %(holder)s and l.principal > 0 and d.state = 'open'
 group by d.id order by d.id
