-- 占用的分录行 · what holds will post when the bank's notice says that the money went.
-- Grain: one line.  Parameters: holds (ids).  Locks: none.
select l.side, l.gl_account, g.name as gl_name, coalesce(h.owner, '') as owner, l.amount,
       l.month, count(*) over () as count
  from ledger.hold_line l
  join ledger.gl_account g on g.code = l.gl_account
  left join ledger.holder h on h.id = l.holder_id
 where l.hold_id = any (%(holds)s)
 order by l.hold_id, l.no
