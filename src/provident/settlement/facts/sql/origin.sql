-- 被冲（退）的流水 · the newest earlier row with the opposite amount on the same bank account,
-- not undone yet: under the same host serial, or from the same opponent within the window.
-- Earlier by the bank's date and time, so that of two opposite rows only one looks back; within
-- one second by order of arrival, or because the other one has been dealt with already (a
-- payment whose notice was lost arrives after its own return).  A report that was found false undoes
-- and is undone by nothing.
-- Grain: one row or none.  Parameters: row, days.  Indexes: bank_row_once, bank_row_opponent.
with me as (select * from bank_row where id = %(row)s),
candidate as (
    select r.id, r.state, r.kind, r.operation_no,
           case when r.opponent_no = me.opponent_no then 0 else 1 end as rank
      from me
      join bank_row r on r.bank_account_id = me.bank_account_id
                     and r.host_serial = me.host_serial and r.amount = -me.amount
     where not r.redo and r.id <> me.id and r.corrected_by = ''
       and ((r.bank_date, r.bank_time) < (me.bank_date, me.bank_time)
            or (r.bank_date, r.bank_time) = (me.bank_date, me.bank_time)
               and (r.id < me.id or r.state = 'done'))
    union all
    select r.id, r.state, r.kind, r.operation_no, 2
      from me
      join bank_row r on r.opponent_no = me.opponent_no and r.amount = -me.amount
     where r.bank_account_id = me.bank_account_id and r.opponent_no <> '' and not r.redo
       and r.corrected_by = ''
       and r.bank_date >= me.bank_date - %(days)s::int
       and ((r.bank_date, r.bank_time) < (me.bank_date, me.bank_time)
            or (r.bank_date, r.bank_time) = (me.bank_date, me.bank_time)
               and (r.id < me.id or r.state = 'done'))
)
select c.id, c.state, c.kind, i.id as instruction, s.suspended, s.suspense_state
  from candidate c
  left join instruction i on i.ended_by = c.operation_no and i.state = 'paid'
                         and c.operation_no <> ''
  left join lateral (select coalesce(sum(amount) filter (where state = 'open'), 0.00) as suspended,
                            (array_agg(state order by id desc))[1] as suspense_state
                       from suspense_item where bank_row_id = c.id) s on true
 where not exists (select 1 from bank_row u where u.undoes_id = c.id and u.id <> %(row)s)
 order by c.rank, c.id desc
 limit 1
