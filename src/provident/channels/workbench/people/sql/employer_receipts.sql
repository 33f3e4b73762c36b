-- 单位到账 · what was received for an employer.
-- Grain: one row a receipt.  Parameters: employer (id).  Size: a few a month.  Locks: none.
select r.id, r.business_date, r.amount, r.state, r.how, r.operation_no,
       b.opponent_name as payer, b.host_serial, b.summary || ' ' || b.remark as remark
  from receipt r join bank_row b on b.id = r.bank_row_id
 where r.employer_id = %(employer)s
