-- 职工开户 · writes members.
-- Grain: one row a person.  Parameters: people (JSON array), branch, day.
-- Size: one person at a counter, up to 150 000 in a roster.
-- Locks: the unique keys of document and card, taken in the order of the document, so that two
-- rosters with the same people wait for each other instead of deadlocking.  Whom somebody else
-- wrote at the same moment is left out; the caller compares the count.
insert into member (id, number, branch_id, name, sex, birth, id_kind, id_number, mobile, phone,
    marital, occupation, title, post, education, postcode, address, family_income, card_no,
    card_bank_name, card_bank_code, holder_id, opened_on, close_reason, to_complete)
select id, number, %(branch)s, name, sex, birth, id_kind, id_number, mobile, phone, marital,
       occupation, title, post, education, postcode, address, family_income, card_no,
       card_bank_name, card_bank_code, holder_id, %(day)s, '', to_complete
  from json_to_recordset(%(people)s::json) as p (
       id bigint, number text, holder_id bigint, name text, sex text, birth date, id_kind text,
       id_number text, mobile text, phone text, marital text, occupation text, title text,
       post text, education text, postcode text, address text, family_income numeric,
       card_no text, card_bank_name text, card_bank_code text, to_complete boolean)
 order by id_kind, id_number
    on conflict do nothing
