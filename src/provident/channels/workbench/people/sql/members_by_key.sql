-- 找职工 · who has this number: 个人账号, document, mobile or card.
-- Grain: one row a member.  Parameters: key, name (a pattern).  Size: a few.  Locks: none.
-- One arm a key, so that each uses its own index.
select f.number from (
    select number, name from member where number = %(key)s
    union select number, name from member where id_number = %(key)s
    union select number, name from member where mobile = %(key)s
    union select number, name from member where card_no = %(key)s) f
 where f.name like %(name)s
 order by f.number limit 50
