-- 登录记录 · everything that happened at the door.
-- Grain: one event; of an unknown user name only that somebody tried.  Parameters: login (null:
-- of all), zone (the centre's time zone), unknown (what stands for nobody's name).
-- Size: tens a person and day; read by page, the newest first by its primary key, of one login
-- by sign_in_event_of_login.  Locks: none.
select e.id, e.at, (e.at at time zone %(zone)s::text)::date as day, e.what, e.address,
       coalesce(l.username, '') as username, coalesce(l.name, %(unknown)s::text) as name,
       l.branch_id as branch
  from sign_in_event e
  left join login l on l.id = e.login_id
 where %(login)s::bigint is null or e.login_id = %(login)s
