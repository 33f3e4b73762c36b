-- 本中心的付款 · instructions that a bank row may be the payment (`pays`) or the return
-- (`returns`) of: our serial stands in its text, it has the bank's serial, or opponent and
-- amount agree with a payment under way and the text says 退.
-- Grain: instruction.  Parameters: bank_account, serials (text[]), host_serial, opponent_no,
-- amount (of the row), says_returned.  Size: one or two; by serial, or among the open ones.
select i.id, i.state, i.amount, i.payee_no, %(amount)s::numeric < 0 as pays,
       %(amount)s::numeric > 0 and i.state in ('sent_unknown', 'paid_awaiting_notice')
           and i.amount = %(amount)s::numeric as returns
  from instruction i
 where i.bank_account_id = %(bank_account)s
   and i.seq_no = any (%(serials)s::text[])
union
select i.id, i.state, i.amount, i.payee_no, %(amount)s::numeric < 0,
       %(amount)s::numeric > 0 and i.amount = %(amount)s::numeric
  from instruction i
 where i.bank_account_id = %(bank_account)s
   and i.state not in ('paid', 'failed')
   and i.state <> 'to_send'
   and ((i.host_serial <> '' and i.host_serial = %(host_serial)s)
        or (%(says_returned)s::bool and i.payee_no = %(opponent_no)s
            and i.amount = %(amount)s::numeric))
 order by 1 desc
