-- 一日进度 · how far a day's work has come: entries in vouchers, bank rows dealt with, statements.
-- Grain: one row.  Parameters: day.  Size: one; reads the day's entries and bank rows by index.
-- Locks: none.
select e.entries, e.vouchered, b.bank_rows, b.dealt_with, a.bank_accounts, s.statements
  from (select count(*)::int as entries, count(c.entry_id)::int as vouchered
          from ledger.entry n
          left join ledger.voucher_entry c
                 on c.entry_date = n.business_date and c.entry_id = n.id
         where n.business_date = %(day)s) as e,
       (select count(*)::int as bank_rows,
               (count(*) filter (where state = 'done'))::int as dealt_with
          from bank_row where bank_date = %(day)s) as b,
       (select count(*)::int as bank_accounts from bank_account) as a,
       (select count(*)::int as statements from statement_day where bank_date = %(day)s) as s
