-- 开办件 · one case and its first step, in one statement.
-- Grain: one row (the number) or none, where the same submission is known already or another case
-- of the same matter and subject waits.  Parameters: the columns.  Locks: the new rows.
with opened as (
    insert into casework_case (
        id, number, submission, code, title, command, command_digest, matter, subject_kind,
        subject_key, about, branch_id, amount, state, maker,
        maker_login_id, made_on, due_on)
    values (
        %(id)s, %(number)s, %(submission)s, %(code)s, %(title)s, %(command)s, %(digest)s,
        %(matter)s, %(subject_kind)s, %(subject_key)s, %(about)s, %(branch)s, %(amount)s,
        %(state)s, %(maker)s, %(maker_login)s, %(made_on)s, %(due_on)s)
    on conflict do nothing
    returning id, number, version, round, command, command_digest
), noted as (
    insert into casework_step (
        case_id, version, round, step, who, says, reasons, command, command_digest)
    select id, version, round, 'submit', %(maker)s, '', '[]'::jsonb, command, command_digest
      from opened
)
select number from opened
