-- 证账相符 · each voucher's amounts, by 科目 and side, equal the lines of its entries.
-- Grain: one row a voucher, side and 科目 that is wrong.  Parameters: limit.  Expected: none.
-- Locks: none.
with booked as (
    select v.voucher_id, l.side, l.gl_account, l.amount < 0 as red, sum(l.amount) as amount
      from ledger.line l
      join ledger.voucher_entry v on v.entry_date = l.business_date and v.entry_id = l.entry_id
     group by v.voucher_id, l.side, l.gl_account, l.amount < 0),
written as (
    select voucher_id, side, gl_account, amount < 0 as red, sum(amount) as amount
      from ledger.voucher_line group by voucher_id, side, gl_account, amount < 0)
select v.id, to_char(v.month, 'YYYYMM') || '-' || v.number as voucher, d.side, d.gl_account,
       d.written, d.booked
  from (select coalesce(w.voucher_id, b.voucher_id) as voucher_id,
               coalesce(w.side, b.side) as side, coalesce(w.gl_account, b.gl_account) as gl_account,
               coalesce(w.amount, 0) as written, coalesce(b.amount, 0) as booked
          from written w
          full join booked b
            on b.voucher_id = w.voucher_id and b.side = w.side and b.gl_account = w.gl_account
           and b.red = w.red
         where coalesce(w.amount, 0) <> coalesce(b.amount, 0)) d
  left join ledger.voucher v on v.id = d.voucher_id
 limit %(limit)s
