-- 应取对账单的第一天 · from which day on the banks' statements must be fetched to know a day for good:
-- the first of the days that are not final, of those that were fetched before an earlier one was
-- fetched again, of those that a bank row was reported for later, and of those never fetched.
-- Rows of days before a bank account's first statement are part of its opening balance.
-- Grain: one row.  Parameters: day.  Size: one statement day a bank account and day, and the bank
-- rows, once.  Locks: none.
with days as (
    select bank_account_id, bank_date, final, fetched_at,
           max(fetched_at) over (partition by bank_account_id order by bank_date
                                 rows between unbounded preceding and 1 preceding) as before_it
      from statement_day where bank_date <= %(day)s),
kept as (
    select bank_account_id, min(bank_date) as first, max(bank_date) + 1 as next,
           min(bank_date) filter (where not final or fetched_at < before_it) as unsure
      from days group by bank_account_id),
late as (
    select r.bank_account_id, min(r.bank_date) as first
      from bank_row r
      left join kept k on k.bank_account_id = r.bank_account_id
      left join statement_day d on d.bank_account_id = r.bank_account_id
                               and d.bank_date = r.bank_date
     where r.bank_date between coalesce(k.first, r.bank_date) and %(day)s
       and (d.id is null or r.received_at > d.fetched_at)
       and not exists (select 1 from statement_row s
                        where s.bank_account_id = r.bank_account_id
                          and s.host_serial = r.host_serial and s.bank_date = r.bank_date
                          and s.amount = r.amount and s.redo = r.redo
                          and (s.opponent_no = r.opponent_no
                               or r.apart = '' and '' in (s.opponent_no, r.opponent_no)))
     group by r.bank_account_id)
select least(%(day)s::date, min(k.next), min(k.unsure), min(l.first)) as first
  from bank_account a
  left join kept k on k.bank_account_id = a.id
  left join late l on l.bank_account_id = a.id
