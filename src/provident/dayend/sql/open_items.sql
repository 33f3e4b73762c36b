-- 未了事项 · at the end of a day: suspense, 未分摊 and open instructions, each with the day since
-- which it stands.  (未达 come from the bank positions.)
-- Grain: one row an item.  Parameters: day.  Size: as many as there are; the close only counts
-- them and the day report prints the oldest.  Locks: none.
with moves as (
    select employer_id, business_date, id,
           sum(amount) over (partition by employer_id order by id) as standing
      from unallocated_move where business_date <= %(day)s),
last_zero as (
    select employer_id, max(id) as id from moves where standing = 0 group by employer_id),
standing as (
    select m.employer_id, min(m.business_date) as since,
           (array_agg(m.standing order by m.id desc))[1] as amount
      from moves m left join last_zero z using (employer_id)
     where m.id > coalesce(z.id, 0)
     group by m.employer_id)
select '暂收' as kind, '银行流水 ' || s.bank_row_id as reference, s.business_date as since, s.amount,
       s.why as note
  from suspense_item s
 where s.business_date <= %(day)s and (s.ended_on is null or s.ended_on > %(day)s)
union all
select '未分摊', e.number, s.since, s.amount, e.name
  from standing s join employer e on e.id = s.employer_id
union all
select '在途指令', i.operation_no, i.business_date, i.amount, i.summary
  from instruction i
  left join operation o on o.number = nullif(i.ended_by, '')
 where i.business_date <= %(day)s and (o.number is null or o.business_date > %(day)s)
 order by kind, since, reference
