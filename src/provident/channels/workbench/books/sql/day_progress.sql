-- 一日进度 · how far a day's work has come: entries in vouchers, bank rows dealt with, statements.
-- A bank row is the work of the business day on which an operation dealt with it (its number
-- begins with that day), whatever day the bank booked it on; until then of every day from the
-- bank's on.
-- Grain: one row.  Parameters: day.  Size: one; reads the day's entries and bank rows by index.
-- Locks: none.
select e.entries, e.vouchered, d.dealt_with + w.waiting as bank_rows, d.dealt_with,
       a.bank_accounts, s.statements
  from (select count(*)::int as entries, count(c.entry_id)::int as vouchered
          from ledger.entry n
          left join ledger.voucher_entry c
                 on c.entry_date = n.business_date and c.entry_id = n.id
         where n.business_date = %(day)s) as e,
       (select count(*)::int as dealt_with
          from bank_row
         where state = 'done'
           and operation_no between to_char(%(day)s::date, 'YYYYMMDD') || repeat('0', 12)
                                and to_char(%(day)s::date, 'YYYYMMDD') || repeat('9', 12)) as d,
       (select count(*)::int as waiting
          from bank_row where state <> 'done' and bank_date <= %(day)s) as w,
       (select count(*)::int as bank_accounts from bank_account) as a,
       (select count(*)::int as statements from statement_day where bank_date = %(day)s) as s
