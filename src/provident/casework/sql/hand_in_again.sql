-- 重新提交 · a returned case with another command, and the step, in one statement.
-- Grain: one row (the new version) or none, where version or state are others by now.
-- Parameters: number, version, before (states) and the columns.  Locks: the case's row.  Fails on
-- case_one_in_flight where another case of the same matter and subject waits.
with moved as (
    update casework_case
       set state = %(state)s,
           version = version + 1,
           round = round + 1,
           moved_at = clock_timestamp(),
           command = %(command)s,
           command_digest = %(digest)s,
           matter = %(matter)s,
           subject_kind = %(subject_kind)s,
           subject_key = %(subject_key)s,
           about = %(about)s,
           branch_id = %(branch)s,
           amount = %(amount)s,
           due_on = %(due_on)s
     where number = %(number)s and version = %(version)s and state = any(%(before)s)
    returning id, version, round, command, command_digest
), noted as (
    insert into casework_step (
        case_id, version, round, step, who, at, says, reasons, command, command_digest)
    select id, version, round, 'resubmit', %(maker)s, clock_timestamp(), '', '[]'::jsonb,
           command, command_digest
      from moved
)
select version from moved
