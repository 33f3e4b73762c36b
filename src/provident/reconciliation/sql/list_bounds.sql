-- 清册所用政策 · each standing list's month and the policy release that it was confirmed under.
-- Grain: one row a list.  Parameters: none.  Locks: none.
select o.id as list, o.month, p.policy_release as release
  from contribution_list o
  join operation p on p.number = o.confirmed_by
 where o.state <> 'cancelled' and p.policy_release is not null
