-- 凭证分录行 · the lines of one voucher.
-- Grain: one line.  Parameters: voucher.  Size: few.  Locks: none.
select l.no, l.side, l.gl_account, g.name as gl_name, l.detail, l.amount
  from ledger.voucher_line l
  join ledger.gl_account g on g.code = l.gl_account
 where l.voucher_id = %(voucher)s
 order by l.no
