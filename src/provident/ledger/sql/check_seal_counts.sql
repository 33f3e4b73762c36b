-- 封印计数 · the counts and sums in each day's seal equal the day's entries and lines; every
-- closed day has its seal, and a sealed day is closed.
-- Grain: one row a day that is wrong.  Parameters: limit.  Expected: none.  Locks: none.
with lines as (
    select business_date, count(*) as lines,
           coalesce(sum(amount) filter (where side = 'D'), 0) as debit,
           coalesce(sum(amount) filter (where side = 'C'), 0) as credit
      from ledger.line group by business_date),
entries as (
    select business_date, count(*) as entries from ledger.entry group by business_date)
select coalesce(s.business_date, d.date) as business_date,
       case when s.business_date is null then '已日结而没有封印'
            when d.state is distinct from 'closed' then '已封印而会计日没有日结'
            else '封印与账面不符' end as fault,
       s.entries, coalesce(e.entries, 0) as entries_now, s.lines, coalesce(l.lines, 0) as lines_now,
       s.debit, coalesce(l.debit, 0) as debit_now, s.credit, coalesce(l.credit, 0) as credit_now
  from ledger.day_seal s
  full join business_day d on d.date = s.business_date
  left join lines l on l.business_date = s.business_date
  left join entries e on e.business_date = s.business_date
 where (s.business_date is null) = (d.state is not distinct from 'closed')
    or s.entries <> coalesce(e.entries, 0) or s.lines <> coalesce(l.lines, 0)
    or s.debit <> coalesce(l.debit, 0) or s.credit <> coalesce(l.credit, 0)
 limit %(limit)s
