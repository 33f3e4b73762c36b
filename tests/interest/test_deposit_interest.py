"""Deposit interest against vectors and arithmetic done by hand beside each test.

Sources: 银发〔2005〕129号 (daily rate = yearly rate ÷ 360, actual days), 银发〔2016〕43号 (one
rate of 1.50 % since 2016-02-21), the People's Bank's benchmark rates before; 1 000 on each 15th
from July to June gives a product of 2 196 000 and 91.50.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provident.collection.policy import deposit_terms
from provident.collection.rules.interest import (
    DepositTerms,
    InterestStatement,
    MethodStep,
    Movement,
    RateStep,
    statement,
)
from provident.kernel.refusal import Refusal

ONE_RATE = DepositTerms(
    rates=(RateStep(date(2016, 2, 21), Decimal("1.50"), Decimal("1.50")),),
    methods=(MethodStep(date(2016, 2, 21), "segmented"),),
    day_basis=360,
)


def credit(day: str, amount: str) -> Movement:
    return Movement(date.fromisoformat(day), Decimal(amount), "credit")


def debit(day: str, amount: str) -> Movement:
    return Movement(date.fromisoformat(day), Decimal(amount), "debit")


def forward(day: str, amount: str) -> Movement:
    return Movement(date.fromisoformat(day), Decimal(amount), "brought_forward")


def on_each_15th(first_july: int, amount: str = "1000") -> list[Movement]:
    days = [date(first_july + (6 + n) // 12, (6 + n) % 12 + 1, 15) for n in range(12)]
    return [Movement(day, Decimal(amount), "credit") for day in days]


def settled(ask, movements: list[Movement], on: str) -> InterestStatement:
    day = date.fromisoformat(on)
    first = min(one.value_date for one in movements)
    return statement(movements, day, deposit_terms(ask, first, day))


@pytest.mark.parametrize(
    ("begins", "settles", "interest"),
    [
        # 10 000 × 365 × 1.5 % ÷ 360 = 152.0833…
        ("2026-07-01", "2027-06-30", "152.08"),
        # 29 February 2028 lies between: 10 000 × 366 × 1.5 % ÷ 360 = 152.50 exactly
        ("2027-07-01", "2028-06-30", "152.50"),
        # 30 June itself earns: one day is 10 000 × 1.5 % ÷ 360 = 0.4166…
        ("2027-06-30", "2027-06-30", "0.42"),
    ],
)
def test_a_whole_year(ask, begins: str, settles: str, interest: str) -> None:
    assert settled(ask, [credit(begins, "10000")], settles).interest == Decimal(interest)


def test_a_year_of_monthly_contributions(ask) -> None:
    told = settled(ask, on_each_15th(2024), "2025-06-30")
    (year,) = told.years
    assert [segment.product for segment in year.segments] == [Decimal(2_196_000)]
    assert told.interest == Decimal("91.50")
    assert told.balance == Decimal("12091.50")


def test_before_2016_two_products_at_the_rates_of_the_settlement_day(ask) -> None:
    """2014-07 … 2015-06: 10 000 brought forward and 1 000 on each 15th.

    Rates posted on 2015-06-30: three months 1.60 (since 2015-06-28), demand 0.35.
    Carried over:  10 000 × 365 = 3 650 000;  × 1.60 ÷ 36 000 = 162.2222
    Current year:              2 196 000;     × 0.35 ÷ 36 000 =  21.3500
    Together 183.5722 → 183.57.
    """
    told = settled(ask, [forward("2014-07-01", "10000"), *on_each_15th(2014)], "2015-06-30")
    (year,) = told.years
    assert [(one.part, one.rate, one.product) for one in year.segments] == [
        ("carried_over", Decimal("1.60"), Decimal(3_650_000)),
        ("current_year", Decimal("0.35"), Decimal(2_196_000)),
    ]
    assert told.interest == Decimal("183.57")


def test_before_2016_money_out_is_taken_from_what_was_carried_over(ask) -> None:
    """5 000 carried over, 3 000 in on 2013-09-01, 6 000 out on 2014-01-01.

    Carried over: 5 000 × 184 days (1 July to 31 December) = 920 000, then nothing.
    Current year: 3 000 × 122 (1 September to 31 December) + 2 000 × 181 = 728 000.
    Rates on 2014-06-30: 2.60 and 0.35: 66.4444 + 7.0778 = 73.5222 → 73.52.
    """
    told = settled(
        ask,
        [
            forward("2013-07-01", "5000"),
            credit("2013-09-01", "3000"),
            debit("2014-01-01", "6000"),
        ],
        "2014-06-30",
    )
    assert [one.product for one in told.years[0].segments] == [
        Decimal(920_000),
        Decimal(728_000),
    ]
    assert told.interest == Decimal("73.52")


def test_before_2016_closing_takes_the_rate_of_the_closing_day(ask) -> None:
    """Closed on 2015-05-20: 323 days (184 + 31 + 28 + 31 + 30 + 19) at 1.85 %, since 05-11.

    10 000 × 323 × 1.85 ÷ 36 000 = 165.9861 → 165.99.
    """
    told = settled(ask, [forward("2014-07-01", "10000")], "2015-05-20")
    assert told.interest == Decimal("165.99")
    assert told.years[-1].ending == "closing"


def test_the_year_of_the_change_is_cut_on_2016_02_21(ask) -> None:
    """235 days at 1.10 % (three months, since 2015-10-24), 131 days at 1.50 %.

    10 000 × (235 × 1.10 + 131 × 1.50) ÷ 36 000 = 4 550 000 ÷ 36 000 = 126.3889 → 126.39.
    """
    told = settled(ask, [forward("2015-07-01", "10000")], "2016-06-30")
    (year,) = told.years
    assert [(one.until_on - one.from_on).days for one in year.segments] == [235, 131]
    assert told.interest == Decimal("126.39")


def test_closing_pays_to_the_day_before(ask) -> None:
    """From 2026-07-01 to 2026-11-01: 31 + 31 + 30 + 31 + 1 = 124 days → 51.6666… = 51.67."""
    told = settled(ask, [credit("2026-07-01", "10000")], "2026-11-02")
    assert told.interest == Decimal("51.67")
    # what goes out on the closing day earns nothing and is part of the balance
    gone = [credit("2026-07-01", "10000"), debit("2026-11-02", "10000")]
    assert settled(ask, gone, "2026-11-02").balance == Decimal("51.67")


def test_interest_joins_the_principal_on_1_july(ask) -> None:
    """152.08 in the first year; 10 152.08 × 365 × 1.5 ÷ 36 000 = 154.396… → 154.40."""
    told = settled(ask, [credit("2024-07-01", "10000")], "2026-06-30")
    assert [year.interest for year in told.years] == [Decimal("152.08"), Decimal("154.40")]
    assert told.years[1].segments[0].part == "carried_over"
    assert told.balance == Decimal("10306.48")


def test_closing_on_1_july_finds_the_year_settled(ask) -> None:
    told = settled(ask, [credit("2026-07-01", "10000")], "2027-07-01")
    assert (told.interest, told.years[-1].ending) == (Decimal("152.08"), "settlement")


def test_a_change_of_rate_cuts_the_year() -> None:
    """10 000 × (142 days × 1.5 % + 223 days × 2 %) ÷ 360 = 59.1667 + 123.8889 = 183.06."""
    changed = replace(
        ONE_RATE,
        rates=(*ONE_RATE.rates, RateStep(date(2026, 11, 20), Decimal("2.00"), Decimal("2.00"))),
    )
    told = statement([credit("2026-07-01", "10000")], date(2027, 6, 30), changed)
    assert told.interest == Decimal("183.06")
    assert len(told.years[0].segments) == 2


START = date(2026, 7, 1)
END = date(2027, 7, 1)
FEN = st.integers(1, 10_000_000).map(lambda fen: Decimal(fen) / 100)
DAY = st.integers(0, 364).map(lambda days: START + timedelta(days=days))
CREDITS = st.lists(st.builds(Movement, DAY, FEN, st.just("credit")), min_size=1, max_size=12)


def day_by_day(movements: list[Movement], until: date) -> Decimal:
    """The balance of each day added up, one day after the other."""
    total, day = Decimal(0), START
    while day < until:
        total += sum((one.amount for one in movements if one.value_date <= day), Decimal(0))
        day += timedelta(days=1)
    return total


@settings(max_examples=60, deadline=None)
@given(CREDITS)
def test_the_product_is_the_sum_over_days(movements: list[Movement]) -> None:
    product = day_by_day(movements, END)
    expected = (product * Decimal("1.5") / 36000).quantize(Decimal("0.01"), ROUND_HALF_UP)
    told = statement(movements, date(2027, 6, 30), ONE_RATE)
    assert told.interest == expected


@settings(max_examples=60, deadline=None)
@given(CREDITS, st.integers(0, 363))
def test_closing_takes_away_the_days_that_are_not_earned(
    movements: list[Movement], days: int
) -> None:
    """The ledger's form: product to 1 July − balance × days from the closing day to 1 July."""
    closing = START + timedelta(days=days)
    kept = [one for one in movements if one.value_date <= closing]
    if not kept or (closing.month, closing.day) == (6, 30):
        return
    to_july = sum((one.amount * (END - one.value_date).days for one in kept), Decimal(0))
    balance = sum((one.amount for one in kept), Decimal(0))
    product = to_july - balance * (END - closing).days
    expected = (product * Decimal("1.5") / 36000).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert statement(kept, closing, ONE_RATE).interest == expected


@settings(max_examples=60, deadline=None)
@given(CREDITS, st.randoms(use_true_random=False))
def test_order_and_splitting_change_nothing(movements: list[Movement], chance) -> None:
    told = statement(movements, date(2027, 6, 30), ONE_RATE).interest
    halves = [
        replace(one, amount=part)
        for one in movements
        for part in (one.amount - Decimal("0.01"), Decimal("0.01"))
        if part > 0
    ]
    chance.shuffle(halves)
    assert statement(halves, date(2027, 6, 30), ONE_RATE).interest == told


def refused(movements: list[Movement], on: str, terms: DepositTerms = ONE_RATE) -> set[str]:
    with pytest.raises(Refusal) as caught:
        statement(movements, date.fromisoformat(on), terms)
    return caught.value.codes()


def test_every_fault_of_the_movements_at_once() -> None:
    movements = [
        credit("2015-01-01", "100"),
        credit("2026-08-01", "-5"),
        credit("2026-08-02", "0"),
        credit("2026-08-03", "1.005"),
        forward("2026-09-01", "10"),
        credit("2027-08-01", "10"),
    ]
    assert refused(movements, "2027-06-30") == {
        "interest.before_known",
        "interest.amount",
        "interest.brought_forward",
        "interest.brought_forward_day",
        "interest.after_settlement",
    }


def test_nothing_and_too_much_are_named() -> None:
    assert refused([], "2027-06-30") == {"interest.no_movements"}
    overdrawn = [credit("2026-07-01", "100"), debit("2026-08-01", "100.01")]
    assert refused(overdrawn, "2027-06-30") == {"interest.overdrawn"}


def test_a_leap_day_is_a_day(ask) -> None:
    """10 000 from 29 February to 30 June 2028: 1 + 31 + 30 + 31 + 30 = 123 days → 51.25."""
    assert settled(ask, [credit("2028-02-29", "10000")], "2028-06-30").interest == Decimal(
        "51.25"
    )


def test_days_before_the_known_rates_are_refused(ask) -> None:
    with pytest.raises(Refusal) as caught:
        deposit_terms(ask, date(1999, 6, 9), date(2000, 6, 30))
    assert caught.value.codes() == {"policy.outside_window"}
