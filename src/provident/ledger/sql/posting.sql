-- 记账函数 · the only ways to write in the ledger.  Every function runs as provident_ledger.

-- Opens the month's partitions of entries and lines.  Idempotent.
create function ledger.ensure_partition(p_day date) returns void
language plpgsql security definer set search_path = ledger, pg_temp as $$
declare
    v_from date := date_trunc('month', p_day);
    v_to date := v_from + interval '1 month';
    v_suffix text := to_char(p_day, 'YYYYMM');
begin
    perform pg_advisory_xact_lock(4, 0);
    if to_regclass('ledger.line_' || v_suffix) is not null then return; end if;
    execute format('create table ledger.entry_%s partition of ledger.entry '
        'for values from (%L) to (%L)', v_suffix, v_from, v_to);
    execute format('create table ledger.line_%s partition of ledger.line '
        'for values from (%L) to (%L)', v_suffix, v_from, v_to);
    execute format('create trigger balanced after insert on ledger.line_%s '
        'referencing new table as inserted for each statement '
        'execute function ledger.require_balanced()', v_suffix);
end $$;

-- Each entry whose lines one statement inserted must have equal debit and credit.
create function ledger.require_balanced() returns trigger
language plpgsql security definer set search_path = ledger, pg_temp as $$
declare
    v_entry bigint;
begin
    select entry_id into v_entry from inserted
     group by entry_id
    having sum(case side when 'D' then amount else -amount end) <> 0
     limit 1;
    if found then
        raise exception 'entry % is not balanced', v_entry using errcode = 'HP001';
    end if;
    return null;
end $$;
create trigger balanced after insert on ledger.line
    referencing new table as inserted for each statement
    execute function ledger.require_balanced();

create function ledger.require_day(p_day date) returns void
language plpgsql stable security definer set search_path = ledger, pg_temp as $$
begin
    if not exists (select 1 from public.business_day
                    where date = p_day and state in ('open', 'cut_off')) then
        raise exception 'day % is not open', p_day using errcode = 'HP002';
    end if;
end $$;

-- The 1 July (exclusive) that ends the interest year of a day.
create function ledger.interest_year_end(p_day date) returns date
language sql immutable set search_path = ledger, pg_temp as $$
    select make_date(extract(year from p_day)::int
        + case when extract(month from p_day) >= 7 then 1 else 0 end, 7, 1)
$$;

create function ledger.open_gl_account(p_code text, p_name text, p_parent text,
    p_nature text, p_side text) returns void
language plpgsql security definer set search_path = ledger, pg_temp as $$
begin
    insert into ledger.gl_account (code, name, parent, nature, normal_side)
    values (p_code, p_name, p_parent, p_nature, p_side)
    on conflict (code) do update set name = excluded.name
        where ledger.gl_account.name <> excluded.name;
end $$;

-- Opens holders of one gl_account, in the order given; returns their ids in that order.
create function ledger.open_holders(p_gl text, p_owners text[], p_interest boolean, p_day date)
returns bigint[]
language plpgsql security definer set search_path = ledger, pg_temp as $$
declare
    v_until date := ledger.interest_year_end(p_day);
    v_side char(1);
    v_ids bigint[];
begin
    select normal_side into v_side from ledger.gl_account where code = p_gl;
    if not found then
        raise exception 'gl_account % is unknown', p_gl using errcode = 'HP003';
    end if;
    with opened as (
        insert into ledger.holder (gl_account, normal_side, owner, bears_interest,
                                   interest_until, opened_on)
        select p_gl, v_side, o.owner, p_interest, v_until, p_day
          from unnest(p_owners) with ordinality o (owner, no)
         order by o.no
        returning id)
    select array_agg(id order by id) into v_ids from opened;   -- numbered in the order inserted
    return coalesce(v_ids, '{}');
end $$;

-- Locks holders in ascending id and returns them as they stand now.
create function ledger.lock_holders(p_ids bigint[]) returns setof ledger.holder
language sql security definer set search_path = ledger, pg_temp as $$
    select * from ledger.holder where id = any (p_ids) order by id for update
$$;

create function ledger.close_holder(p_holder bigint, p_day date) returns void
language plpgsql security definer set search_path = ledger, pg_temp as $$
begin
    update ledger.holder set closed_on = p_day
     where id = p_holder and balance = 0 and held = 0 and closed_on is null;
    if not found then
        raise exception 'holder % cannot be closed', p_holder using errcode = 'HP004';
    end if;
end $$;

-- Adds what back-dated lines change in segments that were frozen at a rate change.
create function ledger.adjust_segments(p_holder bigint[], p_signed numeric[], p_value date[])
returns void
language sql security definer set search_path = ledger, pg_temp as $$
    insert into ledger.product_segment as s (holder_id, boundary, product)
    select m.holder_id, b.on_date,
           sum(m.signed * (b.on_date - greatest(m.value_date, b.since)))
      from unnest(p_holder, p_signed, p_value) as m (holder_id, signed, value_date)
      join ledger.holder h on h.id = m.holder_id and h.bears_interest
      join (select on_date, lag(on_date, 1, date '1900-01-01') over (order by on_date) as since
              from ledger.rate_boundary) b
        on b.on_date > m.value_date and b.on_date < h.interest_until
       and b.on_date > h.interest_until - interval '1 year'
     group by m.holder_id, b.on_date
     order by m.holder_id, b.on_date
    on conflict (holder_id, boundary) do update set product = s.product + excluded.product
$$;

-- Writes one entry: what post, post_hold and reverse have in common.  The arrays are its lines
-- in order.  `p_hold` names the hold whose principal is set free in the same breath.  Locks
-- holders in ascending id.  The application cannot call it: a hold must end with its entry.
-- Errors: HP001 not balanced or empty, HP002 day not open, HP003 unknown gl_account or holder,
-- or parts of a fen, HP004 holder closed, HP005 value date outside the holder's interest year.
create function ledger.write_entry(
    p_day date, p_operation text, p_rule text, p_rule_hash text, p_summary text,
    p_bank_date date, p_occurred_on date,
    p_side text[], p_gl text[], p_holder bigint[], p_amount numeric[], p_value date[],
    p_month date[], p_unit numeric[], p_personal numeric[],
    p_hold bigint, p_reverses_on date, p_reverses bigint)
returns bigint
language plpgsql set search_path = ledger, pg_temp as $$
declare
    v_entry bigint;
    v_touched int;
    v_bad text;
begin
    perform ledger.require_day(p_day);
    if cardinality(p_side) = 0 then
        raise exception 'entry of % has no lines', p_rule using errcode = 'HP001';
    end if;
    select string_agg(m.gl || ' ' || m.amount, ', ') into v_bad
      from unnest(p_gl, p_amount) as m (gl, amount)
     where m.amount <> round(m.amount, 2)
        or not exists (select 1 from ledger.gl_account g where g.code = m.gl);
    if v_bad is not null then
        raise exception 'unknown gl_account, or parts of a fen, in %: %', p_rule, v_bad
            using errcode = 'HP003';
    end if;
    insert into ledger.entry (business_date, operation_no, rule, rule_hash, summary, bank_date,
                              occurred_on, reverses_on, reverses)
    values (p_day, p_operation, p_rule, p_rule_hash, p_summary, p_bank_date, p_occurred_on,
            p_reverses_on, p_reverses)
    returning id into v_entry;
    insert into ledger.line (business_date, entry_id, side, gl_account, holder_id, amount,
                             value_date, month, unit_share, personal_share)
    select p_day, v_entry, m.side, m.gl, m.holder_id, m.amount, m.value_date, m.month,
           m.unit_share, m.personal_share
      from unnest(p_side, p_gl, p_holder, p_amount, p_value, p_month, p_unit, p_personal)
           with ordinality
           as m (side, gl, holder_id, amount, value_date, month, unit_share, personal_share, no)
     order by m.no;

    perform 1 from ledger.holder h where h.id = any (p_holder) order by h.id for update;
    select string_agg(h.owner, ', ') into v_bad from ledger.holder h
     where h.id = any (p_holder) and h.closed_on is not null;
    if v_bad is not null then
        raise exception 'closed: %', v_bad using errcode = 'HP004';
    end if;

    with movement as (
        select h.id, m.side = h.normal_side as normal, m.value_date,
               case when m.side = h.normal_side then m.amount else -m.amount end as signed,
               h.interest_until, h.bears_interest
          from unnest(p_side, p_gl, p_holder, p_amount, p_value)
               as m (side, gl, holder_id, amount, value_date)
          join ledger.holder h on h.id = m.holder_id and h.gl_account = m.gl),
    delta as (
        select id, count(*) as lines, sum(signed) as amount,
               coalesce(sum(signed) filter (where not normal), 0) as against,
               sum(case when bears_interest then signed * (interest_until - value_date)
                        else 0 end) as product,
               bool_or(bears_interest and (value_date >= interest_until
                       or value_date < interest_until - interval '1 year')) as outside
          from movement group by id),
    freed as (
        select holder_id as id, sum(principal) as principal
          from ledger.hold_line where hold_id = p_hold and principal > 0 group by holder_id),
    touched as (
        update ledger.holder h set
            balance = h.balance + d.amount,
            held = h.held - coalesce(f.principal, 0),
            product = h.product + d.product,
            carried_less_paid = h.carried_less_paid
                + case when h.bears_interest then d.against else 0 end
          from delta d left join freed f on f.id = d.id
         where h.id = d.id
        returning h.id, d.lines, d.outside)
    select coalesce(sum(lines), 0), string_agg(id::text, ', ') filter (where outside)
      into v_touched, v_bad from touched;
    if v_touched <> cardinality(array_remove(p_holder, null)) then
        raise exception 'unknown holder, or holder of another gl_account, in %', p_rule
            using errcode = 'HP003';
    end if;
    if v_bad is not null then
        raise exception 'value date outside the interest year of holder %', v_bad
            using errcode = 'HP005';
    end if;
    if exists (select 1 from ledger.rate_boundary b
                where b.on_date > (select min(v) from unnest(p_value) v)) then
        perform ledger.adjust_segments(
            array_agg(h.id), array_agg(case when m.side = h.normal_side then m.amount
                                            else -m.amount end), array_agg(m.value_date))
           from unnest(p_side, p_holder, p_amount, p_value) as m (side, holder_id, amount, value_date)
           join ledger.holder h on h.id = m.holder_id;
    end if;
    return v_entry;
end $$;

-- Posts one entry, whose lines are the arrays in order.
create function ledger.post(
    p_day date, p_operation text, p_rule text, p_rule_hash text, p_summary text,
    p_bank_date date, p_occurred_on date,
    p_side text[], p_gl text[], p_holder bigint[], p_amount numeric[], p_value date[],
    p_month date[], p_unit numeric[], p_personal numeric[])
returns bigint
language plpgsql security definer set search_path = ledger, pg_temp as $$
begin
    return ledger.write_entry(p_day, p_operation, p_rule, p_rule_hash, p_summary, p_bank_date,
        p_occurred_on, p_side, p_gl, p_holder, p_amount, p_value, p_month, p_unit, p_personal,
        null, null, null);
end $$;

-- Places a hold: nothing is posted; the principal is no longer free.
create function ledger.hold(
    p_day date, p_operation text, p_rule text, p_rule_hash text, p_summary text,
    p_side text[], p_gl text[], p_holder bigint[], p_amount numeric[], p_principal numeric[],
    p_month date[])
returns bigint
language plpgsql security definer set search_path = ledger, pg_temp as $$
declare
    v_hold bigint;
    v_balance numeric;
    v_wanted int;
    v_touched int;
begin
    perform ledger.require_day(p_day);
    if cardinality(p_side) = 0 then
        raise exception 'hold of % has no lines', p_rule using errcode = 'HP001';
    end if;
    select sum(case side when 'D' then amount else -amount end),
           count(distinct (holder_id, gl)) filter (where holder_id is not null)
      into v_balance, v_wanted
      from unnest(p_side, p_gl, p_holder, p_amount) as m (side, gl, holder_id, amount);
    if v_balance <> 0 then
        raise exception 'hold of % is not balanced', p_rule using errcode = 'HP001';
    end if;
    insert into ledger.hold (business_date, operation_no, rule, rule_hash, summary)
    values (p_day, p_operation, p_rule, p_rule_hash, p_summary) returning id into v_hold;
    insert into ledger.hold_line (hold_id, no, side, gl_account, holder_id, amount, principal, month)
    select v_hold, m.no, m.side, m.gl, m.holder_id, m.amount, m.principal, m.month
      from unnest(p_side, p_gl, p_holder, p_amount, p_principal, p_month) with ordinality
           as m (side, gl, holder_id, amount, principal, month, no)
      join ledger.gl_account g on g.code = m.gl
     where m.amount = round(m.amount, 2) and m.principal = round(m.principal, 2);
    get diagnostics v_touched = row_count;
    if v_touched <> cardinality(p_side) then
        raise exception 'unknown gl_account, or parts of a fen, in %', p_rule
            using errcode = 'HP003';
    end if;
    if v_wanted > 1 then   -- a single one is locked by its update
        perform 1 from ledger.holder h where h.id = any (p_holder) order by h.id for update;
    end if;
    update ledger.holder h set held = h.held + m.principal
      from (select holder_id, gl_account, sum(principal) as principal from ledger.hold_line
             where hold_id = v_hold group by holder_id, gl_account) m
     where h.id = m.holder_id and h.gl_account = m.gl_account and h.closed_on is null;
    get diagnostics v_touched = row_count;
    if v_touched <> v_wanted then
        raise exception 'unknown or closed holder, or holder of another gl_account, in %', p_rule
            using errcode = 'HP004';
    end if;
    return v_hold;
end $$;

-- Takes the open hold, or raises HP006 when it has ended already.
create function ledger.end_hold(p_hold bigint, p_state text, p_operation text, p_entry_date date,
    p_entry bigint) returns void
language plpgsql security definer set search_path = ledger, pg_temp as $$
begin
    update ledger.hold set state = p_state, ended_by = p_operation, entry_date = p_entry_date,
           entry_id = p_entry
     where id = p_hold and state = 'open';
    if not found then
        raise exception 'hold % is not open', p_hold using errcode = 'HP006';
    end if;
end $$;

-- The bank's notice says that the money went: the hold becomes an entry.
create function ledger.post_hold(p_hold bigint, p_day date, p_operation text, p_bank_date date,
    p_value date)
returns bigint
language plpgsql security definer set search_path = ledger, pg_temp as $$
declare
    v_hold ledger.hold;
    v_entry bigint;
begin
    select * into v_hold from ledger.hold where id = p_hold for update;
    if not found or v_hold.state <> 'open' then
        raise exception 'hold % is not open', p_hold using errcode = 'HP006';
    end if;
    select ledger.write_entry(p_day, p_operation, v_hold.rule, v_hold.rule_hash, v_hold.summary,
               p_bank_date, v_hold.business_date,
               array_agg(l.side::text order by l.no), array_agg(l.gl_account order by l.no),
               array_agg(l.holder_id order by l.no), array_agg(l.amount order by l.no),
               array_agg(p_value order by l.no), array_agg(l.month order by l.no),
               array_agg(null::numeric order by l.no), array_agg(null::numeric order by l.no),
               p_hold, null, null)
      into v_entry from ledger.hold_line l where l.hold_id = p_hold;
    perform ledger.end_hold(p_hold, 'posted', p_operation, p_day, v_entry);
    return v_entry;
end $$;

-- The payment failed or was given up: the principal is free again.
create function ledger.release(p_hold bigint, p_operation text) returns void
language plpgsql security definer set search_path = ledger, pg_temp as $$
begin
    perform ledger.end_hold(p_hold, 'released', p_operation, null, null);
    perform 1 from ledger.holder h where h.id in
        (select holder_id from ledger.hold_line where hold_id = p_hold and principal > 0)
      order by h.id for update;
    update ledger.holder h set held = h.held - m.principal
      from (select holder_id, sum(principal) as principal from ledger.hold_line
             where hold_id = p_hold and principal > 0 group by holder_id) m
     where h.id = m.holder_id;
end $$;

-- 整笔冲正: the same lines in red, with their original value dates.  At most once an entry.
create function ledger.reverse(p_entry_date date, p_entry bigint, p_day date, p_operation text,
    p_rule_hash text, p_summary text)
returns bigint
language plpgsql security definer set search_path = ledger, pg_temp as $$
declare
    v_entry ledger.entry;
    v_red bigint;
begin
    select * into v_entry from ledger.entry
     where business_date = p_entry_date and id = p_entry for update;
    if not found then
        raise exception 'entry % of % is unknown', p_entry, p_entry_date using errcode = 'HP003';
    end if;
    if v_entry.reverses is not null
       or exists (select 1 from ledger.reversal where entry_id = p_entry) then
        raise exception 'entry % cannot be reversed again', p_entry using errcode = 'HP007';
    end if;
    select ledger.write_entry(p_day, p_operation, v_entry.rule, p_rule_hash, p_summary,
               v_entry.bank_date, v_entry.occurred_on,
               array_agg(l.side::text order by l.id), array_agg(l.gl_account order by l.id),
               array_agg(l.holder_id order by l.id), array_agg(-l.amount order by l.id),
               array_agg(l.value_date order by l.id), array_agg(l.month order by l.id),
               array_agg(-l.unit_share order by l.id), array_agg(-l.personal_share order by l.id),
               null, p_entry_date, p_entry)
      into v_red from ledger.line l
     where l.business_date = p_entry_date and l.entry_id = p_entry;
    insert into ledger.reversal (entry_id, reversed_by) values (p_entry, v_red);
    return v_red;
end $$;
