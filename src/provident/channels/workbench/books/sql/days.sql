-- 会计日与封印 · business days with their state and, where closed, what their seal states.
-- Grain: one day.  Parameters: none.  Size: one row a day since the beginning.  Locks: none.
select d.date, d.state, d.opened_at, d.cut_off_at, d.closed_at, s.entries, s.lines, s.debit, s.seal,
       left(s.seal, 16) as seal_short, s.previous, s.signature, s.sealed_at
  from business_day d
  left join ledger.day_seal s on s.business_date = d.date
