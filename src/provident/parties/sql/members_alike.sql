-- 查重 · members who share document, card or mobile with the persons asked about.
-- Grain: one row a person and a member that agree in something.  Of another member only the
-- card and the mobile: whoever is in the books himself is already found by his document.
-- Parameters: people (JSON array of row, id_kind, id_number, card, mobile; "" asks nothing).
-- Size: up to 150 000 persons, three index look-ups each.  Locks: none.
with asked as materialized (
    select * from json_to_recordset(%(people)s::json)
        as a (row int, id_kind text, id_number text, card text, mobile text))
select a.row, 'document' as same, m.id, m.number, m.closed_on
  from asked a join member m on m.id_kind = a.id_kind and m.id_number = a.id_number
union all
select a.row, 'card', m.id, m.number, m.closed_on
  from asked a join member m on m.card_no = a.card and m.card_no <> ''
 where (m.id_kind, m.id_number) <> (a.id_kind, a.id_number)
union all
select a.row, 'mobile', m.id, m.number, m.closed_on
  from asked a join member m on m.mobile = a.mobile and a.mobile <> ''
 where (m.id_kind, m.id_number) <> (a.id_kind, a.id_number)
 order by 1, 2, 3
