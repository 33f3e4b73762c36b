-- 单位、暂收与分户 · each employer's 未分摊 holder and each suspense item's holder is the one that
-- names it, and no such holder is without its employer or item.
-- Grain: one row a holder that is wrong.  Parameters: unallocated_gl, suspense_gl, limit.
-- Expected: none.  Locks: none.
with named as (
    select t.unallocated_holder as id, 'employer:' || e.number as owner, %(unallocated_gl)s::text as gl
      from employer_terms t join employer e on e.id = t.employer_id
    union all
    select holder_id, 'receipt:' || bank_row_id, %(suspense_gl)s from suspense_item),
kept as (
    select id, owner, gl_account from ledger.holder
     where gl_account in (%(unallocated_gl)s, %(suspense_gl)s))
select coalesce(n.id, k.id) as holder, n.owner as expected, coalesce(k.owner, '无此分户') as owner
  from named n
  full join kept k on k.id = n.id
 where n.id is null or k.id is null or k.gl_account <> n.gl
    -- A receipt that came back a second time has a holder with a further number behind it.
    or (k.owner <> n.owner and not starts_with(k.owner, n.owner || ':'))
 limit %(limit)s
