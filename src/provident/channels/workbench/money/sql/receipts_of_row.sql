-- 流水的到账 · the receipts that one movement of the bank became, one for each employer.
-- Grain: one receipt.  Parameters: row, branch (null: the whole centre).
-- Size: one or some.  Locks: none.
select r.id, r.amount, r.state, r.how, e.number as employer, e.name as employer_name
  from receipt r
  join employer e on e.id = r.employer_id
 where r.bank_row_id = %(row)s
   and (%(branch)s::text is null or e.branch_id = %(branch)s)
 order by r.id
