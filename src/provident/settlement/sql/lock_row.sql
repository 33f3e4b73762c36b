-- 锁定银行流水 · lock one bank row and read it with its bank account.
-- Grain: one row.  Parameters: row.  Locks: bank_row, for update.
select r.id, r.bank_account_id as bank_account, a.account_no, a.bank_name, a.gl_account,
       a.takes_contributions, r.host_serial, r.bank_date, r.amount, r.redo, r.balance,
       r.opponent_no, r.opponent_name, r.opponent_bank, r.summary, r.remark, r.source,
       r.kind, r.state, r.operation_no, r.why, r.apart, r.undoes_id as undoes, r.corrected_by
  from bank_row r
  join bank_account a on a.id = r.bank_account_id
 where r.id = %(row)s
   for update of r
