-- 待编凭证的会计日 · days that are not closed and have bank entries without a voucher.
-- Grain: one row a day.  Parameters: none.  Size: at most two.  Locks: none.
select d.date as business_date
  from business_day d
 where d.state <> 'closed'
   and exists (
       select 1 from ledger.entry e
        where e.business_date = d.date
          and not exists (select 1 from ledger.voucher_entry v
                           where v.entry_date = e.business_date and v.entry_id = e.id)
          and exists (select 1 from ledger.line l
                       where l.business_date = e.business_date and l.entry_id = e.id
                         and (l.gl_account like '101%' or l.gl_account like '102%')))
 order by d.date
