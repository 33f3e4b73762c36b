-- 编制清册 · writes the lines of one list: who is on it, with what base and shares, and how
-- that compares with the month before.
-- Grain: one line an enrolment.  Parameters: list, employer, month, previous (list id or null),
-- digits (decimal places of the rounding: 2 fen, 1 jiao, 0 yuan), floor and cap of the month.
-- The declared wage is clamped to the bounds of the list's own month: new bounds hold from the
-- month in which they begin, declared again or not.  Somebody who has gone to another employer
-- stays on the lists from before his seal.
-- Size: one employer, up to some ten thousand rows.  Locks: the caller holds employer_terms.
-- The rounding is collection.rules.contribution.monthly_share; a property test holds them equal.
insert into list_line (list_id, enrolment_id, member_id, holder_id, base, unit_amount,
                       personal_amount, change)
select %(list)s, e.id, e.member_id, m.holder_id, b.base, a.unit_amount, a.personal_amount,
       case when p.enrolment_id is null then 'added'
            when p.unit_amount + p.personal_amount <> a.unit_amount + a.personal_amount
            then 'changed' else 'same' end
  from enrolment e
  join member m on m.id = e.member_id
  cross join lateral (
       select r.unit_ratio, r.personal_ratio from ratio_period r
        where r.employer_id = e.employer_id and r.from_month <= %(month)s
        order by r.from_month desc limit 1) r
  cross join lateral (
       select least(greatest(p.wage, %(floor)s), %(cap)s)::numeric(18,2) as base
         from base_period p
        where p.enrolment_id = e.id and p.from_month <= %(month)s
        order by p.from_month desc limit 1) b
  cross join lateral (
       select round(b.base * r.unit_ratio / 100, %(digits)s)::numeric(18,2) as unit_amount,
              round(b.base * r.personal_ratio / 100, %(digits)s)::numeric(18,2)
                  as personal_amount) a
  left join list_line p on p.list_id = %(previous)s and p.enrolment_id = e.id
 where e.employer_id = %(employer)s
   and e.first_month <= %(month)s
   and not exists (
       select 1 from seal_period s
        where s.enrolment_id = e.id and s.from_month <= %(month)s
          and (s.until_month is null or s.until_month > %(month)s))
 order by e.id
