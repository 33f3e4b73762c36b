-- 批量入账·计算三 · one entry a covered list that moves money.
-- (One whose members are all closed moves none: it has no debit and gets no entry.)
-- Grain: one row a list.  Parameters: none.
insert into batch_entry (entry_key, summary)
select list_id, '以未分摊入账 ' || to_char(month, 'YYYY-MM') || ' ' || employer_name
  from covered
 where list_id in (select entry_key from batch_movement where line_name = 'unallocated')
