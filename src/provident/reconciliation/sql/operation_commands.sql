-- 操作日志的请求 · every operation's code, command and stated digest, streamed.
-- Grain: one row an operation.  Parameters: none.  Size: the whole log.  Locks: none.
copy (select number, code, command, command_hash from operation order by number) to stdout
