-- 清册合计与明细 · persons and amounts of each list equal the sums of its lines; each line's shares
-- are its base × the employer's ratios of the list's month, rounded as the employer rounds; last
-- month and what came and went lead to this month.
-- Ratios of a cancelled list's month may have changed since, so its shares are left out.
-- Grain: one row a list that is wrong.  Parameters: limit.  Expected: none.
-- Size: one pass over all list lines.  Locks: none.
with ratios as (
    select employer_id, from_month, unit_ratio, personal_ratio,
           lead(from_month, 1, 'infinity') over (partition by employer_id order by from_month)
               as until_month
      from ratio_period),
lists as (
    select o.id, o.employer_id, o.month, r.unit_ratio, r.personal_ratio,
           case t.rounding when 'fen' then 2 when 'jiao' then 1 else 0 end as digits
      from contribution_list o
      join employer_terms t on t.employer_id = o.employer_id
      left join ratios r on r.employer_id = o.employer_id and r.from_month <= o.month
           and o.month < r.until_month),
sums as (
    select l.list_id, count(*) as persons, sum(l.unit_amount) as unit_total,
           sum(l.personal_amount) as personal_total,
           min(l.id) filter (where l.unit_amount <> round(l.base * o.unit_ratio / 100, o.digits)
               or l.personal_amount <> round(l.base * o.personal_ratio / 100, o.digits)
               or o.unit_ratio is null) as line
      from list_line l join lists o on o.id = l.list_id
     group by l.list_id),
compared as (
    select o.id as list, o.reference, o.month, o.persons, coalesce(s.persons, 0) as line_persons,
           o.total, coalesce(s.unit_total + s.personal_total, 0) as line_total,
           case when o.state <> 'cancelled' then s.line end as line,
           case when o.persons <> coalesce(s.persons, 0)
                  or o.unit_total <> coalesce(s.unit_total, 0)
                  or o.personal_total <> coalesce(s.personal_total, 0)
                  or o.total <> o.unit_total + o.personal_total
                then '合计与明细之和不符'
                when o.persons <> o.previous_persons + o.added_persons - o.removed_persons
                  or o.total <> o.previous_total + o.added_total - o.removed_total
                  or (o.state <> 'cancelled' and (o.previous_persons <> coalesce(p.persons, 0)
                                               or o.previous_total <> coalesce(p.total, 0)))
                then '上月、增加、减少与本月不相连'
                when o.state <> 'cancelled' and s.line is not null
                then '明细不等于基数乘比例' end as fault
      from contribution_list o
      left join sums s on s.list_id = o.id
      left join contribution_list p on p.employer_id = o.employer_id and p.state <> 'cancelled'
           and p.month = o.month - interval '1 month')
select * from compared where fault is not null
 order by list
 limit %(limit)s
