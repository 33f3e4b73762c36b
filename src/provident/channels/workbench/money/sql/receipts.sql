-- 到账列表 · the receipts booked to employers, each with the movement of the bank behind it.
-- Grain: one receipt (a movement for several employers has one for each).  Parameters: none.
-- Size: some for each employer and month; read by page, newest first by receipt_pkey.
-- Locks: none.
select r.id, r.business_date, b.bank_date, b.host_serial, a.bank_name,
       b.opponent_name as payer_name, b.opponent_no as payer_no, r.amount,
       e.number as employer, e.name as employer_name, e.branch_id as branch,
       r.how, r.state, r.operation_no
  from receipt r
  join bank_row b on b.id = r.bank_row_id
  join bank_account a on a.id = b.bank_account_id
  join employer e on e.id = r.employer_id
