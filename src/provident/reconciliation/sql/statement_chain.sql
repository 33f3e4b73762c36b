-- 对账单余额连续 · each statement has the rows it says, and its closing balance is the last one
-- before it (or the balance at the start) plus its rows.
-- Grain: one row an account and day that is wrong.  Parameters: limit.  Expected: none.
-- Locks: none.
with days as (
    select d.*, a.account_no,
           lag(d.closing_balance, 1, a.opening_balance) over w as opening,
           lag(d.bank_date, 1, date '1900-01-01') over w as since
      from statement_day d join bank_account a on a.id = d.bank_account_id
    window w as (partition by d.bank_account_id order by d.bank_date)),
moved as (
    select bank_account_id, bank_date, count(*) as rows, sum(amount) as amount
      from statement_row group by bank_account_id, bank_date)
select d.account_no, d.bank_date, d.rows, m.rows_found, d.opening, m.amount, d.closing_balance
  from days d
  cross join lateral (
       select coalesce(sum(m.rows) filter (where m.bank_date = d.bank_date), 0)::int as rows_found,
              coalesce(sum(m.amount), 0) as amount
         from moved m where m.bank_account_id = d.bank_account_id
          and m.bank_date > d.since and m.bank_date <= d.bank_date) m
 where d.rows <> m.rows_found or d.closing_balance <> d.opening + m.amount
 order by d.bank_account_id, d.bank_date
 limit %(limit)s
