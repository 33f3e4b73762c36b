-- 了结银行流水 · write what an operation did about one bank row.
-- Grain: one row, locked before.  Parameters: row, state, kind, why, undoes, operation_no.
update bank_row
   set state = %(state)s, kind = %(kind)s, why = %(why)s, undoes_id = %(undoes)s,
       operation_no = %(operation_no)s
 where id = %(row)s
