-- 批量入账·计算一 · the members' credits.
-- Grain: one row a line.  Parameters: member_gl, value_date.
-- Size: all members of the shard.  A member closed meanwhile gets no line: his amount simply
-- stays on 未分摊, and is written to diverted_line by batch_documents.sql.
-- The closed are looked up and not joined, so that the lines stay in the order of the lists.
insert into batch_movement (entry_key, line_name, side, gl_account, holder_id, amount,
                            value_date, month, unit_share, personal_share)
select c.list_id, 'member', 'C', %(member_gl)s, l.holder_id,
       l.unit_amount + l.personal_amount, %(value_date)s, c.month, l.unit_amount,
       l.personal_amount
  from list_line l
  join covered c on c.list_id = l.list_id
 where l.unit_amount + l.personal_amount > 0
   and l.holder_id not in (select id from ledger.holder
                            where gl_account = %(member_gl)s and closed_on is not null)
