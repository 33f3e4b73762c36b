-- 未了结的结算指令 · instructions that have not ended, oldest first.
-- Grain: instruction.  Size: few; index instruction_open.
select i.id, i.operation_no, i.business_date, i.hold_id, i.bank_account_id as bank_account,
       a.account_no, a.account_name, a.bank_code, a.node, a.customer_no, i.business_kind,
       i.amount, i.payee_no, i.payee_name, i.payee_bank_name, i.payee_bank_no,
       i.payee_is_person, i.summary, i.subject, i.state, i.seq_no, i.sent_on, i.host_serial,
       i.if_paid, i.if_failed, i.why
  from instruction i
  join bank_account a on a.id = i.bank_account_id
 where i.state not in ('paid', 'failed')
 order by i.id
