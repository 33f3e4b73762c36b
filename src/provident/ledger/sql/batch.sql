-- 批量记账 · many entries in a fixed number of statements.
--
-- The caller fills two temporary tables in its own transaction:
--   pg_temp.batch_entry (entry_key, summary, occurred_on, bank_date), one row an entry;
--   pg_temp.batch_movement (entry_key, side, gl_account, holder_id, amount, value_date, month,
--                           unit_share, personal_share), one row a line.
-- After the call pg_temp.batch_posted (entry_key, entry_id) says which entry each key became.
-- Holders are locked in ascending id: the update runs as a merge join on the primary key.
-- Errors as in ledger.post.
create function ledger.post_batch(p_day date, p_operation text, p_rule text, p_rule_hash text)
returns int
language plpgsql security definer set search_path = ledger, pg_temp
set enable_hashjoin = on as $$
declare
    v_entries int;
    v_lines bigint;
    v_count bigint;
    v_bad text;
begin
    perform ledger.require_day(p_day);
    create temp table batch_posted on commit drop as
        select entry_key, nextval(pg_get_serial_sequence('ledger.entry', 'id')) as entry_id
          from pg_temp.batch_entry order by entry_key;
    insert into ledger.entry (business_date, id, operation_no, rule, rule_hash, summary,
                              bank_date, occurred_on)
    overriding system value
    select p_day, p.entry_id, p_operation, p_rule, p_rule_hash, e.summary, e.bank_date, e.occurred_on
      from pg_temp.batch_entry e join pg_temp.batch_posted p using (entry_key)
     order by p.entry_id;
    get diagnostics v_entries = row_count;

    insert into ledger.line (business_date, entry_id, side, gl_account, holder_id, amount,
                             value_date, month, unit_share, personal_share)
    select p_day, p.entry_id, m.side, m.gl_account, m.holder_id, m.amount, m.value_date, m.month,
           m.unit_share, m.personal_share
      from pg_temp.batch_movement m join pg_temp.batch_posted p using (entry_key);
    get diagnostics v_lines = row_count;
    select count(*) into v_count from pg_temp.batch_movement;
    if v_lines <> v_count then
        raise exception 'movement without an entry in %', p_rule using errcode = 'HP003';
    end if;
    select string_agg(m.gl_account, ', ') into v_bad
      from (select distinct gl_account from pg_temp.batch_movement) m
     where not exists (select 1 from ledger.gl_account g where g.code = m.gl_account);
    if v_bad is not null then
        raise exception 'unknown gl_account % in %', v_bad, p_rule using errcode = 'HP003';
    end if;

    set local enable_hashjoin = off;
    set local enable_nestloop = off;
    with delta as materialized (
        select holder_id, max(gl_account) as gl_account, count(distinct gl_account) as accounts,
               coalesce(sum(amount) filter (where side = 'D'), 0) as debit,
               coalesce(sum(amount) filter (where side = 'C'), 0) as credit,
               coalesce(sum(amount * (value_date - date '2000-01-01')) filter (where side = 'D'), 0)
                   as debit_days,
               coalesce(sum(amount * (value_date - date '2000-01-01')) filter (where side = 'C'), 0)
                   as credit_days,
               min(value_date) as first_value, max(value_date) as last_value
          from pg_temp.batch_movement where holder_id is not null
         group by holder_id order by holder_id),
    touched as (
        update ledger.holder h set
            balance = h.balance + case h.normal_side when 'C' then d.credit - d.debit
                                                      else d.debit - d.credit end,
            product = case when h.bears_interest then h.product
                + case h.normal_side when 'C' then d.credit - d.debit else d.debit - d.credit end
                  * (h.interest_until - date '2000-01-01')
                - case h.normal_side when 'C' then d.credit_days - d.debit_days
                                     else d.debit_days - d.credit_days end
                else 0 end,
            carried_over = case when not h.bears_interest then 0
                when d.debit = 0 and d.credit >= 0 then h.carried_over
                else (ledger.split_years(h.carried_over, h.current_year, d.credit, -d.debit))[1] end,
            current_year = case when not h.bears_interest then 0
                when d.debit = 0 and d.credit >= 0 then h.current_year + d.credit
                else (ledger.split_years(h.carried_over, h.current_year, d.credit, -d.debit))[2] end
          from delta d
         where h.id = d.holder_id
        returning h.id, h.closed_on is not null or d.accounts <> 1 or d.gl_account <> h.gl_account
               or (h.bears_interest and (d.last_value >= h.interest_until
                   or d.first_value < h.interest_until - interval '1 year')) as bad)
    select count(*), string_agg(id::text, ', ') filter (where bad) into v_count, v_bad from touched;
    set local enable_hashjoin = on;
    set local enable_nestloop = on;
    if v_bad is not null then
        raise exception 'closed holder, other gl_account or value date outside its year: %', v_bad
            using errcode = 'HP004';
    end if;
    if v_count <> (select count(distinct holder_id) from pg_temp.batch_movement
                    where holder_id is not null) then
        raise exception 'unknown holder in %', p_rule using errcode = 'HP003';
    end if;
    if exists (select 1 from ledger.rate_boundary b
                where b.on_date > (select min(value_date) from pg_temp.batch_movement)) then
        perform ledger.adjust_segments(
            array_agg(h.id), array_agg(case when m.side = h.normal_side then m.amount
                                            else -m.amount end), array_agg(m.value_date))
           from pg_temp.batch_movement m join ledger.holder h on h.id = m.holder_id;
    end if;
    return v_entries;
end $$;

-- 利率变动: freezes every interest-bearing holder's product up to the day of the change.
-- Idempotent for a day.  Grain: one row a holder with a product.
create function ledger.freeze_products(p_on date) returns bigint
language plpgsql security definer set search_path = ledger, pg_temp as $$
declare
    v_rows bigint;
begin
    perform pg_advisory_xact_lock(5, 0);
    if exists (select 1 from ledger.rate_boundary where on_date >= p_on) then
        if exists (select 1 from ledger.rate_boundary where on_date = p_on) then return 0; end if;
        raise exception 'a later rate change is already frozen' using errcode = 'HP005';
    end if;
    lock table ledger.holder in share row exclusive mode;
    insert into ledger.product_segment (holder_id, boundary, product)
    select h.id, p_on, h.product - h.balance * (h.interest_until - p_on)
           - coalesce((select sum(s.product) from ledger.product_segment s
                        where s.holder_id = h.id
                          and s.boundary > h.interest_until - interval '1 year'), 0)
      from ledger.holder h
     where h.bears_interest and h.closed_on is null
       and p_on > h.interest_until - interval '1 year' and p_on < h.interest_until;
    get diagnostics v_rows = row_count;
    insert into ledger.rate_boundary (on_date) values (p_on);
    return v_rows;
end $$;
