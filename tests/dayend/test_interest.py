"""年度结息 and rate changes.

Vectors: 1 000.00 on the 15th of each month July to June gives 91.50; 10 000.00 for a whole
year at 1.5 % gives 152.08 (actual days, 360-day year, half up to the fen; 30 June belongs
to the old year, the interest's value date is 1 July).  The others are worked out beside
their test.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from provident.collection.rules.interest import interest
from provident.kernel.context import By
from provident.kernel.money import half_up_fen
from provident.kernel.refusal import Refusal

DAY = date(2026, 11, 2)
LAST = date(2027, 6, 30)
NEW_YEAR = date(2027, 7, 1)
CLERK = By("日终", None, "command_line")
STEP = timedelta(days=30)


def credit(holder: int, amount: str, value_date: date) -> None:
    from provident.kernel.operation import perform

    perform(
        "tests.credit",
        {"holder": holder, "amount": amount, "value_date": value_date},
        CLERK,
    )


def pass_days(until: date) -> None:
    """Open day after day, a month apart at most, until the given one is open."""
    from provident.kernel import clock
    from provident.kernel.operation import perform

    while (today := clock.today()) < until:
        following = min(today + STEP, until)
        perform("dayend.cut_off", {"day": today, "next_day": following}, CLERK)


def settle(day: date = LAST):
    from provident.dayend.api import settle_interest

    return settle_interest(day, CLERK, patience=0)


def row(statement: str, *values: object) -> tuple:
    from provident.kernel import sql

    return sql.call(statement, *values)


def holders() -> list[int]:
    from provident.kernel import sql

    found = sql.cursor().execute(
        "select id from ledger.holder where bears_interest order by id"
    )
    return [one for (one,) in found.fetchall()]


def failed() -> list[str]:
    """The ledger's own invariants that do not hold; these tests have no business documents."""
    from provident.reconciliation import checks

    return [
        one.code
        for one in checks.run_all()
        if not one.holds and one.code.startswith(("ledger.", "compare.interest"))
    ]


def test_the_published_vectors(town) -> None:
    monthly, whole, nothing, *_ = holders()
    for month in range(12):
        year, number = divmod(6 + month, 12)
        credit(monthly, "1000.00", date(2026 + year, number + 1, 15))
    credit(whole, "10000.00", date(2026, 7, 1))
    pass_days(LAST)
    done = settle()
    assert done.receipt.facts["interest"] == "243.58"
    read = "select balance, carried_over, current_year, product, interest_until from"
    for holder, balance in ((monthly, "12091.50"), (whole, "10152.08"), (nothing, "0.00")):
        amount = Decimal(balance)
        # 2027-07-01 to 2028-07-01 has 366 days: 29 February 2028 lies between.
        expected = (amount, amount, Decimal("0.00"), amount * 366, date(2028, 7, 1))
        assert row(f"{read} ledger.holder where id = %s", holder) == expected
    assert failed() == []


def test_the_entry_expenses_what_was_not_accrued(town) -> None:
    """Dr 41101 / Cr 20101, all of it with the value date 1 July, on 30 June."""
    from provident.kernel import sql

    credit(holders()[0], "10000.00", date(2026, 7, 1))
    pass_days(LAST)
    settle()
    lines = sql.cursor().execute(
        "select business_date, side, gl_account, amount, value_date from ledger.line"
        " where business_date = %s order by side desc",
        [LAST],
    )
    assert [(on, side, gl, str(amount), value) for on, side, gl, amount, value in lines] == [
        (LAST, "D", "41101", "152.08", NEW_YEAR),
        (LAST, "C", "20101", "152.08", NEW_YEAR),
    ]


def test_the_new_year_is_open_and_a_second_settlement_changes_nothing(town) -> None:
    from provident.kernel.operation import perform

    credit(holders()[0], "10000.00", date(2026, 7, 1))
    pass_days(LAST)
    first = settle()
    again = settle()
    other = perform("dayend.settle_interest", {"day": LAST}, CLERK)
    assert first.receipt == again.receipt == other.receipt
    assert row("select date from business_day where state = 'open'") == (NEW_YEAR,)
    assert row("select count(*) from ledger.interest_settled") == (6,)


def test_the_day_after_30_june_does_not_open_without_settlement(town) -> None:
    from provident.kernel.operation import perform

    pass_days(date(2027, 6, 20))
    with pytest.raises(Refusal) as skipped:
        perform(
            "dayend.cut_off", {"day": date(2027, 6, 20), "next_day": date(2027, 7, 2)}, CLERK
        )
    assert skipped.value.codes() == {"day.skips_settlement"}
    pass_days(LAST)
    with pytest.raises(Refusal) as refused:
        perform("dayend.cut_off", {"day": LAST}, CLERK)
    assert refused.value.codes() == {"day.not_settled"}


def test_a_holder_that_cannot_be_settled_is_named_and_nothing_is_done(town) -> None:
    """Two products are spoilt behind the business' back; the others wait for them."""
    bad = holders()[1:3]
    credit(holders()[0], "10000.00", date(2026, 7, 1))
    pass_days(LAST)
    town.corrupt(f"update ledger.holder set product = -7 where id in ({bad[0]}, {bad[1]})")
    with pytest.raises(Refusal) as refused:
        settle()
    assert refused.value.codes() == {"interest.negative_product"}
    (owner,) = row("select owner from ledger.holder where id = %s", bad[0])
    says = [reason.says for reason in refused.value.reasons]
    assert len(says) == 2
    assert owner.removeprefix("member:") in says[0]
    assert row("select date from business_day where state = 'open'") == (LAST,)
    assert row("select count(*) from ledger.interest_settled") == (0,)
    town.corrupt("update ledger.holder set product = 0 where product < 0")
    assert settle().receipt.facts["interest"] == "152.08"


def test_interest_is_settled_on_30_june_only(town) -> None:
    with pytest.raises(Refusal) as refused:
        settle(DAY)
    assert refused.value.codes() == {"interest.day"}


@pytest.fixture
def rate_change():
    """The deposit rate becomes 2.00 % on 2026-11-20."""
    from provident.kernel import policy_source

    opener = policy_source._opener
    assert opener
    change = date(2026, 11, 20)

    class Changed:
        def __init__(self, newest=None) -> None:
            self.source = opener(newest)
            self.release_id = self.source.release_id

        def value(self, name, *, on, **scope):
            found = self.source.value(name, on=on, **scope)
            if name.startswith("deposit.") and name.endswith("_rate") and on >= change:
                return replace(found, value=Decimal("2.00"))
            return found

        def change_dates(self, name, start, end, *, centre=None):
            return (change,) if start < change < end else ()

    policy_source.bind(Changed)
    yield change
    policy_source.bind(opener)


def test_products_are_frozen_where_the_rate_changes(town, rate_change: date) -> None:
    """10 000 × 142 days × 1.5 % + 10 000 × 223 days × 2 %, ÷ 360 = 183.06.

    1 000 credited on 2026-12-02 with the value date 2026-11-10: 10 days at 1.5 %, 223 at
    2 % = 12.81.
    """
    first, late, *_ = holders()
    credit(first, "10000.00", date(2026, 7, 1))
    pass_days(date(2026, 12, 2))
    assert row(
        "select boundary, product from ledger.product_segment where holder_id = %s", first
    ) == (
        rate_change,
        Decimal("1420000.00"),
    )
    credit(late, "1000.00", date(2026, 11, 10))
    assert failed() == []
    pass_days(LAST)
    settle()
    read = "select interest from ledger.interest_settled where holder_id = %s"
    assert row(read, first) == (Decimal("183.06"),)
    assert row(read, late) == (Decimal("12.81"),)
    assert failed() == []


def test_a_corrupted_segment_is_found(town, rate_change: date) -> None:
    credit(holders()[0], "10000.00", date(2026, 7, 1))
    pass_days(date(2026, 12, 2))
    town.corrupt("update ledger.product_segment set product = product + 1")
    assert failed() == ["ledger.segments"]


def test_the_fast_form_equals_the_rule(town, rate_change: date) -> None:
    """Random credits and the sum over their days, computed here, for every holder."""
    chance = random.Random(20261102)
    moves: dict[int, list[tuple[Decimal, date]]] = {holder: [] for holder in holders()}
    for holder, made in moves.items():
        for _ in range(8):
            amount = Decimal(chance.randint(1, 10_000_000)) / 100
            value_date = date(2026, 7, 1) + timedelta(days=chance.randrange(365))
            credit(holder, str(amount), value_date)
            made.append((amount, value_date))
    pass_days(LAST)
    settle()
    for holder, made in moves.items():
        before = sum(
            (amount * max((rate_change - on).days, 0) for amount, on in made), Decimal(0)
        )
        whole = sum((amount * (NEW_YEAR - on).days for amount, on in made), Decimal(0))
        rates = [Decimal("1.50"), Decimal("2.00")]
        expected = interest([before, whole - before], rates, 360)
        by_hand = (before * rates[0] + (whole - before) * rates[1]) / 36000
        assert expected == half_up_fen(by_hand)
        found = row("select interest from ledger.interest_settled where holder_id = %s", holder)
        assert found == (expected,)
    assert failed() == []
