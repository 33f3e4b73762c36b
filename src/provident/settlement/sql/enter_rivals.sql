-- 登记同一流水的另一付款人 · of movements whose key is known already, enter those that name another
-- payer: two payers are two movements, whatever the serial says.  A repeat that leaves the payer
-- out is a repeat.  Runs behind enter_rows.sql in the same transaction, so it sees whoever was first.
-- Grain: one row per new movement.  Parameters: as enter_rows.sql.  Size: normally none.
insert into bank_row (bank_account_id, host_serial, bank_date, bank_time, amount, redo, balance,
                      opponent_no, opponent_name, opponent_bank, summary, remark, apart, source,
                      frame_id, kind, state, operation_no, why, received_at)
select m.bank_account, m.host_serial, m.bank_date, m.bank_time, m.amount, m.redo, m.balance,
       m.opponent_no, m.opponent_name, m.opponent_bank, m.summary, m.remark, m.opponent_no,
       %(source)s, %(frame)s::bigint, '', 'new', '', '', clock_timestamp()
  from unnest(%(bank_account)s::bigint[], %(host_serial)s::text[], %(bank_date)s::date[],
              %(bank_time)s::text[], %(amount)s::numeric[], %(redo)s::bool[],
              %(balance)s::numeric[], %(opponent_no)s::text[], %(opponent_name)s::text[],
              %(opponent_bank)s::text[], %(summary)s::text[], %(remark)s::text[])
       with ordinality
       as m (bank_account, host_serial, bank_date, bank_time, amount, redo, balance,
             opponent_no, opponent_name, opponent_bank, summary, remark, place)
  join bank_row r on r.bank_account_id = m.bank_account and r.host_serial = m.host_serial
                 and r.bank_date = m.bank_date and r.amount = m.amount and r.redo = m.redo
                 and r.apart = ''
 where m.opponent_no <> '' and r.opponent_no <> '' and r.opponent_no <> m.opponent_no
 order by m.bank_account, m.host_serial, m.bank_date, m.amount, m.redo, m.opponent_no, m.place
    on conflict (bank_account_id, host_serial, bank_date, amount, redo, apart) do nothing
returning id
