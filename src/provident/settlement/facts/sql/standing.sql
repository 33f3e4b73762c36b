-- 流水的旁证 · what else is known of one bank row: its day's statement, and a row of the bank that
-- takes it back and has not been dealt with yet.
-- Grain: one row or none.  Parameters: row.  Indexes: statement_once, bank_row_open.
select r.bank_date, coalesce(d.fetched_at > r.received_at, false) as asked_since,
       coalesce(d.final, false) as final, u.id as reversal, u.host_serial as reversal_serial,
       u.bank_date as reversed_on
  from bank_row r
  left join statement_day d on d.bank_account_id = r.bank_account_id and d.bank_date = r.bank_date
  left join lateral (
       select w.id, w.host_serial, w.bank_date
         from bank_row w
        where w.state <> 'done'
          and (w.undoes_id = r.id
               or w.undoes_id is null and w.redo and not r.redo and w.amount = -r.amount
                  and w.bank_account_id = r.bank_account_id and w.host_serial = r.host_serial)
        order by w.id limit 1) u on true
 where r.id = %(row)s
