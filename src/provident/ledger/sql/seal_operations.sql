-- 封印·业务 · the day's operations in the order of their numbers, with the receipt whose digest is
-- written down.  The form is described in docs/reference/seal.md.
-- The clock's own operations (dayend.*) are left out: the close is logged after the seal, and the
-- others may be asked for again on a closed day.
-- Grain: one row an operation.  Parameters: day.  Size: all operations of one day.  Locks: none.
copy (
select number, id, code, command_hash, maker, checker, channel, policy_release, result
  from operation
 where business_date = %(day)s and code not like 'dayend.%%'
 order by number collate "C"
) to stdout
