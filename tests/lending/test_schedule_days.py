"""Due days and interest days, each expectation counted by hand in its comment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from provident.lending.rules.schedule import RateChange, schedule
from tests.lending.loans import loan


@pytest.mark.parametrize(
    ("starts_on", "due"),
    [
        (date(2027, 10, 29), ["11-29", "12-29", "01-29", "02-29", "03-29"]),  # 2028 is leap
        (date(2026, 10, 29), ["11-29", "12-29", "01-29", "02-28", "03-29"]),
        (date(2026, 10, 30), ["11-30", "12-30", "01-30", "02-28", "03-30"]),
        (date(2026, 10, 31), ["11-30", "12-31", "01-31", "02-28", "03-31"]),
        (date(2028, 2, 29), ["03-29", "04-29", "05-29", "06-29", "07-29"]),
    ],
)
def test_a_short_month_does_not_lose_the_due_day(starts_on: date, due: list[str]) -> None:
    rows = schedule(loan("10000", 5, "3", starts_on=starts_on))
    assert [f"{row.due_on:%m-%d}" for row in rows] == due


def test_the_29th_of_february_a_year_later() -> None:
    rows = schedule(loan("10000", 24, "3", starts_on=date(2028, 2, 29)))
    assert (rows[11].due_on, rows[12].due_on) == (date(2029, 2, 28), date(2029, 3, 29))


@pytest.mark.parametrize("day", [28, 29, 30, 31])
def test_every_whole_month_is_a_twelfth_whatever_the_due_day(day: int) -> None:
    """120 000 at 3 %, 12 months, equal principal: 300.00, 275.00, … , 25.00 of interest."""
    rows = schedule(loan("120000", 12, "3", "equal_principal", starts_on=date(2026, 1, day)))
    assert [row.interest for row in rows] == [Decimal(25 * k) for k in range(12, 0, -1)]


def test_odd_first_period_by_30_360() -> None:
    """Paid on 15 January, first due 20 March: 65 days, 120000 × 3 % × 65 ÷ 360 = 650.00."""
    first = date(2026, 3, 20)
    odd = schedule(loan("120000", 12, "3", "equal_principal", first_due_on=first))
    assert str(odd[0].interest) == "650.00"
    assert (odd[0].principal, str(odd[1].interest)) == (Decimal(10000), "275.00")
    assert odd[-1].due_on == date(2027, 2, 20)


def test_an_odd_first_period_changes_only_its_own_interest() -> None:
    """Level payment of 1 000 000 / 360 / 3.1 %: 4270.16.  Five days are missing here:

    25 of 30 days: 1000000 × 3.1 % × 25 ÷ 360 = 2152.78; a whole month is 2583.33.
    """
    plain = schedule(loan("1000000", 360, "3.1"))
    short = schedule(loan("1000000", 360, "3.1", first_due_on=date(2026, 2, 10)))
    assert str(short[0].interest) == "2152.78"
    assert short[0].principal == plain[0].principal
    assert [row.payment for row in short[1:]] == [row.payment for row in plain[1:]]


@pytest.mark.parametrize(
    ("day_count", "interest"),
    [
        # 15 January to 15 February: 31 days; to 15 March: 28 days; 360000 then 330000 owed
        ("actual/360", ["930.00", "770.00"]),  # 360000 × 3 % × 31/360; 330000 × 3 % × 28/360
        ("actual/365", ["917.26", "759.45"]),  # 917.260…; 759.452…
        ("30/360", ["900.00", "825.00"]),
    ],
)
def test_day_counts(day_count: str, interest: list[str]) -> None:
    rows = schedule(loan("360000", 12, "3", "equal_principal", day_count=day_count))
    assert [str(row.interest) for row in rows[:2]] == interest


def test_actual_days_of_a_bullet_over_a_leap_day() -> None:
    """2027-03-01 to 2028-03-01 has 366 days: 100000 × 3.6 % × 366 ÷ 360 = 3660.00."""
    start = date(2027, 3, 1)
    (row,) = schedule(loan("100000", 12, "3.6", "bullet", start, day_count="actual/360"))
    assert str(row.interest) == "3660.00"


def test_level_payment_by_actual_days_closes_without_a_jump() -> None:
    """The last of 360 payments differs from the others by the roundings alone."""
    rows = schedule(loan("1000000", 360, "3.1", day_count="actual/360"))
    assert len({row.payment for row in rows[:-1]}) == 1
    assert abs(rows[-1].payment - rows[0].payment) < 5


def test_rate_change_on_a_due_date() -> None:
    """From 15 March on 2.4 %: the instalment of that day is still at 3 %.

    120000 equal principal: 100000 owed after the second; 100000 × 2.4 % ÷ 12 = 200.00.
    """
    change = RateChange(date(2026, 3, 15), Decimal("2.4"))
    terms = loan("120000", 12, "3", "equal_principal")
    rows = schedule(terms, changes=[change])
    assert [str(row.interest) for row in rows[:3]] == ["300.00", "275.00", "200.00"]


def test_rate_change_between_due_dates_under_both_conventions() -> None:
    """From 1 January 2027 on 2.4 %; 11 instalments of 10000 paid, 10000 owed from 15 December.

    Split: 16 days at 3 % (15 to 31 December counts to 1 January as 16 of 30) and 14 at 2.4 %:
    10000 × (3 % × 16 + 2.4 % × 14) ÷ 360 = 13.333… + 9.333… = 22.67.  Otherwise 25.00.
    """
    change = RateChange(date(2027, 1, 1), Decimal("2.4"))
    split = loan("120000", 12, "3", "equal_principal", repricing="on_day")
    whole = loan("120000", 12, "3", "equal_principal", repricing="next_period")
    assert str(schedule(split, changes=[change])[-1].interest) == "22.67"
    assert str(schedule(whole, changes=[change])[-1].interest) == "25.00"
