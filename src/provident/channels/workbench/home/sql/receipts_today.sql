-- 当日到账 · the last ten receipts of a business day, with the count and total of them all.
-- Grain: one receipt.  Parameters: day, branch (null = the whole centre), limit.
-- Size: ten rows of a day's receipts.  Locks: none.
select r.id, r.amount, r.state, r.operation_no, e.number as employer, e.name, b.bank_time,
       a.bank_name, count(*) over () as count, sum(r.amount) over () as total
  from receipt r
  join employer e on e.id = r.employer_id
  join bank_row b on b.id = r.bank_row_id
  join bank_account a on a.id = b.bank_account_id
 where r.business_date = %(day)s
   and (%(branch)s::text is null or e.branch_id = %(branch)s)
 order by r.id desc limit %(limit)s
