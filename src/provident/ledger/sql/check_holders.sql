-- 分户余额与积数 · each holder's balance, product and carried_less_paid equal the sums of its lines,
-- which all lie in the holder's gl_account.
-- A line counts in the product from its value date, or from the 1 July on which the interest year
-- began, to the 1 July that ends it.  Lines are summed once, for the year that the open holders
-- stand in; `other_years` sums again the few holders that were closed in an earlier one.
-- Carried less paid is what lines valued before that 1 July came to, with the interest settled on
-- it, and since then the lines against the normal side alone (a line cannot be valued in a year
-- that was settled, so the value date parts the two).
-- Grain: one row a holder that is wrong.  Parameters: limit.  Expected: none.  Locks: none.
with year as materialized (
    select max(interest_until) as until, (max(interest_until) - interval '1 year')::date as start,
           min(interest_until) <> max(interest_until) as several
      from ledger.holder where bears_interest),
lines as (
    select l.holder_id, min(l.gl_account) as gl_from, max(l.gl_account) as gl_to,
           sum(case l.side when 'C' then l.amount else -l.amount end) as credit_less_debit,
           sum(case l.side when 'C' then l.amount else -l.amount end
               * (y.until - greatest(l.value_date, y.start))) as product,
           coalesce(sum(case l.side when 'C' then l.amount else -l.amount end)
                    filter (where l.value_date < y.start), 0) as carried,
           coalesce(sum(l.amount) filter (where l.side = 'D' and l.value_date >= y.start), 0)
               as debits
      from ledger.line l left join year y on true
     where l.holder_id is not null
     group by l.holder_id),
other_years as (
    select h.id, sum(case l.side when 'C' then l.amount else -l.amount end
               * (h.interest_until - greatest(l.value_date, s.start))) as product,
           coalesce(sum(case l.side when 'C' then l.amount else -l.amount end)
                    filter (where l.value_date < s.start), 0) as carried,
           coalesce(sum(l.amount) filter (where l.side = 'D' and l.value_date >= s.start), 0)
               as debits
      from ledger.holder h
      cross join lateral (select (h.interest_until - interval '1 year')::date as start) s
      cross join year y
      join ledger.line l on l.holder_id = h.id
     where (select several from year)   -- asked once: else every holder is read for nothing
       and h.bears_interest and h.interest_until <> y.until
     group by h.id),
compared as (
    select coalesce(h.id, l.holder_id) as id, coalesce(h.owner, '无此分户') as owner,
           h.balance, h.product, h.bears_interest, h.carried_less_paid,
           h.gl_account, l.gl_from, l.gl_to,
           case h.normal_side when 'D' then -1 else 1 end * coalesce(l.credit_less_debit, 0)
               as lines_balance,
           case h.normal_side when 'D' then -1 else 1 end
               * coalesce(case when o.id is null then l.product else o.product end, 0)
               as lines_product,
           case when not h.bears_interest then 0
                when h.normal_side = 'D'   -- its credits are what is left of the sum
                then -coalesce(l.credit_less_debit + coalesce(o.debits, l.debits), 0)
                else coalesce(coalesce(o.carried, l.carried) - coalesce(o.debits, l.debits), 0)
                end + coalesce(i.interest, 0) as lines_carried
      from ledger.holder h
      full join lines l on l.holder_id = h.id
      left join year y on true
      left join other_years o on o.id = h.id
      left join ledger.interest_settled i
             on i.holder_id = h.id and i.year_end = (h.interest_until - interval '1 year')::date)
select id, owner, balance, lines_balance, product, lines_product, carried_less_paid,
       lines_carried,
       case when balance is null then '分录行指向不存在的分户'
            when balance <> lines_balance then '余额与明细之和不符'
            when gl_from <> gl_account or gl_to <> gl_account then '明细记在别的科目'
            when product <> lines_product and bears_interest then '积数与明细之和不符'
            else '上年结转与明细之和不符' end as fault
  from compared
 where balance is null or balance <> lines_balance
    or gl_from <> gl_account or gl_to <> gl_account
    or (bears_interest and product <> lines_product)
    or carried_less_paid <> lines_carried
 limit %(limit)s
