-- 批量入账·审计 · zero rows, or the lists whose entry does not carry their members' total.
-- Parameters: operation, day.
select c.list_id, c.members_total, e.credit
  from list_credit c
  join batch_posted p on p.entry_key = c.list_id
  left join (select entry_key, sum(amount) as credit from batch_movement
              where side = 'C' group by entry_key) e on e.entry_key = c.list_id
 where c.operation_no = %(operation)s and c.business_date = %(day)s
   and c.members_total <> coalesce(e.credit, 0)
