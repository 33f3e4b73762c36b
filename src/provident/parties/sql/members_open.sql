-- 职工开户 · numbers members, opens their holders and writes them.
-- Grain: one row a person, in the order given: id, number, holder; `written` counts all of them.
-- Parameters: people (JSON array), branch, gl (科目 of the holders), day.
-- Size: one person at a counter, up to 150 000 in a roster.
-- Locks: the unique keys of document and card, taken in the order of the document, so that two
-- rosters with the same people wait for each other instead of deadlocking.  Whom somebody else
-- wrote at the same moment is left out and makes `written` fall short.
with person as materialized (
    select p.*, nextval('member_id_seq') as id
      from rows from (json_to_recordset(%(people)s::json) as (
               name text, sex text, birth date, id_kind text, id_number text, mobile text,
               phone text, marital text, occupation text, title text, post text, education text,
               postcode text, address text, family_income numeric, card_no text,
               card_bank_name text, card_bank_code text, to_complete boolean))
           with ordinality as p (name, sex, birth, id_kind, id_number, mobile, phone, marital,
               occupation, title, post, education, postcode, address, family_income, card_no,
               card_bank_name, card_bank_code, to_complete, no)),
numbered as materialized (
    select *, kernel.member_no(%(branch)s, id) as number from person),
held as materialized (
    select ledger.open_holders(
               %(gl)s, array_agg('member:' || number order by no), true, %(day)s) as holders
      from numbered),
opened as (
    insert into member (id, number, branch_id, name, sex, birth, id_kind, id_number, mobile, phone,
        marital, occupation, title, post, education, postcode, address, family_income, card_no,
        card_bank_name, card_bank_code, holder_id, opened_on, close_reason, to_complete)
    select id, number, %(branch)s, name, sex, birth, id_kind, id_number, mobile, phone, marital,
           occupation, title, post, education, postcode, address, family_income, card_no,
           card_bank_name, card_bank_code, holders[no], %(day)s, '', to_complete
      from numbered cross join held
     order by id_kind, id_number
        on conflict do nothing
    returning 1)
select id, number, holders[no] as holder, (select count(*) from opened) as written
  from numbered cross join held
 order by no
