-- 暂收款换状态 · write the new state of one suspense item, if it stands in one before it.
-- Grain: one row or none.  Parameters: item, state, since (text[]), ended_by and ended_on
-- ('' and null = not ended).  Locks: suspense_item, for update.
update suspense_item
   set state = %(state)s, ended_by = %(ended_by)s, ended_on = %(ended_on)s
 where id = %(item)s and state = any (%(since)s)
