-- 名单问题 · what the newest check found, row by row.
-- Grain: one row a row of the file and kind.  Parameters: upload.
-- Size: up to 150 000 rows.  Locks: none.
select f.id, f.row, f.name, f.kind, f.says
  from roster_check c
  join roster_finding f on f.upload_id = c.upload_id and f.round = c.round
 where c.upload_id = %(upload)s
