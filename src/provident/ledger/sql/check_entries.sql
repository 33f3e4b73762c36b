-- 分录平衡 · each entry's debit equals its credit; no line without its entry, no entry without
-- lines.
-- Grain: one row an entry that is wrong.  Parameters: limit.  Expected: none.  Locks: none.
with lines as (
    select business_date, entry_id,
           sum(amount) filter (where side = 'D') as debit,
           sum(amount) filter (where side = 'C') as credit
      from ledger.line
     group by business_date, entry_id)
select coalesce(e.business_date, l.business_date) as business_date,
       coalesce(e.id, l.entry_id) as entry_id,
       coalesce(e.operation_no, '无') as operation_no,
       case when e.id is null then '无此分录'
            when l.entry_id is null then '没有分录行'
            else '不平衡' end as fault,
       coalesce(l.debit, 0) as debit, coalesce(l.credit, 0) as credit
  from ledger.entry e
  full join lines l on l.business_date = e.business_date and l.entry_id = e.id
 where e.id is null or l.entry_id is null
    or coalesce(l.debit, 0) <> coalesce(l.credit, 0)
 limit %(limit)s
