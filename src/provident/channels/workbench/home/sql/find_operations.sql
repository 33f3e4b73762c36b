-- 查找业务 · the operation of a number.
-- Grain: one operation.  Parameters: text.  Locks: none.
select o.number, o.code, o.business_date, o.maker from operation o where o.number = %(text)s
