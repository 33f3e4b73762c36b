-- 清册概况 · one list with its figures, its employer, and how it was paid.
-- Grain: one row.  Parameters: reference, today.  Size: one.  Locks: none.
select c.*, e.number as employer, e.name as employer_name, e.branch_id as branch,
       h.balance - h.held as unallocated,
       b.reference as bundle, b.total as bundle_total, b.state as bundle_state,
       (select count(*) from contribution_list o where o.bundle_id = b.id) as bundle_lists,
       case when c.state <> 'confirmed' then c.state
            when c.due_on < %(today)s then 'overdue' else 'confirmed' end as stands,
       case when c.due_on < %(today)s then %(today)s - c.due_on end as overdue_days,
       r.id as receipt, w.host_serial,
       v.id as voucher, to_char(v.month, 'YYYYMM') || '-' || v.number as voucher_number,
       c.month = t.listed_to as newest
  from contribution_list c
  join employer e on e.id = c.employer_id
  join employer_terms t on t.employer_id = e.id
  join ledger.holder h on h.id = t.unallocated_holder
  left join bundle b on b.id = c.bundle_id
  left join lateral (
       select * from receipt
        where c.credited_by <> '' and operation_no = c.credited_by
          and employer_id = c.employer_id order by id limit 1) r on true
  left join bank_row w on w.id = r.bank_row_id
  left join lateral (
       select j.voucher_id from ledger.entry n
         join ledger.voucher_entry j on j.entry_date = n.business_date and j.entry_id = n.id
        where c.credited_by <> '' and n.operation_no = c.credited_by
        order by n.id limit 1) j on true
  left join ledger.voucher v on v.id = j.voucher_id
 where c.reference = %(reference)s
