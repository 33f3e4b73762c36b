-- 更正错报的流水 · mark one bank row as reported falsely; what had booked it stays written on it.
-- Grain: one row, locked before.  Parameters: row, operation_no, why.
update bank_row
   set operation_no = case state when 'done' then operation_no else %(operation_no)s end,
       state = 'done', corrected_by = %(operation_no)s, why = %(why)s
 where id = %(row)s
