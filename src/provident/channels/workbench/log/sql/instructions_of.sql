-- 业务的占用和指令 · what an operation holds for the bank to pay, and how far that is; also the
-- instruction that the operation has ended.
-- Grain: one hold with its instruction.  Parameters: operation_no.
-- Size: one or a few; indexes on instruction.operation_no and ended_by.  Locks: none.
select i.id, i.amount, i.payee_name, i.payee_no, i.payee_bank_name, i.state, i.why, i.seq_no,
       i.host_serial, i.ended_by, i.operation_no, a.bank_name, h.state as hold_state
  from instruction i
  join bank_account a on a.id = i.bank_account_id
  join ledger.hold h on h.id = i.hold_id
 where i.operation_no = %(operation_no)s
    or i.ended_by = %(operation_no)s
 order by i.id
