-- 登记银行流水 · enter the movements of one notice or account detail that are not there yet.
-- Grain: one row per new movement.  Parameters: one array per column, frame, source.
-- Repeats, also within one file, are left out (bank_row_once); of two payers under one key the
-- first in the file enters here, the other by enter_rivals.sql.  Sorted by the key, so that two
-- frames with the same movements wait for each other instead of ending in a deadlock.
insert into bank_row (bank_account_id, host_serial, bank_date, bank_time, amount, redo, balance,
                      opponent_no, opponent_name, opponent_bank, summary, remark, source,
                      frame_id, kind, state, operation_no, why, received_at)
select m.bank_account, m.host_serial, m.bank_date, m.bank_time, m.amount, m.redo, m.balance,
       m.opponent_no, m.opponent_name, m.opponent_bank, m.summary, m.remark, %(source)s, %(frame)s::bigint, '', 'new', '', '', clock_timestamp()
  from unnest(%(bank_account)s::bigint[], %(host_serial)s::text[], %(bank_date)s::date[],
              %(bank_time)s::text[], %(amount)s::numeric[], %(redo)s::bool[],
              %(balance)s::numeric[], %(opponent_no)s::text[], %(opponent_name)s::text[],
              %(opponent_bank)s::text[], %(summary)s::text[], %(remark)s::text[])
       with ordinality
       as m (bank_account, host_serial, bank_date, bank_time, amount, redo, balance,
             opponent_no, opponent_name, opponent_bank, summary, remark, place)
 order by m.bank_account, m.host_serial, m.bank_date, m.amount, m.redo, m.place
    on conflict (bank_account_id, host_serial, bank_date, amount, redo, apart) do nothing
returning id
