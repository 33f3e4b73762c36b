-- 对方户 · the other side of a movement is the same in the bank's notice and on its statement; a
-- refund goes to whoever paid; the payment that the bank booked went to the instruction's payee.
-- A statement that names no other side at all says nothing; nor does a number or a name that one of
-- the two leaves out or cuts short, or a notice of a payment that names nobody.  Movements that
-- share one serial are told apart by their other side.
-- Grain: one row a bank row or instruction that is wrong.  Parameters: limit.  Expected: none.
-- Locks: none.
select '流水与对账单' as kind, r.id as bank_row, null::bigint as instruction,
       s.opponent_no as due_no, s.opponent_name as due_name, r.opponent_no, r.opponent_name
  from statement_row s
  join bank_row r using (bank_account_id, host_serial, bank_date, amount, redo)
 where s.opponent_no || s.opponent_name <> '' and r.apart = ''
   and ((s.opponent_no <> r.opponent_no and '' not in (s.opponent_no, r.opponent_no))
        or not (starts_with(s.opponent_name, r.opponent_name)
                or starts_with(r.opponent_name, s.opponent_name)))
   and not exists (select 1 from bank_row o
                    where o.bank_account_id = s.bank_account_id and o.host_serial = s.host_serial
                      and o.bank_date = s.bank_date and o.amount = s.amount and o.redo = s.redo
                      and o.opponent_no = s.opponent_no and o.opponent_name = s.opponent_name)
union all
select '退款与来款', r.id, i.id, r.opponent_no, r.opponent_name, i.payee_no, i.payee_name
  from instruction i
  left join suspense_item s on i.subject = 'suspense:' || s.id
  left join bank_row r on r.id = s.bank_row_id
 where i.subject like 'suspense:%%'
   and (i.payee_no is distinct from r.opponent_no or i.payee_name is distinct from r.opponent_name
        or i.amount is distinct from s.amount)
union all
select '付款与指令', r.id, i.id, i.payee_no, i.payee_name, r.opponent_no, r.opponent_name
  from instruction i
  join bank_row r on r.operation_no = i.ended_by and r.kind = 'instruction'
       and r.amount = -i.amount
 where i.state = 'paid' and r.opponent_no not in ('', i.payee_no)
 limit %(limit)s
