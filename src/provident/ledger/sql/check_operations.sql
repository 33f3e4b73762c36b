-- 分录有据 · each entry and each hold belongs to an operation in the log, on the same day.
-- Grain: one row an entry or hold without one.  Parameters: limit.  Expected: none.  Locks: none.
select '分录' as kind, e.id, e.business_date, e.operation_no, e.rule
  from ledger.entry e
 where not exists (select 1 from operation o
                    where o.number = e.operation_no and o.business_date = e.business_date)
union all
select '占用', h.id, h.business_date, h.operation_no, h.rule
  from ledger.hold h
 where not exists (select 1 from operation o
                    where o.number = h.operation_no and o.business_date = h.business_date)
 limit %(limit)s
