-- 用户一览 · every login with its branch, its roles in words, where it stands and its last sign-in.
-- Grain: one login.  Parameters: titles (role → title as JSON), centre (what the whole centre is
-- called), now.
-- Size: tens to hundreds; the last sign-in by sign_in_event_of_login.  Locks: none.
select l.id, l.username, l.name, l.branch_id as branch,
       coalesce(l.branch_id, 'centre') as place, coalesce(b.name, %(centre)s::text) as branch_name,
       (select string_agg(coalesce(%(titles)s::jsonb ->> r.role, r.role), '、' order by r.at)
          from unnest(l.roles) with ordinality as r (role, at)) as titles,
       ',' || array_to_string(l.roles, ',') || ',' as roles,
       case when l.totp_confirmed then 'yes' else 'no' end as second_factor,
       case when not l.active then 'stopped'
            when not l.must_change_password then 'active'
            when l.one_time_until > %(now)s::timestamptz and l.password not like '!%%'
            then 'waiting'
            else 'unissued' end as state,
       s.at as last_sign_in
  from login l
  left join branch b on b.code = l.branch_id
  left join lateral (
       select e.at from sign_in_event e
        where e.login_id = l.id and e.what = 'signed_in'
        order by e.id desc limit 1) s on true
