-- 合并缴款单与清册 · a bundle that was not cancelled asks for the sum of its lists, and is credited
-- when each of them is.
-- Grain: one row a bundle that is wrong.  Parameters: limit.  Expected: none.  Locks: none.
select b.id as bundle, b.reference, b.state, b.total, coalesce(sum(o.total), 0) as lists
  from bundle b left join contribution_list o on o.bundle_id = b.id
 where b.state <> 'cancelled'
 group by b.id
having b.total <> coalesce(sum(o.total), 0)
    or (b.state = 'credited') <> bool_and(o.state = 'credited')
 order by b.id
 limit %(limit)s
