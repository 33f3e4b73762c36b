-- 占用 · what a holder has held equals the principal of its open holds; a hold that was posted
-- has its entry.
-- Grain: one row a holder or hold that is wrong.  Parameters: limit.  Expected: none.  Locks: none.
with open_lines as (
    select l.holder_id, sum(l.principal) as principal
      from ledger.hold h join ledger.hold_line l on l.hold_id = h.id
     where h.state = 'open' and l.principal > 0
     group by l.holder_id)
select '分户' as kind, coalesce(h.id, o.holder_id) as id, coalesce(h.owner, '无此分户') as owner,
       coalesce(h.held, 0) as held, coalesce(o.principal, 0) as principal
  from (select id, owner, held from ledger.holder where held <> 0) h
  full join open_lines o on o.holder_id = h.id
 where coalesce(h.held, 0) <> coalesce(o.principal, 0)
union all
select '占用', h.id, h.operation_no, 0, 0
  from ledger.hold h
 where h.state = 'posted'
   and not exists (select 1 from ledger.entry e
                    where e.business_date = h.entry_date and e.id = h.entry_id)
 limit %(limit)s
