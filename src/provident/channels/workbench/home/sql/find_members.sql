-- 查找职工 · members by account number, identity number, mobile or card, exactly.
-- Grain: one member.  Parameters: text (half-width, upper case), kinds (every kind of document,
-- so that the index on kind and number serves), branch (null = the whole centre), limit.
-- His branch is that of the employer that pays for him now, else that where he was opened.
-- Size: few; each branch of the union is one look into an index.  Locks: none.
select distinct m.number, m.name, m.id_number, coalesce(e.branch_id, m.branch_id) as branch,
       m.closed_on
  from (select id from member where number = %(text)s
        union
        select id from member where id_kind = any(%(kinds)s) and id_number = %(text)s
        union
        select id from member where mobile = %(text)s
        union
        select id from member where card_no = %(text)s and card_no <> '') as found
  join member m on m.id = found.id
  left join enrolment n on n.member_id = m.id and n.ended_on is null
  left join employer e on e.id = n.employer_id
 where %(branch)s::text is null or coalesce(e.branch_id, m.branch_id) = %(branch)s
 order by m.number limit %(limit)s
