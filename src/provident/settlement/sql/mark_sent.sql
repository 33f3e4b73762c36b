-- 指令已发未知 · write the serial under which an instruction is about to be sent.
-- Grain: one row, locked before.  Parameters: instruction, seq_no, sent_on.
update instruction
   set state = 'sent_unknown', seq_no = %(seq_no)s, sent_on = %(sent_on)s, why = ''
 where id = %(instruction)s
