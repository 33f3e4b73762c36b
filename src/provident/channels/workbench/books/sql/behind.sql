-- 背后的业务 · who did operations, when, and by which case.
-- Grain: one operation.  Parameters: numbers.  Size: as many as are asked for.  Locks: none.
select o.number, o.code, o.maker, o.checker, o.business_date, c.number as case_no
  from operation o
  left join casework_case c on c.operation_no = o.number
 where o.number = any(%(numbers)s)
