-- 一笔业务的分录行 · the lines that one operation booked, the first of them.
-- Grain: one line, with how many there are in all.  Parameters: operation_no, limit.
-- Size: two lines to ten thousands, of which `limit` are read.  Locks: none.
select l.side, l.gl_account, g.name as gl_name, coalesce(h.owner, '') as owner, l.amount,
       l.month, count(*) over () as count
  from ledger.entry e
  join ledger.line l on l.business_date = e.business_date and l.entry_id = e.id
  join ledger.gl_account g on g.code = l.gl_account
  left join ledger.holder h on h.id = l.holder_id
 where e.operation_no = %(operation_no)s
 order by l.id
 limit %(limit)s
