-- 清册明细 · the members on one list.
-- Grain: one row a member.  Parameters: list (id).  Size: up to some ten thousand rows.
-- Locks: none.
select l.id, m.number, m.name, m.id_number, l.base, l.unit_amount, l.personal_amount,
       l.unit_amount + l.personal_amount as amount, l.change
  from list_line l join member m on m.id = l.member_id
 where l.list_id = %(list)s
