-- 凭证、日结、封印 · numbering of vouchers, totals of the day and its seal.

-- Gives every entry of the day that touches a bank account (101, 102) its own voucher; with
-- p_at_close the remaining entries too, grouped by rule.  Numbers run per month and set of
-- books without gaps: one numbering at a time (advisory lock 3).  Returns vouchers made.
create function ledger.number_vouchers(p_day date, p_at_close boolean, p_posted_by text,
    p_chief text) returns int
language plpgsql security definer set search_path = ledger, pg_temp as $$
declare
    v_month date := date_trunc('month', p_day);
    v_last int;
    v_made int;
begin
    perform pg_advisory_xact_lock(3, 1);
    perform ledger.require_day(p_day);
    select coalesce(max(number), 0) into v_last from ledger.voucher
     where books = 'fund' and month = v_month;
    drop table if exists pg_temp.voucher_plan;
    create temp table voucher_plan on commit drop as
    with open_entry as (
        select e.id, e.rule, e.summary, e.operation_no,
               exists (select 1 from ledger.line l
                        where l.business_date = p_day and l.entry_id = e.id
                          and (l.gl_account like '101%' or l.gl_account like '102%')) as by_bank
          from ledger.entry e
         where e.business_date = p_day
           and not exists (select 1 from ledger.voucher_entry v
                            where v.entry_date = p_day and v.entry_id = e.id))
    select id as entry_id, rule, summary, operation_no, by_bank,
           dense_rank() over (order by case when by_bank then 0 else 1 end,
                              case when by_bank then id else 0 end,
                              case when by_bank then '' else rule end) as place
      from open_entry where by_bank or p_at_close;
    analyze voucher_plan;

    insert into ledger.voucher (month, number, business_date, rule, summary, attachments,
                                prepared_by, checked_by, posted_by, chief)
    select v_month, v_last + place, p_day, min(p.rule),
           case when count(*) = 1 then min(p.summary)
                else min(p.summary) || ' 等 ' || count(*) || ' 笔' end,
           count(*), min(o.maker), min(o.checker), p_posted_by, p_chief
      from pg_temp.voucher_plan p left join public.operation o on o.number = p.operation_no
     group by place order by place;
    get diagnostics v_made = row_count;

    insert into ledger.voucher_entry (entry_date, entry_id, voucher_id)
    select p_day, p.entry_id, v.id
      from pg_temp.voucher_plan p
      join ledger.voucher v on v.books = 'fund' and v.month = v_month
                           and v.number = v_last + p.place;

    insert into ledger.voucher_line (voucher_id, no, side, gl_account, detail, amount)
    select v.id, row_number() over (partition by v.id order by t.side desc, t.gl_account, t.red),
           t.side, t.gl_account, t.detail, t.amount
      from (select p.place, l.side, l.gl_account, l.amount < 0 as red, sum(l.amount) as amount,
                   case when count(distinct l.holder_id) > 1
                        then count(distinct l.holder_id) || ' 户'
                        else coalesce(max(h.owner), '') end as detail
              from pg_temp.voucher_plan p
              join ledger.line l on l.business_date = p_day and l.entry_id = p.entry_id
              left join ledger.holder h on h.id = l.holder_id
             group by p.place, l.side, l.gl_account, l.amount < 0) t
      join ledger.voucher v on v.books = 'fund' and v.month = v_month
                           and v.number = v_last + t.place;
    drop table pg_temp.voucher_plan;
    return v_made;
end $$;

-- 科目日余额表: opening from the last day that was totalled, plus the day's lines.
-- Written again for the same day it replaces itself with the same figures.
create function ledger.total_day(p_day date) returns int
language plpgsql security definer set search_path = ledger, pg_temp as $$
declare
    v_rows int;
begin
    perform ledger.require_day(p_day);
    delete from ledger.day_total where business_date = p_day;
    insert into ledger.day_total (business_date, gl_account, opening, debit, credit, closing)
    select p_day, g.code, coalesce(before.closing, 0), coalesce(moved.debit, 0),
           coalesce(moved.credit, 0),
           coalesce(before.closing, 0)
           + case g.normal_side when 'D' then coalesce(moved.debit, 0) - coalesce(moved.credit, 0)
                                else coalesce(moved.credit, 0) - coalesce(moved.debit, 0) end
      from ledger.gl_account g
      left join ledger.day_total before on before.gl_account = g.code
           and before.business_date = (select max(business_date) from ledger.day_total
                                        where business_date < p_day)
      left join (select gl_account, coalesce(sum(amount) filter (where side = 'D'), 0) as debit,
                        coalesce(sum(amount) filter (where side = 'C'), 0) as credit
                   from ledger.line where business_date = p_day group by gl_account) moved
             on moved.gl_account = g.code
     where before.closing is not null or moved.gl_account is not null;
    get diagnostics v_rows = row_count;
    return v_rows;
end $$;

-- Writes the day's seal once; the same seal again is accepted, another one refused (HP008).
create function ledger.seal_day(p_day date, p_entries int, p_lines int, p_debit numeric,
    p_credit numeric, p_digest text, p_previous text, p_seal text, p_signature text)
returns void
language plpgsql security definer set search_path = ledger, pg_temp as $$
begin
    perform ledger.require_day(p_day);
    insert into ledger.day_seal (business_date, entries, lines, debit, credit, lines_digest,
                                 previous, seal, signature)
    values (p_day, p_entries, p_lines, p_debit, p_credit, p_digest, p_previous, p_seal, p_signature)
    on conflict (business_date) do nothing;
    if not exists (select 1 from ledger.day_seal
                    where business_date = p_day and seal = p_seal) then
        raise exception 'day % carries another seal', p_day using errcode = 'HP008';
    end if;
end $$;
