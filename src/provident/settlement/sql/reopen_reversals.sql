-- 重新处理冲正 · the row that undoes a receipt and waits for the accountant is new again.
-- Grain: one row or none.  Parameters: origin, operation_no.  Locks: bank_row, for update.
update bank_row
   set state = 'new', kind = '', why = '', undoes_id = null, operation_no = %(operation_no)s
 where undoes_id = %(origin)s and state = 'waiting'
returning id
