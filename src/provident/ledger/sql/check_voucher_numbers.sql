-- 凭证连号 · the vouchers of each month and set of books are numbered from 1 without a gap.
-- Grain: one row a month with gaps.  Parameters: limit.  Expected: none.  Locks: none.
with months as (
    select books, month, count(*) as vouchers, max(number) as last
      from ledger.voucher group by books, month)
select m.books, m.month, m.vouchers, m.last,
       (select string_agg(n::text, '、' order by n)
          from (select n from generate_series(1, m.last) n
                 where not exists (select 1 from ledger.voucher v
                                    where v.books = m.books and v.month = m.month
                                      and v.number = n) order by n limit 20) missing) as missing
  from months m
 where m.vouchers <> m.last
 limit %(limit)s
