-- 占用与分录 · each hold balances; a hold that was posted has the very lines, rule and operation
-- in its entry.
-- Grain: one row a hold that is wrong.  Parameters: limit.  Expected: none.  Locks: none.
with kept as (
    select hold_id, sum(case side when 'D' then amount else -amount end) as unbalanced,
           sum(amount) filter (where side = 'D') as amount,
           array_agg(row(side::text, gl_account, holder_id, amount, month)::text
                     order by row(side::text, gl_account, holder_id, amount, month)::text) as lines
      from ledger.hold_line group by hold_id),
booked as (
    select h.id as hold_id, e.id as entry_id, sum(l.amount) filter (where l.side = 'D') as amount,
           min(e.rule) as rule, min(e.operation_no) as operation_no,
           array_agg(row(l.side::text, l.gl_account, l.holder_id, l.amount, l.month)::text
                     order by row(l.side::text, l.gl_account, l.holder_id, l.amount, l.month)::text)
               as lines
      from ledger.hold h
      join ledger.entry e on e.business_date = h.entry_date and e.id = h.entry_id
      join ledger.line l on l.business_date = e.business_date and l.entry_id = e.id
     where h.state = 'posted'
     group by h.id, e.id)
select h.id, h.operation_no, h.state, coalesce(k.amount, 0) as amount, b.entry_id,
       b.amount as entry_amount,
       case when k.hold_id is null or k.unbalanced <> 0 then '借贷不平或没有占用明细'
            else '与所记分录不符' end as fault
  from ledger.hold h
  left join kept k on k.hold_id = h.id
  left join booked b on b.hold_id = h.id
 where k.hold_id is null or k.unbalanced <> 0
    or (h.state = 'posted' and (k.lines is distinct from b.lines or h.rule <> b.rule
                                or h.ended_by <> b.operation_no))
 order by h.id
 limit %(limit)s
