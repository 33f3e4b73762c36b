-- 一次政策发布 · one release without its content, and the releases before and after it.
-- Grain: one row or none.  Parameters: number.  Locks: none.
select r.number, r.published_at, r.maker, r.checker, r.note, r.content_hash,
       (select max(b.number) from policy_release b where b.number < r.number) as before,
       (select min(a.number) from policy_release a where a.number > r.number) as after
  from policy_release r
 where r.number = %(number)s
