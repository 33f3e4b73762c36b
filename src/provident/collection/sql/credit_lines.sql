-- 待入账明细 · the lines of the given lists.
-- Grain: one row a line.  Parameters: lists (ids).  Size: up to some ten thousand rows.
select l.id, l.list_id, l.holder_id, l.unit_amount, l.personal_amount
  from list_line l
 where l.list_id = any (%(lists)s)
 order by l.list_id, l.id
