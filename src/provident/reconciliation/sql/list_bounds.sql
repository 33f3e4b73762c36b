-- 清册所用政策 · the months of standing lists, each with the policy releases that its lists were
-- confirmed under.
-- Grain: one row a release and month.  Parameters: none.  Locks: none.
select distinct p.policy_release as release, o.month
  from contribution_list o
  join operation p on p.number = o.confirmed_by
 where o.state <> 'cancelled' and p.policy_release is not null
