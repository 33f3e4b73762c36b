-- 登录闸 · count one try to sign in; the last permitted failure closes the gate.
-- Purpose: one statement, so that tries at the same moment cannot pass together.
-- Grain: one row, or none while the gate is closed.
-- Parameters: digest (SM3 of the typed user name), now, until (when a gate closed by this try
-- would open), failures_max.  Size: one row.  Locks: the row of the name.
insert into sign_in_gate as gate (name_digest, tries, tried_at)
values (%(digest)s, 1, %(now)s)
on conflict (name_digest) do update
   set tries = gate.tries %% %(failures_max)s + 1,
       tried_at = excluded.tried_at,
       locked_until = case when gate.tries %% %(failures_max)s + 1 = %(failures_max)s
                           then %(until)s::timestamptz end
 where gate.locked_until is null or gate.locked_until <= excluded.tried_at
returning tries
