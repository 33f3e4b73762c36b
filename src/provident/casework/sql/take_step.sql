-- 办件的一步 · move a case from the version that was looked at, and note the step, in one
-- statement.
-- Grain: one row (the new version) or none, where version or state are others by now.
-- Parameters: number, version, before (states), after, step, who, says, reasons, checker and
-- operation_no (null leaves them).  Locks: the case's row.
with moved as (
    update casework_case
       set state = %(after)s,
           version = version + 1,
           moved_at = clock_timestamp(),
           checker = coalesce(%(checker)s::text, checker),
           operation_no = coalesce(%(operation_no)s::text, operation_no)
     where number = %(number)s and version = %(version)s and state = any(%(before)s)
    returning id, version, round, command_digest
), noted as (
    insert into casework_step (
        case_id, version, round, step, who, at, says, reasons, command_digest)
    select id, version, round, %(step)s, %(who)s, clock_timestamp(), %(says)s, %(reasons)s,
           command_digest
      from moved
)
select version from moved
