-- 一笔业务按科目的合计 · what one operation booked, by side and 科目.
-- Grain: one row a side and 科目.  Parameters: operation_no.  Locks: none.
select l.side, l.gl_account, g.name as gl_name, sum(l.amount) as amount, count(*) as count
  from ledger.entry e
  join ledger.line l on l.business_date = e.business_date and l.entry_id = e.id
  join ledger.gl_account g on g.code = l.gl_account
 where e.operation_no = %(operation_no)s
 group by l.side, l.gl_account, g.name
 order by l.side desc, l.gl_account
