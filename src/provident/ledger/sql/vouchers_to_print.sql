-- 凭证打印 · vouchers with their lines and the operations behind them.
-- Grain: one row a line.  Parameters: vouchers (their ids).
-- Size: up to a month of vouchers.  Locks: none.
with chosen as (
    select v.* from ledger.voucher v where v.id = any(%(vouchers)s)),
behind as (
    select c.id, case when count(distinct e.operation_no) = 1 then min(e.operation_no)
                      else min(e.operation_no) || ' 等 ' || count(distinct e.operation_no) || ' 笔'
                 end as operation
      from chosen c
      join ledger.voucher_entry v on v.voucher_id = c.id
      join ledger.entry e on e.business_date = v.entry_date and e.id = v.entry_id
     group by c.id)
select c.id, c.month, c.number, c.business_date, c.summary, c.attachments, c.prepared_by,
       c.checked_by, c.posted_by, c.chief, b.operation, l.side, l.gl_account, g.name as gl_name,
       l.detail, l.amount
  from chosen c
  join behind b on b.id = c.id
  join ledger.voucher_line l on l.voucher_id = c.id
  join ledger.gl_account g on g.code = l.gl_account
 order by c.books, c.month, c.number, l.no
