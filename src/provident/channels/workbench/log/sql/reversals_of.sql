-- 业务的冲正 · the operations whose entries this one reverses, and those that reverse its entries.
-- Grain: one operation on the other side.  Parameters: operation_no.
-- Size: none or one; by entry_operation and the key of ledger.reversal.  Locks: none.
select 'reverses' as what, o.operation_no
  from ledger.entry e
  join ledger.entry o on o.business_date = e.reverses_on and o.id = e.reverses
 where e.operation_no = %(operation_no)s
union
select 'reversed_by', o.operation_no
  from ledger.entry e
  join ledger.reversal v on v.entry_id = e.id
  join ledger.entry o on o.id = v.reversed_by
 where e.operation_no = %(operation_no)s
union
select 'undone_by', r.undone_by
  from receipt r
 where r.operation_no = %(operation_no)s and r.undone_by <> ''
union
select 'undoes', r.operation_no
  from operation o
  join receipt r on r.id = case when o.code = 'collection.undo_receipt'
                                then (o.command ->> 'receipt')::bigint end
 where o.number = %(operation_no)s
union
select 'corrected_by', b.corrected_by
  from bank_row b
 where b.operation_no = %(operation_no)s and b.corrected_by <> ''
union
select 'corrects', b.operation_no
  from bank_row b
 where b.corrected_by = %(operation_no)s and b.operation_no <> ''
   and b.operation_no <> %(operation_no)s
