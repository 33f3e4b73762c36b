-- 政策发布 · every release, without its content.
-- The first one was published by nobody: whoever stands for the installer is told in words.
-- Grain: one release.  Parameters: first_maker, first_checker, installer (the word for both).
-- Size: tens.  Locks: none.
select r.number, r.published_at,
       case when r.maker = %(first_maker)s then %(installer)s else r.maker end as maker,
       case when r.checker = %(first_checker)s then %(installer)s else r.checker end as checker,
       r.note, left(r.content_hash, 16) as digest
  from policy_release r
