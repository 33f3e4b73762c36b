"""Schedules whose figures were published or computed outside this project."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from provident.lending.rules.schedule import RateChange, schedule
from tests.lending.loans import loan, total


@pytest.mark.parametrize(
    ("principal", "months", "rate", "payment"),
    [
        # Banks' and centres' public calculators: 100 万 30 年 3.1 %, 50 万 20 年 2.6 %
        ("1000000", 360, "3.1", "4270.16"),
        ("500000", 240, "2.6", "2673.94"),
        # Reference vectors of the first-home rates of 2025-05-08 (half up to the fen)
        ("1000000", 360, "2.6", "4003.40"),
        ("800000", 360, "2.6", "3202.72"),
        ("300000", 60, "2.1", "5271.46"),
        # Second home, 3.075 % from 2025-05-08
        ("500000", 240, "3.075", "2791.80"),
    ],
)
def test_level_payment(principal: str, months: int, rate: str, payment: str) -> None:
    rows = schedule(loan(principal, months, rate))
    assert {str(row.payment) for row in rows[:-1]} == {payment}
    assert len(rows) == months
    assert total(rows) == Decimal(principal)


def test_equal_principal() -> None:
    """100 万 30 年 3.1 % 等额本金: 5 361.11 in the first month by public calculators."""
    rows = schedule(loan("1000000", 360, "3.1", "equal_principal"))
    assert str(rows[0].payment) == "5361.11"
    # 1000000 ÷ 360 = 2777.777… → 2777.78; the last closes: 1000000 − 359 × 2777.78
    assert {str(row.principal) for row in rows[:-1]} == {"2777.78"}
    assert str(rows[-1].principal) == "2776.98"


def test_repricing_chain_with_january_at_the_old_rate() -> None:
    """500 000 over 240 months at 3.10 %, first due 2023-04, through two repricings.

    Reference chain: 2 798.08 until January 2025, balance 465 944.29, then 2 740.68 at 2.85 %
    with 218 left; balance 446 077.38 after January 2026, then 2 686.81 with 206 left.
    """
    changes = [
        RateChange(date(2025, 1, 1), Decimal("2.85")),
        RateChange(date(2026, 1, 1), Decimal("2.60")),
    ]
    rows = schedule(loan("500000", 240, "3.10", starts_on=date(2023, 3, 15)), changes=changes)
    assert rows[0].due_on == date(2023, 4, 15)
    assert str(rows[0].payment) == "2798.08"
    january = next(row for row in rows if row.due_on == date(2025, 1, 15))
    assert (str(january.payment), str(january.balance)) == ("2798.08", "465944.29")
    assert 240 - january.number == 218
    assert str(rows[january.number].payment) == "2740.68"
    january = next(row for row in rows if row.due_on == date(2026, 1, 15))
    assert (str(january.payment), str(january.balance)) == ("2740.68", "446077.38")
    assert 240 - january.number == 206
    assert str(rows[january.number].payment) == "2686.81"
    assert total(rows) == Decimal(500000)


def test_bullet() -> None:
    """10 万 for a year at 2.1 %: 100000 × 2.1 % = 2100.00 of interest, all at the end."""
    (row,) = schedule(loan("100000", 12, "2.1", "bullet"))
    assert (row.number, row.due_on) == (1, date(2027, 1, 15))
    assert (str(row.payment), str(row.interest)) == ("102100.00", "2100.00")


def test_zero_rate() -> None:
    """10000 ÷ 3 = 3333.33, the last takes the fen that is left."""
    rows = schedule(loan("10000", 3, "0"))
    assert [str(row.payment) for row in rows] == ["3333.33", "3333.33", "3333.34"]


def test_one_month() -> None:
    """12000 × (1 + 3 % ÷ 12) = 12030.00."""
    (row,) = schedule(loan("12000", 1, "3"))
    assert (str(row.payment), str(row.interest), row.balance) == ("12030.00", "30.00", 0)


def test_a_half_fen_rounds_up() -> None:
    """1602.00 over two months at 3 %: 1602 × 1.0025² ÷ 2.0025 = 804.005 exactly."""
    rows = schedule(loan("1602", 2, "3"))
    assert str(rows[0].payment) == "804.01"


def test_a_half_fen_at_a_rate_that_is_no_finite_monthly_fraction() -> None:
    """3.1 % ÷ 12 has no end as a decimal, yet 1 441 860.00 over two months is a tie:

    1441860 × 12031² ÷ (12000 × 24031) = 723724.805 exactly.
    """
    rows = schedule(loan("1441860", 2, "3.1"))
    assert str(rows[0].payment) == "723724.81"
