-- 政策发布 · every release, without its content.
-- Grain: one release.  Parameters: none.  Size: tens.  Locks: none.
select r.number, r.published_at, r.maker, r.checker, r.note, left(r.content_hash, 16) as digest
  from policy_release r
