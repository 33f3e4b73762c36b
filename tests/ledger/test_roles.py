"""权限 · the application tries every forbidden way into the ledger, and each one fails.

The promise: `provident_app` may read the ledger and call its functions, and nothing else.
SQLSTATE 42501 is insufficient_privilege (PostgreSQL, appendix A).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import psycopg
import pytest
from django.db import transaction
from ledger_books import DAY, FUND, a, hold_out, members, operation_on, pay_in, state
from psycopg import errors

from provident.kernel import sql

Cursor = psycopg.Cursor[tuple[Any, ...]]
Connection = psycopg.Connection[tuple[Any, ...]]

MAY_CALL = {
    "ensure_partition", "open_gl_account", "open_holders", "lock_holders", "close_holder",
    "post", "hold", "post_hold", "release", "reverse", "open_batch", "post_batch",
    "freeze_products", "number_vouchers", "total_day", "seal_day", "settle_interest",
    "interest_year_end",
}  # fmt: skip
"""The ledger's face; what is not here only the ledger itself may call."""

RELATIONS = """
select c.relname, c.relkind, (select attname from pg_attribute where attrelid = c.oid
       and attnum > 0 and attgenerated = '' and attidentity = '' and not attisdropped
       order by attnum limit 1)
  from pg_class c where c.relnamespace = 'ledger'::regnamespace and c.relkind in ('r', 'p', 'S')
"""


@pytest.fixture
def app(fund: str) -> Cursor:
    """A cursor on the connection that every operation uses."""
    return sql.cursor()


def sqlstate(app: Cursor, text: str) -> str:
    """How the statement ended; "done" where nothing stopped it."""
    try:
        with transaction.atomic():
            app.execute(text)  # type: ignore[call-overload]
    except psycopg.Error as error:
        return error.sqlstate or "?"
    return "done"


def test_the_tests_run_as_the_application(app: Cursor) -> None:
    row = app.execute("select current_user, session_user").fetchone()
    assert row == ("provident_app", "provident_app")


TABLE_ATTEMPTS = [
    "insert into ledger.{0} default values",
    "insert into ledger.{0} ({1}) select {1} from ledger.{0}",
    "update ledger.{0} set {1} = {1}",
    "delete from ledger.{0}",
    "truncate ledger.{0}",
    "drop table ledger.{0}",
    "alter table ledger.{0} add column x int",
    "alter table ledger.{0} drop column {1}",
    "alter table ledger.{0} disable trigger all",
    "alter table ledger.{0} owner to provident_app",
    "alter table ledger.{0} set schema public",
    "create trigger t before insert on ledger.{0} execute function"
    " suppress_redundant_updates_trigger()",
    "create index on ledger.{0} ({1})",
    "create rule r as on insert to ledger.{0} do instead nothing",
    "comment on table ledger.{0} is 'x'",
    "copy ledger.{0} ({1}) from stdin",
    "lock table ledger.{0} in row exclusive mode",
    "select * from ledger.{0} for update",
    "merge into ledger.{0} x using (select 1) y on false when matched then delete",
]


def test_no_table_of_the_ledger_can_be_written(app: Cursor) -> None:
    app.execute(RELATIONS)
    tables = [(name, column) for name, kind, column in app.fetchall() if kind != "S"]
    assert {"entry", "line", "line_202611", "holder", "hold", "day_seal"} <= {
        t for t, _ in tables
    }
    for attempt in TABLE_ATTEMPTS:
        ended = {name: sqlstate(app, attempt.format(name, column)) for name, column in tables}
        assert set(ended.values()) == {"42501"}, (attempt, ended)


def test_copy_into_the_lines(app: Cursor) -> None:
    text = "copy ledger.line (business_date, entry_id, side, gl_account, amount, value_date)"
    with pytest.raises(errors.InsufficientPrivilege), app.copy(f"{text} from stdin") as copy:
        copy.write_row((DAY, 1, "D", FUND, a(5), DAY))


ATTEMPTS = [
    "create function ledger.mine() returns int language sql as 'select 1'",
    "create or replace function ledger.release(p_hold bigint, p_operation text)"
    " returns void language sql as 'select null'",
    "drop function ledger.release(bigint, text)",
    "alter function ledger.release(bigint, text) security invoker",
    "alter function ledger.release(bigint, text) reset search_path",
    "grant execute on function ledger.end_hold to provident_app",
    "create table ledger.mine (x int)",
    "create view ledger.mine as select 1",
    "alter schema ledger rename to mine",
    "drop schema ledger cascade",
    "create schema mine",
    "create table public.holder (id int)",
    "create function public.mine() returns int language sql as 'select 1'",
    "drop trigger balanced on ledger.line",
    "set role provident_ledger",
    "set role provident_owner",
    "set session authorization provident_ledger",
    "grant provident_ledger to provident_app",
    "alter role provident_app superuser",
    "create role mine superuser",
    "set session_replication_role = replica",
    "alter default privileges for role provident_ledger grant insert on tables to public",
    "reassign owned by provident_ledger to provident_app",
    "alter database provident_test owner to provident_app",
    "copy (select 1) to program 'true'",
    "do $$ begin insert into ledger.rate_boundary values ('2026-12-01'); end $$",
    "update operation set maker = 'somebody'",
    "delete from operation",
    "truncate operation",
    "update policy_release set maker = 'somebody'",
    "delete from policy_release",
    "truncate policy_release cascade",
    "delete from business_day",
    "drop table operation",
    "alter table operation disable trigger all",
    "delete from django_migrations",
]


def test_no_forbidden_way_leads_in(app: Cursor) -> None:
    ended = {attempt: sqlstate(app, attempt) for attempt in ATTEMPTS}
    assert {way: how for way, how in ended.items() if how != "42501"} == {}


INNER_CALLS = [
    "ledger.end_hold(1, 'posted', 'x', '2026-11-02', 1)",
    "ledger.adjust_segments('{1}', '{1}', '{2026-11-02}')",
    "ledger.require_balanced()",
    "ledger.require_day('2026-11-02')",
    "ledger.write_entry('2026-11-02', 'x', 'x', 'x', 'x', null, null, '{}', '{}', '{}',"
    " '{}', '{}', '{}', '{}', '{}', 1, '2026-11-02', 1)",
]


def test_the_inner_functions_are_closed(app: Cursor) -> None:
    for call in INNER_CALLS:
        assert sqlstate(app, f"select {call}") == "42501", call


def test_exactly_the_face_can_be_called(app: Cursor) -> None:
    app.execute(
        "select proname from pg_proc where pronamespace = 'ledger'::regnamespace"
        " and has_function_privilege('provident_app', oid, 'execute')"
    )
    assert {row[0] for row in app.fetchall()} == MAY_CALL


def test_every_function_is_fenced(owner: Connection) -> None:
    """Owned by provident_ledger, a search_path of its own, nothing granted to PUBLIC."""
    rows = owner.execute(
        "select proname, proowner::regrole::text, prosecdef, proconfig,"
        " exists (select 1 from aclexplode(coalesce(proacl, acldefault('f', proowner))) x"
        "          where x.grantee = 0)"
        " from pg_proc where pronamespace = 'ledger'::regnamespace"
    ).fetchall()
    assert len(rows) > len(MAY_CALL)
    for name, owned_by, _definer, config, public in rows:
        assert owned_by == "provident_ledger", name
        assert isinstance(config, list), name
        assert "search_path=ledger, pg_temp" in config, name
        assert not public, name
    definers = {name for name, _, definer, _, _ in rows if definer}
    assert MAY_CALL - {"interest_year_end"} <= definers


def test_a_function_added_later_is_closed_too(owner: Connection) -> None:
    with owner.transaction(force_rollback=True):
        owner.execute("set local role provident_ledger")
        owner.execute("create function ledger.later() returns int language sql as 'select 1'")
        owner.execute("create table ledger.later (x int)")
        row = owner.execute(
            "select has_function_privilege('provident_app', 'ledger.later()', 'execute'),"
            " has_table_privilege('provident_app', 'ledger.later', 'select'),"
            " has_table_privilege('provident_app', 'ledger.later', 'insert')"
        ).fetchone()
    assert row == (False, True, False)


def test_the_rights_are_reading_and_nothing_else(owner: Connection) -> None:
    rows = owner.execute(RELATIONS).fetchall()
    for name, kind, _ in rows:
        relation = f"ledger.{name}"
        if kind == "S":
            rights = ("sequence", "usage, update, select")
        else:
            rights = (
                "table", "insert, update, delete, truncate, references, trigger, maintain",
            )  # fmt: skip
        found = owner.execute(
            f"select has_{rights[0]}_privilege('provident_app', %s, %s)", [relation, rights[1]]
        ).fetchone()
        assert found == (False,), relation
        if kind != "S":
            columns = owner.execute(
                "select has_any_column_privilege('provident_app', %s, 'insert, update'),"
                " has_table_privilege('provident_app', %s, 'select')", [relation, relation],
            ).fetchone()  # fmt: skip
            assert columns == (False, True), relation


def test_the_roles_are_what_they_should_be(owner: Connection) -> None:
    rows = owner.execute(
        "select rolname, rolsuper, rolcanlogin, rolcreaterole, rolcreatedb, rolbypassrls"
        " from pg_roles where rolname like 'provident%' order by 1"
    ).fetchall()
    assert rows == [
        ("provident_app", False, True, False, False, False),
        ("provident_ledger", False, False, False, False, False),
        ("provident_owner", False, True, False, False, False),
    ]
    member_of = owner.execute(
        "select count(*) from pg_auth_members where member = 'provident_app'::regrole"
    ).fetchone()
    assert member_of == (0,)


FAKES = """
create temp table holder as select * from ledger.holder;
create temp table hold as select * from ledger.hold;
create temp table hold_line as select * from ledger.hold_line;
create temp table gl_account as select * from ledger.gl_account;
create temp table rate_boundary (on_date date);
create temp table entry (id bigint);
create temp table line (id bigint);
create temp table business_day (date date, state text);
create function pg_temp.require_day(p_day date) returns void language sql as 'select null';
set search_path = pg_temp, public, ledger
"""


def test_tables_of_the_same_name_deceive_nobody(
    app: Cursor,
) -> None:
    """The ledger's functions look in `ledger` alone, whatever stands before it elsewhere."""
    [member] = members(1)
    try:
        for statement in FAKES.split(";"):
            app.execute(statement)  # type: ignore[call-overload]
        with operation_on() as at:
            pay_in(at, {member: a(10)})
        with operation_on() as at:
            hold_out(at, member, a(4))
        assert state(member)[:2] == (a(10), a(4))
        assert app.execute("select sum(balance) from pg_temp.holder").fetchone() == (0,)
        assert app.execute("select count(*) from pg_temp.hold").fetchone() == (0,)
        app.execute("insert into pg_temp.business_day values ('2026-12-24', 'open')")
        with pytest.raises(psycopg.Error) as caught:
            app.execute("select ledger.total_day('2026-12-24')")
        assert caught.value.sqlstate == "HP002"
    finally:
        app.execute("discard all")


EVIL = (
    "create function pg_temp.deed() returns int language plpgsql as $$ begin"
    " if current_user = 'provident_ledger' then"
    "   insert into ledger.rate_boundary values ('2026-12-01');"
    " end if; return 1; end $$",
    # Declared immutable, so that the planner itself may call it.
    "create function pg_temp.evil() returns int language plpgsql immutable as $$ begin"
    " return pg_temp.deed(); end $$",
)
ENTRY = "entry_key bigint, summary text, bank_date date, occurred_on date"
MOVEMENT = """
create temp table batch_movement (entry_key bigint, line_name text, side char(1),
    gl_account text, holder_id bigint, amount numeric(18,2), value_date date, month date,
    unit_share numeric(18,2), personal_share numeric(18,2))
"""


BAITS = (
    (
        "create temp view batch_entry as select 1::bigint as entry_key, 'x' as summary,"
        " null::date as bank_date, null::date as occurred_on where pg_temp.evil() = 1",
    ),
    (
        f"create temp table batch_entry ({ENTRY})",
        "alter table batch_entry enable row level security",
        "create policy p on batch_entry using (pg_temp.evil() = 1)",
    ),
    (
        f"create temp table batch_entry ({ENTRY})",
        "create index on batch_entry (summary) where pg_temp.evil() = 1",
    ),
)


def test_a_batch_made_by_the_caller_is_not_read(app: Cursor) -> None:
    """Reading his view, policy or index would run his code with the ledger's rights."""
    for bait in BAITS:
        for statement in (*EVIL, *bait, MOVEMENT):
            app.execute(statement)  # type: ignore[call-overload]
        app.execute("grant select on batch_entry, batch_movement to public")
        call = "select ledger.post_batch('2026-11-02', 'x', 'x', 'x')"
        assert sqlstate(app, call) == "42501"
        app.execute("discard all")


@pytest.fixture(autouse=True)
def untouched(fund: str) -> Iterator[None]:
    """After every attempt the ledger is as it was: no rows but what the test itself booked."""
    yield
    with psycopg.connect(fund) as connection:
        row = connection.execute(
            "select (select count(*) from ledger.rate_boundary),"
            " (select count(*) from ledger.day_seal),"
            " (select count(*) from business_day where date = %s and state = 'open')",
            [date(2026, 11, 2)],
        ).fetchone()
    assert row == (0, 0, 1)
