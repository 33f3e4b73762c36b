-- 结算指令与占用 · each hold has one instruction of the same amount from the same bank account;
-- open holds have open instructions, posted holds paid ones, released holds failed ones, ended by
-- the same operation: so each instruction ends exactly once.
-- Grain: one row a hold or instruction that is wrong.  Parameters: limit.  Expected: none.
-- Locks: none.
with holds as (
    select h.id, h.state, h.operation_no, h.ended_by, min(l.gl_account) as gl_account,
           sum(l.amount) as amount
      from ledger.hold h
      left join ledger.hold_line l on l.hold_id = h.id and l.side = 'C'
           and (l.gl_account like '101%%' or l.gl_account like '102%%')
     group by h.id),
compared as (
    select h.id as hold, i.id as instruction, coalesce(h.operation_no, i.operation_no) as operation_no,
           h.state as hold_state, i.state as instruction_state,
           h.amount as left_amount, i.amount as right_amount,
           case when h.id is null then '指令没有占用'
                when i.id is null then '占用没有指令'
                when h.amount <> i.amount or h.gl_account <> a.gl_account then '金额或付款户不同'
                when h.state <> case i.state when 'paid' then 'posted' when 'failed' then 'released'
                                             else 'open' end then '状态不同'
                when coalesce(h.ended_by, '') <> i.ended_by then '了结的业务不同' end as fault
      from holds h
      full join instruction i on i.hold_id = h.id
      left join bank_account a on a.id = i.bank_account_id)
select * from compared where fault is not null
 order by hold, instruction
 limit %(limit)s
