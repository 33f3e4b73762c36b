-- 当日笔数 · how many of what a day had.  Grain: one row.  Parameters: day.  Locks: none.
select (select count(*) from operation where business_date = %(day)s
           and code not like 'dayend.%%')::int as operations,
       (select count(*) from ledger.entry where business_date = %(day)s)::int as entries,
       (select count(*) from ledger.line where business_date = %(day)s)::int as lines,
       (select count(*) from ledger.voucher where business_date = %(day)s)::int as vouchers,
       (select count(*) from bank_row where bank_date = %(day)s)::int as bank_rows,
       (select count(*) from list_credit where business_date = %(day)s)::int as list_credits
