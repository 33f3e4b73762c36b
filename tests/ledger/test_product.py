"""积数 · the product that interest is computed from, against published vectors and by days.

Interest is product × 1.5 % / 360 (银发〔2016〕43号: one rate since 2016-02-21; product method,
actual days over 360).  30 June belongs to the old year, so days count up to 1 July.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import psycopg
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_books import (
    FUND,
    a,
    by_days,
    lines,
    members,
    one,
    operation_on,
    pay_in,
    pay_out,
    reverse,
    state,
    suspense,
)
from psycopg import errors

from provident.kernel import sql
from provident.kernel.dates import Month, interest_year_end, interest_year_start
from provident.kernel.money import ZERO, half_up_fen
from provident.kernel.places import project_dir
from provident.kernel.refusal import Refusal
from provident.ledger import api as ledger
from provident.ledger.api import Leg

YEAR = (date(2026, 7, 1), date(2027, 7, 1))
Switch = Callable[[date], None]


def interest(product: Decimal) -> Decimal:
    return half_up_fen(product * Decimal("0.015") / 360)


def product(member: int) -> Decimal:
    return state(member)[4]


def test_a_thousand_on_every_fifteenth(fund: str, switch_day: Switch) -> None:
    """Vector: 1 000 on each 15th from 2024-07 to 2025-06 → 2 196 000 → 91.50."""
    member = None
    for number in range(12):
        day = (Month(2024, 7) + number).day(15)
        switch_day(day)
        if member is None:
            [member] = members(1, on=day)
        with operation_on(day) as at:
            pay_in(at, {member: a(1000)})
    assert member is not None
    assert product(member) == Decimal("2196000.00")
    assert interest(product(member)) == Decimal("91.50")


@pytest.mark.parametrize(
    ("start", "days", "earned"),
    [(date(2026, 7, 1), 365, "152.08"), (date(2027, 7, 1), 366, "152.50")],
)
def test_ten_thousand_for_a_year(
    fund: str, switch_day: Switch, start: date, days: int, earned: str
) -> None:
    """Vector: 10 000 × 365 days → 152.08; the year that holds 2028-02-29 → 152.50."""
    switch_day(start)
    [member] = members(1, on=start)
    with operation_on(start) as at:
        pay_in(at, {member: a(10_000)})
    assert product(member) == a(10_000 * days)
    assert interest(product(member)) == Decimal(earned)


def test_a_payment_earns_until_the_day_before_it(fund: str) -> None:
    """500 stand from 1 to 10 December, both included, 200 of them for the rest of the year."""
    [member] = members(1)
    with operation_on() as at:
        pay_in(at, {member: a(500)}, value_date=date(2026, 12, 1))
    with operation_on() as at:
        pay_out(at, member, a(300), value_date=date(2026, 12, 11))
    # 10 days with 500; from 11 December to 30 June with 200: 21+31+28+31+30+31+30 days.
    assert product(member) == a(10 * 500 + 202 * 200)


def test_one_day_earns_and_the_last_day_counts(fund: str) -> None:
    [member] = members(1)
    with operation_on() as at:
        pay_in(at, {member: a(5)}, value_date=date(2027, 6, 30))
    assert product(member) == a(5)


def test_value_dates_outside_the_interest_year_are_refused(fund: str) -> None:
    [member] = members(1)
    for day, inside in (
        (date(2026, 6, 30), False),
        (date(2026, 7, 1), True),
        (date(2027, 6, 30), True),
        (date(2027, 7, 1), False),
    ):
        if inside:
            with operation_on() as at:
                pay_in(at, {member: a(1)}, value_date=day)
            continue
        with pytest.raises(Refusal) as caught, operation_on() as at:
            pay_in(at, {member: a(1)}, value_date=day)
        assert caught.value.codes() == {"ledger.value_date"}
        assert "计息年度" in str(caught.value)
    assert state(member)[0] == a(2)


def test_a_holder_without_interest_has_no_product_and_any_value_date(fund: str) -> None:
    receipt = suspense()
    with operation_on() as at:
        ledger.post(
            "settlement.suspend", at, amounts={"received": a(9)}, value_date=date(2020, 1, 1),
            legs={"fund_deposit": [Leg(gl_account=FUND)], "suspense": [Leg(holder=receipt)]},
        )  # fmt: skip
    assert state(receipt) == (a(9), ZERO, ZERO, ZERO, ZERO)


@given(st.dates(date(1999, 1, 1), date(2100, 12, 31)))
def test_the_interest_year_of_a_day(day: date) -> None:
    start, end = interest_year_start(day), interest_year_end(day)
    assert start <= day < end
    assert (start.month, start.day, end.month, end.day) == (7, 1, 7, 1)
    assert end.year == start.year + 1


@pytest.mark.usefixtures("books")
def test_the_database_knows_the_same_interest_year() -> None:
    for day in (date(2026, 6, 30), date(2026, 7, 1), date(2028, 2, 29), date(2026, 12, 31)):
        assert one("select ledger.interest_year_end(%s)", day) == interest_year_end(day)


def freeze(day: date) -> None:
    sql.call("select ledger.freeze_products(%s)", day)


def segments(member: int) -> dict[date, Decimal]:
    rows = sql.cursor().execute(
        "select boundary, product from ledger.product_segment where holder_id = %s", [member]
    )
    return dict(rows.fetchall())


@pytest.fixture
def member(fund: str) -> int:
    """A member with 1 000 since 1 July 2026."""
    [opened] = members(1)
    with operation_on() as at:
        pay_in(at, {opened: a(1000)}, value_date=YEAR[0])
    return opened


def test_a_rate_change_freezes_the_product_to_date(member: int) -> None:
    """1 July to 24 October are 115 days; a later correction reaches back into the segment."""
    boundary = date(2026, 10, 24)
    freeze(boundary)
    freeze(boundary)  # again: nothing changes
    assert segments(member) == {boundary: a(1000 * 115)}
    with operation_on() as at:
        late = pay_in(at, {member: a(70)}, value_date=date(2026, 10, 14))
    assert segments(member) == {boundary: a(1000 * 115 + 70 * 10)}
    with operation_on() as at:
        pay_in(at, {member: a(30)})
    with operation_on() as at:
        reverse(at, late)
    assert segments(member) == {boundary: a(1000 * 115)}
    assert product(member) == by_days(lines(member), *YEAR)


def test_a_boundary_before_one_that_is_frozen_is_refused(member: int) -> None:
    freeze(date(2026, 10, 24))
    with pytest.raises(errors.Error) as caught:
        freeze(date(2026, 10, 1))
    assert caught.value.sqlstate == "HP005"


Move = tuple[str, int, date]
moves = st.lists(
    st.tuples(
        st.sampled_from(["in", "in", "out"]),
        st.integers(1, 5_000),
        st.dates(YEAR[0], date(2027, 6, 30)),
    ),
    max_size=4,
)
boundaries = st.lists(
    st.dates(date(2026, 7, 2), date(2027, 6, 29)), min_size=1, max_size=3, unique=True
)


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(boundaries, st.lists(moves, min_size=4, max_size=4))
def test_segments_and_rest_are_what_the_days_say(
    member: int, changes: list[date], rounds: list[list[Move]]
) -> None:
    """Whatever is booked before or after the freezing, with value dates on either side."""
    with transaction.atomic():
        newcomer: int | None = None
        for place, booked in enumerate(rounds):
            if place == 2:
                [newcomer] = members(1)
            for kind, fen, value_date in booked:
                amount = Decimal(fen) / 100
                with operation_on() as at:
                    if kind == "in":
                        paid = {member: amount} | ({newcomer: amount} if newcomer else {})
                        pay_in(at, paid, value_date=value_date)
                    else:
                        pay_out(at, member, amount, value_date=value_date)
            if place < len(changes):
                freeze(sorted(changes)[place])
        for holder in (member, newcomer):
            if holder is not None:
                _segments_agree(holder, sorted(changes))
        transaction.set_rollback(True)


def _segments_agree(holder: int, changes: list[date]) -> None:
    moved, frozen = lines(holder), segments(holder)
    edges = [YEAR[0], *changes]
    for since, boundary in zip(edges, changes, strict=False):
        assert frozen.get(boundary, ZERO) == by_days(moved, since, boundary)
    rest = product(holder) - sum(frozen.values(), ZERO)
    assert rest == by_days(moved, changes[-1], YEAR[1])


def test_the_independent_audit_agrees(
    member: int, owner: psycopg.Connection[tuple[object, ...]]
) -> None:
    """A frozen product that somebody changes by a yuan-day does not stay unseen."""
    path = project_dir("src") / "provident/ledger/sql/check_segments.sql"
    text = path.read_text(encoding="utf-8")
    freeze(date(2026, 10, 24))
    assert owner.execute(text, {"limit": 5}).fetchall() == []
    owner.execute("update ledger.product_segment set product = product + 1")
    assert len(owner.execute(text, {"limit": 5}).fetchall()) == 1
