-- 职工开户 · numbers members, opens their holders and writes them.
-- Grain: one row a person, in the order given: id, number, holder; `written` counts all of them.
-- Parameters: people (JSON array), branch, gl (科目 of the holders), day.
-- Size: one person at a counter, up to 150 000 in a roster.
-- Locks: the unique keys of document and card, taken in the order of the document, so that two
-- rosters with the same people wait for each other instead of deadlocking.  Whom somebody else
-- wrote at the same moment is left out and makes `written` fall short.
with person as materialized (
    select row_number() over () as no, p.*
      from json_to_recordset(%(people)s::json) as p (
           name text, sex text, birth date, id_kind text, id_number text, mobile text, phone text,
           marital text, occupation text, title text, post text, education text, postcode text,
           address text, family_income numeric, card_no text, card_bank_name text,
           card_bank_code text, to_complete boolean)),
numbered as materialized (
    select no, id, kernel.member_no(%(branch)s, id) as number
      from (select no, nextval(pg_get_serial_sequence('member', 'id')) as id
              from person order by no) s),
held as materialized (
    select h.no, h.holder
      from unnest(ledger.open_holders(%(gl)s,
               (select array_agg('member:' || number order by no) from numbered), true, %(day)s))
           with ordinality as h (holder, no)),
opened as (
    insert into member (id, number, branch_id, name, sex, birth, id_kind, id_number, mobile, phone,
        marital, occupation, title, post, education, postcode, address, family_income, card_no,
        card_bank_name, card_bank_code, holder_id, opened_on, close_reason, to_complete)
    select n.id, n.number, %(branch)s, name, sex, birth, id_kind, id_number, mobile, phone,
           marital, occupation, title, post, education, postcode, address, family_income, card_no,
           card_bank_name, card_bank_code, h.holder, %(day)s, '', to_complete
      from person join numbered n using (no) join held h using (no)
     order by id_kind, id_number
        on conflict do nothing
    returning id)
select n.id, n.number, h.holder, (select count(*) from opened) as written
  from numbered n join held h using (no)
 order by n.no
