-- 凭证表头 · each voucher's day, rule, summary, attachments, maker and checker are those of the
-- entries that it stands for and of the operations that posted them.
-- Grain: one row a voucher that is wrong.  Parameters: limit.  Expected: none.  Locks: none.
with due as (
    select v.voucher_id, count(*) as attachments, min(e.business_date) as business_date,
           min(e.rule) as rule,
           case when count(*) = 1 then min(e.summary)
                else min(e.summary) || ' 等 ' || count(*) || ' 笔' end as summary,
           coalesce(min(o.maker) || case when count(distinct o.maker) > 1 then ' 等' else '' end,
                    '') as prepared_by,
           min(o.checker) || case when count(distinct o.checker) > 1 then ' 等' else '' end
               as checked_by
      from ledger.voucher_entry v
      join ledger.entry e on e.business_date = v.entry_date and e.id = v.entry_id
      left join operation o on o.number = e.operation_no
     group by v.voucher_id)
select to_char(v.month, 'YYYYMM') || '-' || v.number as voucher, v.id,
       v.summary, d.summary as due_summary, v.prepared_by, d.prepared_by as due_prepared_by,
       v.checked_by, d.checked_by as due_checked_by, v.attachments,
       d.attachments as due_attachments
  from ledger.voucher v join due d on d.voucher_id = v.id
 where v.business_date <> d.business_date or v.month <> date_trunc('month', d.business_date)
    or v.rule <> d.rule or v.summary <> d.summary or v.attachments <> d.attachments
    or v.prepared_by <> d.prepared_by or v.checked_by is distinct from d.checked_by
 order by v.id
 limit %(limit)s
