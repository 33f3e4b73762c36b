-- 导出记录 · who took which rows of a list away as a workbook, and what the list was narrowed to.
-- Grain: one export.  Parameters: login (null: of all), zone (the centre's time zone).
-- Size: some a person and day; read by page, the newest first by its primary key.  Locks: none.
select x.id, x.at, (x.at at time zone %(zone)s::text)::date as day, x.what, x.page, x.conditions,
       x.rows, l.username, l.name, l.branch_id as branch
  from list_export x
  join login l on l.id = x.login_id
 where %(login)s::bigint is null or x.login_id = %(login)s
