-- 结算指令说明 · keep what the bank said about an instruction that has not ended.
-- Grain: one row.  Parameters: instruction, why.
update instruction set why = %(why)s
 where id = %(instruction)s and state not in ('paid', 'failed')
