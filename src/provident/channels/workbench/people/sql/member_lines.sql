-- 账户明细 · every line of a member's holder, with the balance after it.
-- Grain: one row a line.  Parameters: holder.  Size: 20 years are some 260 rows.  Locks: none.
-- `entry` is the operation's number, a blank and the summary.  It is one subselect outside of
-- the window, so that it is looked up only for the rows of a page: each look-up has to find
-- its month among hundreds of partitions.
select w.*,
       (select e.operation_no || ' ' || e.summary from ledger.entry e
         where e.business_date = w.business_date and e.id = w.entry_id) as entry
  from (select l.id, l.business_date, l.value_date, l.month, l.entry_id,
               case when l.side = 'C' then l.amount end as come,
               case when l.side = 'D' then l.amount end as gone,
               sum(case l.side when 'C' then l.amount else -l.amount end)
                   over (order by l.business_date, l.id) as balance
          from ledger.line l
         where l.holder_id = %(holder)s) w
