-- 结算指令换状态 · write the new state of one instruction, if it stands in one before it.
-- Grain: one row or none.  Parameters: instruction, state, since (text[]), host_serial ('' =
-- keep), why, ended_by ('' = not ended).  Locks: instruction, for update.
update instruction
   set state = %(state)s, why = %(why)s, ended_by = %(ended_by)s,
       host_serial = coalesce(nullif(%(host_serial)s, ''), host_serial)
 where id = %(instruction)s and state = any (%(since)s)
