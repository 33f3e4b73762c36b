-- 凭证、日结、封印 · numbering of vouchers, totals of the day and its seal.

-- The owner of a holder as a voucher shows it: member:000000000012 is 职工 000000000012.
create function ledger.owner_words(p_owner text) returns text
language sql immutable set search_path = ledger, pg_temp as $$
    select case split_part(p_owner, ':', 1) when 'member' then '职工' when 'employer' then '单位'
                                            when 'receipt' then '到账' else '其他' end
           || ' ' || substr(p_owner, strpos(p_owner, ':') + 1)
$$;

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
    drop table if exists pg_temp.voucher_plan, pg_temp.voucher_made;
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
    -- With its id known beforehand a voucher is never looked up again: the planner knows nothing
    -- yet of rows that this transaction has written, and would loop over all of them for each.
    create temp table voucher_made on commit drop as
        select place, nextval(pg_get_serial_sequence('ledger.voucher', 'id')) as id
          from (select distinct place from pg_temp.voucher_plan order by place) s;
    analyze voucher_plan, voucher_made;

    insert into ledger.voucher (id, month, number, business_date, rule, summary, attachments,
                                prepared_by, checked_by, posted_by, chief)
    overriding system value
    select min(m.id), v_month, v_last + place, p_day, min(p.rule),
           case when count(*) = 1 then min(p.summary)
                else min(p.summary) || ' 等 ' || count(*) || ' 笔' end,
           count(*),
           coalesce(min(o.maker) || case when count(distinct o.maker) > 1 then ' 等' else '' end, ''),
           min(o.checker) || case when count(distinct o.checker) > 1 then ' 等' else '' end,
           p_posted_by, p_chief
      from pg_temp.voucher_plan p
      join pg_temp.voucher_made m using (place)
      left join public.operation o on o.number = p.operation_no
     group by place order by place;
    get diagnostics v_made = row_count;

    insert into ledger.voucher_entry (entry_date, entry_id, voucher_id)
    select p_day, p.entry_id, m.id
      from pg_temp.voucher_plan p join pg_temp.voucher_made m using (place);

    insert into ledger.voucher_line (voucher_id, no, side, gl_account, detail, amount)
    select t.id, row_number() over (partition by t.id order by t.side desc, t.gl_account, t.red),
           t.side, t.gl_account, t.detail, t.amount
      from (select m.id, l.side, l.gl_account, l.amount < 0 as red, sum(l.amount) as amount,
                   case when count(distinct l.holder_id) > 1
                        then count(distinct l.holder_id) || ' 户'
                        else coalesce(ledger.owner_words(max(h.owner)), '') end as detail
              from pg_temp.voucher_plan p
              join pg_temp.voucher_made m using (place)
              join ledger.line l on l.business_date = p_day and l.entry_id = p.entry_id
              left join ledger.holder h on h.id = l.holder_id
             group by m.id, l.side, l.gl_account, l.amount < 0) t;
    drop table pg_temp.voucher_plan, pg_temp.voucher_made;
    if v_made > 1000 then   -- the checks of the close read them in this same transaction
        analyze ledger.voucher, ledger.voucher_entry, ledger.voucher_line;
    end if;
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
    p_credit numeric, p_digest text, p_operations int, p_operations_digest text, p_previous text,
    p_seal text, p_signature text)
returns void
language plpgsql security definer set search_path = ledger, pg_temp as $$
begin
    perform ledger.require_day(p_day);
    insert into ledger.day_seal (business_date, entries, lines, debit, credit, lines_digest,
                                 operations, operations_digest, previous, seal, signature)
    values (p_day, p_entries, p_lines, p_debit, p_credit, p_digest, p_operations,
            p_operations_digest, p_previous, p_seal, p_signature)
    on conflict (business_date) do nothing;
    if not exists (select 1 from ledger.day_seal
                    where business_date = p_day and seal = p_seal) then
        raise exception 'day % carries another seal', p_day using errcode = 'HP008';
    end if;
end $$;

-- 年度结息 · what each holder's interest of a year came to; the document behind the entry.
create table ledger.interest_settled (
    year_end date not null,
    holder_id bigint not null,
    product numeric(24,2) not null,
    interest numeric(18,2) not null check (interest >= 0),
    operation_no text not null,
    settled_on date not null,
    primary key (year_end, holder_id)
);
comment on table ledger.interest_settled is '年度结息：每个分户一年的积数与利息';
comment on column ledger.interest_settled.year_end is '计息年度止日（7 月 1 日，不含）';

-- Computes the interest of the year that ends with p_day (30 June) and begins the next year:
-- interest of a holder = Σ product of a segment × its yearly rate % ÷ days of the year, rounded
-- half up once, to the fen.  p_until are the ends of the segments in order, the last one 1 July;
-- p_rate their rates.  Afterwards every product starts again from the balance, and balance and
-- interest, which the caller posts next with value date 1 July, are 上年结转.
-- Grain: one row an open holder.  Locks: the whole of ledger.holder against writers; the caller
-- holds the day's lock exclusively.  Errors: HP009 when a rate change was not frozen.
create function ledger.settle_interest(p_day date, p_operation text, p_until date[],
    p_rate numeric[], p_days int, out holders bigint, out interest numeric)
language plpgsql security definer set search_path = ledger, pg_temp as $$
declare
    v_end date := p_day + 1;
begin
    perform ledger.require_day(p_day);
    lock table ledger.holder in share row exclusive mode;
    if p_until <> (select array_agg(b.on_date order by b.on_date)
                     from (select on_date from ledger.rate_boundary
                            where on_date > v_end - interval '1 year' and on_date < v_end
                           union all select v_end) b) then
        raise exception 'segments % are not the frozen ones', p_until using errcode = 'HP009';
    end if;
    insert into ledger.interest_settled (year_end, holder_id, product, interest, operation_no,
                                         settled_on)
    select v_end, h.id, h.product,
           round((coalesce(s.weighted, 0)
                  + (h.product - coalesce(s.product, 0)) * p_rate[cardinality(p_rate)])
                 / (100 * p_days), 2),
           p_operation, p_day
      from ledger.holder h
      left join (select g.holder_id, sum(g.product) as product,
                        sum(g.product * r.rate) as weighted
                   from ledger.product_segment g
                   join unnest(p_until, p_rate) as r (until, rate) on r.until = g.boundary
                  group by g.holder_id) s on s.holder_id = h.id
     where h.bears_interest and h.closed_on is null and h.interest_until = v_end;
    update ledger.holder h set
        interest_until = (v_end + interval '1 year')::date,
        product = h.balance * ((v_end + interval '1 year')::date - v_end),
        carried_less_paid = h.balance + i.interest
      from ledger.interest_settled i
     where i.year_end = v_end and i.holder_id = h.id and h.interest_until = v_end;
    select count(*), coalesce(sum(i.interest), 0) into holders, interest
      from ledger.interest_settled i where i.year_end = v_end;
end $$;
grant execute on function ledger.settle_interest to provident_app;
