"""100 000 random loans against a computation that shares nothing with the project's.

The level payment comes from the closed formula in 50-digit decimals, everything else from a
plain recurrence written here.  Amounts compare to the fen.
"""

from __future__ import annotations

import random
from calendar import monthrange
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext

import pytest

from provident.lending.rules.schedule import Loan, Method, schedule

FEN = Decimal("0.01")
Row = tuple[Decimal, Decimal, Decimal]


def half_up(amount: Decimal) -> Decimal:
    return amount.quantize(FEN, ROUND_HALF_UP)


def by_months(principal: Decimal, months: int, rate: Decimal, method: Method) -> list[Row]:
    """(principal, interest, balance) of each instalment, a month being a twelfth.

    Interest is divided last: 180034.50 at 4 % is 600.115 a month, and a monthly rate cut off
    at 50 digits would lose that half fen.
    """
    i = rate / 1200
    power = (1 + i) ** months
    level = principal * i * power / (power - 1) if i else principal / months
    constant = half_up(principal / months if method == "equal_principal" else level)
    rows: list[Row] = []
    owed = principal
    for number in range(1, months + 1):
        interest = half_up(owed * rate / 1200)
        part = constant if method == "equal_principal" else constant - interest
        part = owed if number == months else min(part, owed)
        owed -= part
        rows.append((part, interest, owed))
    return rows


def random_loan(chance: random.Random, months: int, method: Method) -> Loan:
    principal = Decimal(chance.randint(1_000_00, 2_000_000_00)).scaleb(-2)
    rate = Decimal(chance.randint(0, 12_000)).scaleb(-3)
    start = date.fromordinal(chance.randint(date(1999, 9, 21).toordinal(), 740_000))
    return Loan(principal, months, rate, method, start)


@pytest.mark.parametrize("method", ["equal_instalment", "equal_principal"])
@pytest.mark.parametrize("part", range(5))
def test_ten_thousand_random_loans(method: Method, part: int) -> None:
    """Ten parts of 10 000; five in a hundred are long, the others up to 18 months."""
    chance = random.Random(f"{method}{part}")
    for place in range(10_000):
        longest = 360 if place % 20 == 0 else 18
        loan = random_loan(chance, chance.randint(1, longest), method)
        found = [(row.principal, row.interest, row.balance) for row in schedule(loan)]
        with localcontext(prec=50):
            assert found == by_months(loan.principal, loan.months, loan.rate, method), loan


def actual_dates(start: date, months: int) -> list[date]:
    dates: list[date] = []
    for count in range(1, months + 1):
        year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
        dates.append(date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])))
    return dates


def by_days(loan: Loan, year: int) -> list[Row]:
    """The same by actual days: the level payment is the debt ÷ Σ of discount factors."""
    ends = actual_dates(loan.starts_on, loan.months)
    begins = [loan.starts_on, *ends[:-1]]
    shares = [
        loan.rate * (end - begin).days / (100 * year)
        for begin, end in zip(begins, ends, strict=True)
    ]
    factor, total = Decimal(1), Decimal(0)
    for share in shares:
        factor /= 1 + share
        total += factor
    level = half_up(loan.principal / total)
    rows: list[Row] = []
    owed = loan.principal
    for number, share in enumerate(shares, 1):
        interest = half_up(owed * share)
        part = owed if number == loan.months else min(level - interest, owed)
        owed -= part
        rows.append((part, interest, owed))
    return rows


@pytest.mark.parametrize(("day_count", "year"), [("actual/360", 360), ("actual/365", 365)])
def test_random_loans_by_actual_days(day_count: str, year: int) -> None:
    chance = random.Random(day_count)
    for _ in range(400):
        plain = random_loan(chance, chance.randint(1, 120), "equal_instalment")
        loan = Loan(
            plain.principal,
            plain.months,
            plain.rate,
            "equal_instalment",
            plain.starts_on,
            day_count,  # type: ignore[arg-type]
        )
        found = [(row.principal, row.interest, row.balance) for row in schedule(loan)]
        with localcontext(prec=50):
            assert found == by_days(loan, year), loan
