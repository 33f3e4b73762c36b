-- 批量入账·冻结 · the confirmed lists that their employer's free 未分摊 covers, oldest first.
-- Grain: one row a list.  Parameters: first, last (employer ids, inclusive).
-- Size: all employers of a shard.  Locks: employer_terms of the shard, in ascending id.
create temp table covered on commit drop as
with terms as materialized (
    select employer_id, unallocated_holder from employer_terms
     where employer_id between %(first)s and %(last)s
     order by employer_id for update),
waiting as (
    select c.id as list_id, c.employer_id, c.month, c.total, c.bundle_id, t.unallocated_holder,
           sum(c.total) over (partition by c.employer_id order by c.month) as needed
      from contribution_list c join terms t using (employer_id)
     where c.state = 'confirmed')
select w.*, e.name as employer_name
  from waiting w
  join ledger.holder h on h.id = w.unallocated_holder
  join employer e on e.id = w.employer_id
 where w.needed <= h.balance - h.held
