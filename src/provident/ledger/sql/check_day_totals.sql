-- 日余额表 · each day's total by 科目 opens with the closing balance of the day before, moves by
-- the day's lines and closes accordingly; each day's debit equals its credit; a closed day with
-- lines has its totals.
-- Grain: one row a day and 科目 that is wrong.  Parameters: limit.  Expected: none.  Locks: none.
with totalled as (
    select business_date as day, lag(business_date) over (order by business_date) as before
      from (select distinct business_date from ledger.day_total) d),
moved as (
    select business_date, gl_account, coalesce(sum(amount) filter (where side = 'D'), 0) as debit,
           coalesce(sum(amount) filter (where side = 'C'), 0) as credit
      from ledger.line group by business_date, gl_account),
compared as (
    select coalesce(t.business_date, m.business_date) as business_date,
           coalesce(t.gl_account, m.gl_account) as gl_account, g.normal_side, d.before,
           t.opening, t.debit, t.credit, t.closing, p.closing as before_closing,
           coalesce(m.debit, 0) as line_debit, coalesce(m.credit, 0) as line_credit
      from ledger.day_total t
      full join moved m on m.business_date = t.business_date and m.gl_account = t.gl_account
      left join totalled d on d.day = t.business_date
      left join ledger.day_total p on p.business_date = d.before and p.gl_account = t.gl_account
      left join ledger.gl_account g on g.code = coalesce(t.gl_account, m.gl_account)
     where t.business_date is not null
        or m.business_date in (select day from totalled
                               union select date from business_day where state = 'closed'))
select business_date, gl_account, opening, before_closing, debit, line_debit, credit, line_credit,
       closing
  from compared
 where opening is distinct from coalesce(before_closing, 0)
    or debit is distinct from line_debit or credit is distinct from line_credit
    or closing is distinct from opening + case normal_side when 'D' then debit - credit
                                                           else credit - debit end
union all
select business_date, '合计', null, null, null, sum(debit), null, sum(credit), null
  from moved group by business_date having sum(debit) <> sum(credit)
 limit %(limit)s
