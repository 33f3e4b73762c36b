-- 内核函数 · begin an operation in one call; the form of numbers for whole sets.
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
