-- 批量入账·计算二 · the debit of 未分摊, what each list's members get.
-- Grain: one row a list.  Parameters: unallocated_gl, value_date.
insert into batch_movement (entry_key, line_name, side, gl_account, holder_id, amount, value_date)
select c.list_id, 'unallocated', 'D', %(unallocated_gl)s, c.unallocated_holder, p.amount,
       %(value_date)s
  from covered c
  join (select entry_key, sum(amount) as amount from batch_movement group by entry_key) p
       on p.entry_key = c.list_id
