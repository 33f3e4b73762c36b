-- 内核函数 · begin and finish an operation, each one call.
-- Locks: the operation id (exclusive, per transaction) and the open business day (shared,
-- per transaction).  The close of a day tries the same day lock exclusively and retries.

create schema if not exists kernel;

create sequence if not exists kernel.operation_serial;

-- 1 for the day locks, 2 for the operation ids: the first key of two-key advisory locks.
create or replace function kernel.day_key(p_day date) returns int
language sql immutable as $$ select p_day - date '2000-01-01' $$;

-- Beginning is one round trip, so it also reads which policy release is the newest.
create or replace function kernel.begin_operation(
    p_id uuid, p_code text, p_hash text, p_on_day date,
    out outcome text, out operation_no text, out business_date date, out result jsonb,
    out release_no bigint, out release_hash text)
language plpgsql as $$
declare
    v_known record;
    v_state text;
begin
    perform pg_advisory_xact_lock(hashtextextended(p_id::text, 2));
    select o.code, o.command_hash, o.number, o.business_date, o.result into v_known
      from public.operation o where o.id = p_id;
    if found then
        outcome := case when v_known.code = p_code and v_known.command_hash = p_hash
                        then 'replay' else 'other_body' end;
        operation_no := v_known.number;
        business_date := v_known.business_date;
        result := v_known.result;
        return;
    end if;
    if p_on_day is not null then   -- the day's own operations name their day and lock it themselves
        business_date := p_on_day;
    else
        loop
            select d.date into business_date from public.business_day d where d.state = 'open';
            if not found then
                outcome := 'no_day';
                return;
            end if;
            perform pg_advisory_xact_lock_shared(1, kernel.day_key(business_date));
            select d.state into v_state from public.business_day d
             where d.date = business_date;
            exit when v_state = 'open';   -- else it was cut off meanwhile: take the next day
        end loop;
    end if;
    operation_no := to_char(business_date, 'YYYYMMDD')
        || lpad((nextval('kernel.operation_serial') % 1000000000000)::text, 12, '0');
    select r.number, r.content_hash into release_no, release_hash
      from public.policy_release r order by r.number desc limit 1;
    outcome := 'begun';
end $$;

-- 个人账号: the form in which `kernel.numbers.member_no` is the definition, for whole rosters;
-- a property test demands equality.  The digits in odd places are doubled (Luhn).
create or replace function kernel.member_no(p_branch text, p_serial bigint) returns text
language plpgsql immutable strict as $$
declare
    v_body text := p_branch || lpad(p_serial::text, 8, '0');
    v_digit int;
    v_sum int := 0;
begin
    if v_body !~ '^[0-9]{11}$' or p_serial not between 1 and 99999999 then
        raise exception 'no member number for branch % and serial %', p_branch, p_serial;
    end if;
    for v_place in 1..11 loop
        v_digit := substr(v_body, v_place, 1)::int * (1 + v_place % 2);
        v_sum := v_sum + v_digit / 10 + v_digit % 10;
    end loop;
    return v_body || (10 - v_sum % 10) % 10;
end $$;

create or replace function kernel.finish_operation(
    p_id uuid, p_number text, p_code text, p_business_date date, p_command jsonb,
    p_hash text, p_maker text, p_checker text, p_channel text, p_release bigint,
    p_result jsonb)
returns void language sql as $$
    insert into public.operation (id, number, code, business_date, command, command_hash,
        maker, checker, channel, policy_release, result, recorded_at)
    values (p_id, p_number, p_code, p_business_date, p_command, p_hash, p_maker, p_checker,
        p_channel, p_release, p_result, clock_timestamp())
$$;

-- A business day only goes forward: open, cut_off, closed for ever.  Not even the owner
-- reopens one; a mistake of a closed day is corrected on an open day.
create or replace function kernel.keep_day_forward() returns trigger
language plpgsql as $$
begin
    if new.date <> old.date
       or array_position(array['open', 'cut_off', 'closed'], new.state::text)
          < array_position(array['open', 'cut_off', 'closed'], old.state::text) then
        raise exception 'business day % is % and does not go back to %', old.date, old.state,
            new.state using errcode = 'HP010';
    end if;
    return new;
end $$;
create or replace trigger business_day_forward before update on public.business_day
    for each row execute function kernel.keep_day_forward();
