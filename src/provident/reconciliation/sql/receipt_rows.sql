-- 到账单据与银行流水 · each bank row that was booked for somebody against its documents: what
-- employers received and what stands, or stood, in 暂收.
-- An item that was matched is a receipt by now; a receipt that was undone is an item again.
-- Grain: one row a bank row that differs.  Parameters: limit.  Expected: none.  Locks: none.
with documents as (
    select bank_row_id, sum(amount) as amount, min(id) as document
      from (select bank_row_id, amount, id from receipt where state = 'booked'
            union all
            select bank_row_id, amount, id from suspense_item where state <> 'matched') d
     group by bank_row_id)
select r.id as bank_row, r.operation_no, d.document, r.amount as right_amount,
       d.amount as left_amount
  from bank_row r
  left join documents d on d.bank_row_id = r.id
 where case when d.bank_row_id is not null then r.state <> 'done' or r.amount <> d.amount
            else r.state = 'done' and r.amount > 0 and exists (
                 select 1 from ledger.entry e
                   join ledger.line l on l.business_date = e.business_date and l.entry_id = e.id
                  where e.operation_no = r.operation_no and l.holder_id is not null) end
 order by r.id
 limit %(limit)s
