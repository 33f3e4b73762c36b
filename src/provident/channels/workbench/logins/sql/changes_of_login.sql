-- 用户的变更 · the operations that opened or changed one login.
-- Grain: one operation.  Parameters: username.
-- Size: a few; the names of operations on logins leave few rows of the log to compare.
-- Locks: none.
select o.number, o.business_date, o.recorded_at, o.code, o.result ->> 'says' as says,
       o.maker, coalesce(o.checker, '') as checker
  from operation o
 where o.code like 'staff.%%' and lower(o.command ->> 'username') = %(username)s
