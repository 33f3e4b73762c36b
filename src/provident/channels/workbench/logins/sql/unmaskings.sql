-- 查看全号记录 · who saw which numbers whole, whose they were, and why.
-- Grain: one look.  Parameters: login (null: of all), zone (the centre's time zone), kinds (kind
-- of what was looked at → its word as JSON).
-- Size: some a person and day; read by page, the newest first by its primary key.  Locks: none.
select u.id, u.at, (u.at at time zone %(zone)s::text)::date as day, u.what, u.reason,
       split_part(u.subject, ':', 1) as kind, split_part(u.subject, ':', 2) as key,
       concat_ws(' ', coalesce(%(kinds)s::jsonb ->> split_part(u.subject, ':', 1),
                               split_part(u.subject, ':', 1)),
                 split_part(u.subject, ':', 2)) as subject,
       l.username, l.name, l.branch_id as branch
  from unmasking u
  join login l on l.id = u.login_id
 where %(login)s::bigint is null or u.login_id = %(login)s
