-- 报文的结算指令 · the instruction that a payment message carries.
-- Grain: one row or none.  Parameters: seq_no.  Index: the unique instruction.seq_no.
-- Locks: none.
select i.id, i.operation_no, i.state, i.amount
  from instruction i
 where i.seq_no = %(seq_no)s
