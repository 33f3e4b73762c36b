-- 银行流水列表 · every movement on the centre's bank accounts that the bank told us of.
-- Grain: one movement.  Parameters: none.
-- Size: thousands a day; read by page, newest first by bank_row_pkey.  Locks: none.
select b.id, b.bank_date, b.bank_time, a.bank_name, a.account_no, b.host_serial,
       b.opponent_name, b.opponent_no, b.amount, b.redo, b.kind,
       case when b.corrected_by <> '' then 'corrected' else b.state end as state, b.why,
       b.operation_no, b.source, b.summary, b.remark
  from bank_row b
  join bank_account a on a.id = b.bank_account_id
