-- 同一流水的各次报送 · everything that the bank has told under the serial of a row on its day, the
-- row itself included, and whether the stored statement of the day has it.
-- Grain: one row a report.  Parameters: row.  Size: one, two when the bank contradicts itself.
-- Indexes: bank_row_once, statement_row_once.
with me as (select bank_account_id, host_serial, bank_date, redo from bank_row where id = %(row)s)
select r.id, r.amount, r.opponent_no, r.apart <> '' as apart, r.state,
       r.corrected_by <> '' as corrected,
       exists (select 1 from statement_row s
                where s.bank_account_id = r.bank_account_id and s.host_serial = r.host_serial
                  and s.bank_date = r.bank_date and s.amount = r.amount and s.redo = r.redo
                  and (s.opponent_no = r.opponent_no
                       or r.apart = '' and '' in (s.opponent_no, r.opponent_no))) as stated
  from me
  join bank_row r using (bank_account_id, host_serial, bank_date, redo)
 order by r.id
