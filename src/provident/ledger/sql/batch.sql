-- 批量记账 · many entries in a fixed number of statements.

-- Makes the two temporary tables of a batch, which the caller fills in the same transaction:
-- batch_entry one row an entry, batch_movement one row a line.  They belong to provident_ledger:
-- a view, policy or index of the caller's own would run the caller's code with the ledger's
-- rights as soon as post_batch reads it.
create function ledger.open_batch() returns void
language plpgsql security definer set search_path = ledger, pg_temp as $$
begin
    create temp table batch_entry (
        entry_key bigint primary key, summary text not null, bank_date date, occurred_on date
    ) on commit drop;
    create temp table batch_movement (
        entry_key bigint not null, line_name text not null, side char(1) not null,
        gl_account text not null, holder_id bigint, amount numeric(18,2) not null,
        value_date date not null, month date, unit_share numeric(18,2),
        personal_share numeric(18,2)
    ) on commit drop;
    grant select, insert, update, delete on batch_entry, batch_movement to provident_app;
end $$;

-- Raises what is wrong with the holders of the batch's movements.  The application cannot call it.
create function ledger.refuse_movements(p_rule text) returns void
language plpgsql set search_path = ledger, pg_temp as $$
declare
    v_bad text;
begin
    select string_agg(distinct m.holder_id::text, ', ') into v_bad
      from pg_temp.batch_movement m join ledger.holder h on h.id = m.holder_id
     where h.closed_on is not null or h.gl_account <> m.gl_account;
    if v_bad is not null then
        raise exception 'closed holder, or holder of another gl_account: %', v_bad
            using errcode = 'HP004';
    end if;
    select string_agg(distinct m.holder_id::text, ', ') into v_bad
      from pg_temp.batch_movement m join ledger.holder h on h.id = m.holder_id
     where h.bears_interest and (m.value_date >= h.interest_until
           or m.value_date < h.interest_until - interval '1 year');
    if v_bad is not null then
        raise exception 'value date outside the interest year of holder %', v_bad
            using errcode = 'HP005';
    end if;
    raise exception 'unknown holder in %', p_rule using errcode = 'HP003';
end $$;

-- Posts what stands in the batch's tables.  After the call pg_temp.batch_posted (entry_key,
-- entry_id) says which entry each key became.  Holders are locked in ascending id: the update
-- runs as a merge join on the primary key.  Errors as in ledger.write_entry.
create function ledger.post_batch(p_day date, p_operation text, p_rule text, p_rule_hash text)
returns int
language plpgsql security definer set search_path = ledger, pg_temp
set work_mem = '128MB' set enable_hashjoin = on as $$
declare
    v_entries int;
    v_lines bigint;
    v_with_holder bigint;
    v_without_lines bigint;
    v_posted bigint;
    v_bad text;
begin
    perform ledger.require_day(p_day);
    if 2 <> (select count(*) from pg_class
              where oid in (to_regclass('pg_temp.batch_entry'), to_regclass('pg_temp.batch_movement'))
                and pg_has_role(relowner, 'provident_ledger', 'member')) then
        raise exception 'the batch of % was not opened by ledger.open_batch', p_rule
            using errcode = 'insufficient_privilege';
    end if;
    analyze pg_temp.batch_movement;
    create temp table batch_posted on commit drop as
        select entry_key, nextval(pg_get_serial_sequence('ledger.entry', 'id')) as entry_id
          from pg_temp.batch_entry order by entry_key;
    analyze pg_temp.batch_posted;
    grant select on batch_posted to provident_app;
    insert into ledger.entry (business_date, id, operation_no, rule, rule_hash, summary,
                              bank_date, occurred_on)
    overriding system value
    select p_day, p.entry_id, p_operation, p_rule, p_rule_hash, e.summary, e.bank_date, e.occurred_on
      from pg_temp.batch_entry e join pg_temp.batch_posted p using (entry_key)
     order by p.entry_id;
    get diagnostics v_entries = row_count;

    -- What can be wrong with the movements by themselves, in one pass over them.
    select coalesce(sum(m.lines), 0), coalesce(sum(m.with_holder), 0),
           v_entries - count(distinct p.entry_key),
           string_agg(distinct m.gl_account, ', ') filter (where g.code is null)
      into v_lines, v_with_holder, v_without_lines, v_bad
      from (select entry_key, gl_account, count(*) as lines, count(holder_id) as with_holder
              from pg_temp.batch_movement group by entry_key, gl_account) m
      left join ledger.gl_account g on g.code = m.gl_account
      left join pg_temp.batch_posted p on p.entry_key = m.entry_key;
    if v_bad is not null then
        raise exception 'unknown gl_account % in %', v_bad, p_rule using errcode = 'HP003';
    end if;
    if v_without_lines > 0 then
        raise exception 'entry of % has no lines', p_rule using errcode = 'HP001';
    end if;

    insert into ledger.line (business_date, entry_id, side, gl_account, holder_id, amount,
                             value_date, month, unit_share, personal_share)
    select p_day, p.entry_id, m.side, m.gl_account, m.holder_id, m.amount, m.value_date, m.month,
           m.unit_share, m.personal_share
      from pg_temp.batch_movement m join pg_temp.batch_posted p using (entry_key);
    get diagnostics v_posted = row_count;
    if v_posted <> v_lines then
        raise exception 'movement without an entry in %', p_rule using errcode = 'HP003';
    end if;

    -- `net` is credits less debits.  A holder that may not be posted to stays untouched, so that
    -- fewer lines are counted than there are.
    set local enable_hashjoin = off;
    set local enable_nestloop = off;
    with delta as materialized (
        select holder_id, gl_account, count(*) as lines,
               sum(case side when 'C' then amount else -amount end) as net,
               sum(case side when 'C' then amount else -amount end
                   * (value_date - date '2000-01-01')) as net_days,
               coalesce(sum(amount) filter (where side = 'D'), 0) as debit,
               min(value_date) as first_value, max(value_date) as last_value
          from pg_temp.batch_movement where holder_id is not null
         group by holder_id, gl_account order by holder_id, gl_account),
    touched as (
        update ledger.holder h set
            balance = h.balance + case h.normal_side when 'C' then d.net else -d.net end,
            product = case when h.bears_interest then h.product
                + case h.normal_side when 'C' then 1 else -1 end
                  * (d.net * (h.interest_until - date '2000-01-01') - d.net_days)
                else 0 end,
            carried_less_paid = h.carried_less_paid - case when not h.bears_interest then 0
                when h.normal_side = 'C' then d.debit else d.debit + d.net end
          from delta d
         where h.id = d.holder_id and h.gl_account = d.gl_account and h.closed_on is null
           and not (h.bears_interest and (d.last_value >= h.interest_until
                    or d.first_value < h.interest_until - interval '1 year'))
        returning d.lines)
    select coalesce(sum(lines), 0) into v_posted from touched;
    set local enable_hashjoin = on;
    set local enable_nestloop = on;
    if v_posted <> v_with_holder then
        perform ledger.refuse_movements(p_rule);
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

-- 利率变动: freezes every interest-bearing holder's product up to the day of the change.  A rate
-- may become known after its day: lines with a later value date do not count yet.
-- Idempotent for a day.  Grain: one row an interest-bearing holder.
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
    with later as (
        select l.holder_id, sum(case l.side when h.normal_side then l.amount else -l.amount end
                                * (p_on - l.value_date)) as product
          from ledger.line l join ledger.holder h on h.id = l.holder_id
         where l.value_date > p_on and l.business_date > p_on - interval '1 year'
         group by l.holder_id)
    insert into ledger.product_segment (holder_id, boundary, product)
    select h.id, p_on, h.product - h.balance * (h.interest_until - p_on)
           - coalesce(later.product, 0)
           - coalesce((select sum(s.product) from ledger.product_segment s
                        where s.holder_id = h.id
                          and s.boundary > h.interest_until - interval '1 year'), 0)
      from ledger.holder h left join later on later.holder_id = h.id
     where h.bears_interest and (h.closed_on is null or h.closed_on >= p_on)
       and p_on > h.interest_until - interval '1 year' and p_on < h.interest_until;
    get diagnostics v_rows = row_count;
    insert into ledger.rate_boundary (on_date) values (p_on);
    return v_rows;
end $$;
