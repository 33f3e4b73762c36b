-- 未达账项 · at the end of a day, for every bank account: statement rows that the books do not
-- have yet (side bank), and booked movements that the statement does not have yet (side book).
-- A statement row and an entry belong together when one operation dealt with the bank row of the
-- same key and posted the entry.  Rows that cancel each other inside one operation are no items, nor
-- are a false report and the red entry that took it back, once both are in the books.
-- Grain: one row an item.  Parameters: day.  Size: few.  Locks: none.
with stated as (
    select s.bank_account_id, s.id, s.bank_date, s.host_serial, s.amount, s.summary,
           s.opponent_name, r.id as bank_row, r.why,
           case when r.state = 'done' then r.operation_no end as operation_no
      from statement_row s
      left join bank_row r
        on r.bank_account_id = s.bank_account_id and r.host_serial = s.host_serial
       and r.bank_date = s.bank_date and r.amount = s.amount and r.redo = s.redo
       and (s.opponent_no = r.opponent_no or r.apart = '' and '' in (s.opponent_no, r.opponent_no))
     where s.bank_date <= %(day)s),
booked as (
    select a.id as bank_account_id, e.operation_no, min(e.business_date) as business_date,
           min(e.id) as entry_id, min(e.summary) as summary,
           sum(case l.side when 'D' then l.amount else -l.amount end) as amount
      from bank_account a
      join ledger.line l on l.gl_account = a.gl_account and l.business_date <= %(day)s
      join ledger.entry e on e.business_date = l.business_date and e.id = l.entry_id
     group by a.id, e.operation_no),
cancelled as (
    select bank_account_id, operation_no from stated where operation_no is not null
     group by bank_account_id, operation_no having sum(amount) = 0),
corrected as (
    select r.bank_account_id, unnest(array[r.operation_no, r.corrected_by]) as operation_no
      from bank_row r join operation o on o.number = r.corrected_by
     where r.corrected_by <> '' and o.business_date <= %(day)s)
select s.bank_account_id, 'bank' as side, s.bank_date as since, s.host_serial as reference,
       coalesce(nullif(s.why, ''), nullif(s.summary, ''), s.opponent_name) as summary, s.amount,
       s.bank_row, s.operation_no
  from stated s
 where not exists (select 1 from booked b where b.bank_account_id = s.bank_account_id
                                            and b.operation_no = s.operation_no)
   and not exists (select 1 from cancelled c where c.bank_account_id = s.bank_account_id
                                               and c.operation_no = s.operation_no)
union all
select b.bank_account_id, 'book', b.business_date,
       coalesce((select to_char(v.month, 'YYYYMM') || '-' || v.number
                   from ledger.voucher_entry k join ledger.voucher v on v.id = k.voucher_id
                  where k.entry_date = b.business_date and k.entry_id = b.entry_id),
                '业务 ' || b.operation_no),
       b.summary, b.amount, null, b.operation_no
  from booked b
 where not exists (select 1 from stated s where s.bank_account_id = b.bank_account_id
                                            and s.operation_no = b.operation_no)
   and not exists (select 1 from corrected c where c.bank_account_id = b.bank_account_id
                                               and c.operation_no = b.operation_no)
 order by 1, 2, 3, 4
