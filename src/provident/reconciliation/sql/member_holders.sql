-- 职工与分户 · each member has the holder that names him, open and closed alike; each member's
-- holder has its member.
-- Grain: one row a member or holder that is wrong.  Parameters: gl, limit.  Expected: none.
-- Locks: none.
select m.number, coalesce(h.id, m.holder_id) as holder, coalesce(h.owner, '无此分户') as owner,
       m.closed_on, h.closed_on as holder_closed_on
  from member m
  full join (select id, owner, closed_on from ledger.holder where gl_account = %(gl)s) h
    on h.id = m.holder_id
 where m.id is null or h.id is null or h.owner <> 'member:' || m.number
    or m.closed_on is distinct from h.closed_on
 limit %(limit)s
