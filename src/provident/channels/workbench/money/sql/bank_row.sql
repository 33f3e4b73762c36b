-- 一笔银行流水 · one movement as the bank told it, with its account, its statement row, what it
-- undoes and what undoes it, and the other reports under its serial.
-- Grain: one row or none.  Parameters: row.  Locks: none.
select b.id, b.host_serial, b.bank_date, b.bank_time, b.amount, b.redo, b.balance,
       b.opponent_no, b.opponent_name, b.opponent_bank, b.summary, b.remark, b.apart, b.source,
       b.frame_id as frame, b.kind, b.state, b.operation_no, b.why, b.corrected_by,
       b.received_at, b.undoes_id as undoes, u.id as undone_by, a.account_no, a.bank_name,
       a.kind as account_kind, a.gl_account, s.place as statement_place,
       d.fetched_at as statement_fetched_at, d.final as statement_final,
       i.id as suspense, i.state as suspense_state
  from bank_row b
  join bank_account a on a.id = b.bank_account_id
  left join bank_row u on u.undoes_id = b.id
  left join statement_day d on d.bank_account_id = b.bank_account_id
       and d.bank_date = b.bank_date
  left join statement_row s on s.bank_account_id = b.bank_account_id
       and s.host_serial = b.host_serial and s.bank_date = b.bank_date and s.amount = b.amount
       and s.redo = b.redo and s.opponent_no = b.opponent_no
  left join lateral (
       select n.id, n.state from suspense_item n
        where n.bank_row_id = b.id order by n.id desc limit 1) i on true
 where b.id = %(row)s
