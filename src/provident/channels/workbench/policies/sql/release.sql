-- 一次政策发布 · one release without its content, and the releases before and after it.
-- Grain: one row or none.  Parameters: number; first_maker, first_checker, installer (the word
-- for both).  Locks: none.
select r.number, r.published_at,
       case when r.maker = %(first_maker)s then %(installer)s else r.maker end as maker,
       case when r.checker = %(first_checker)s then %(installer)s else r.checker end as checker,
       r.note, r.content_hash,
       (select max(b.number) from policy_release b where b.number < r.number) as before,
       (select min(a.number) from policy_release a where a.number > r.number) as after
  from policy_release r
 where r.number = %(number)s
