-- 通知的流水 · the movements that came in with one notice for the first time.
-- Grain: one movement.  Parameters: frame.  Size: one to some hundreds; index on bank_row.frame_id.
-- Locks: none.
select b.id, b.host_serial, b.bank_date, b.amount, b.opponent_name, b.kind,
       case when b.corrected_by <> '' then 'corrected' else b.state end as state
  from bank_row b
 where b.frame_id = %(frame)s
