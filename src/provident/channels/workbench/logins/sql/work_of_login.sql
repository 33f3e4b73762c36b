-- 办理的业务 · the operations that one person made or checked, by the name he has now.
-- Grain: one operation.  Parameters: name.
-- Size: thousands a year; the log is read through.  Locks: none.
select o.number, o.business_date, o.recorded_at, o.code, o.result ->> 'says' as says,
       case when o.maker = %(name)s then 'made' else 'checked' end as part,
       o.maker, coalesce(o.checker, '') as checker
  from operation o
 where o.maker = %(name)s or o.checker = %(name)s
