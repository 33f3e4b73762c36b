-- 一笔暂收款 · one item with the movement of the bank behind it and the employer it went to.
-- Grain: one row or none.  Parameters: item, today.  Locks: none.
select i.id, i.business_date, i.amount, i.state, i.why, i.operation_no, i.ended_by, i.ended_on,
       i.bank_row_id as bank_row, %(today)s::date - i.business_date as age, b.opponent_name,
       b.opponent_no, b.opponent_bank, b.summary, b.remark, b.host_serial, b.bank_date,
       b.bank_time, a.bank_name, a.account_no, e.number as employer, e.name as employer_name,
       e.branch_id as employer_branch, r.id as receipt, p.id as instruction,
       p.state as instruction_state
  from suspense_item i
  join bank_row b on b.id = i.bank_row_id
  join bank_account a on a.id = b.bank_account_id
  left join receipt r on r.operation_no = i.ended_by and i.ended_by <> ''
       and r.bank_row_id = i.bank_row_id
  left join employer e on e.id = r.employer_id
  left join lateral (
       select n.id, n.state
         from ledger.hold_line l
         join instruction n on n.hold_id = l.hold_id
        where l.holder_id = i.holder_id and l.principal > 0
        order by n.id desc limit 1) p on true
 where i.id = %(item)s
