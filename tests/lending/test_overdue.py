"""Penalty, order of payment and grading; arithmetic in the comments."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provident.kernel.refusal import Defect
from provident.lending.policy import (
    OverdueTerms,
    read_grade_days,
    read_markup_bounds,
    read_penalty_rates,
)
from provident.lending.rules.allocation import Due, Order, allocate
from provident.lending.rules.grading import days_late, grade
from provident.lending.rules.penalty import (
    Overdue,
    PenaltyRate,
    judge_markup,
    penalty,
    raised_rate,
    yearly_rate,
)
from tests.lending.conftest import Asking

DAY = date(2026, 11, 2)
LATE = Overdue(date(2026, 1, 15), Decimal(2000), Decimal(1000))
RATES = [PenaltyRate(date(2026, 1, 1), raised_rate(Decimal("3.1"), Decimal(50)))]


def test_penalty_on_principal_for_30_days() -> None:
    """3.1 % × 1.5 = 4.65 %; 2000 × 4.65 % × 30 ÷ 360 = 7.75."""
    assert penalty(LATE, date(2026, 2, 14), RATES, base="principal") == Decimal("7.75")


def test_penalty_on_principal_and_interest() -> None:
    """3000 × 4.65 % × 30 ÷ 360 = 11.625, half up to 11.63."""
    found = penalty(LATE, date(2026, 2, 14), RATES, base="principal_and_interest")
    assert found == Decimal("11.63")


def test_paid_on_the_due_date_costs_nothing() -> None:
    assert penalty(LATE, LATE.due_on, RATES, base="principal") == 0


def test_compounding_by_months() -> None:
    """2000 at 36 % from 15 January: 31 days 62.00; 2062 for 28 days 57.736 → 57.74;

    2119.74 for 5 days until 20 March 10.5987 → 10.60; together 130.34.
    """
    rates = [PenaltyRate(date(2026, 1, 1), Decimal(36))]
    found = penalty(LATE, date(2026, 3, 20), rates, base="principal", compounding="monthly")
    assert found == Decimal("130.34")


def test_across_the_change_of_2004(asking: Asking) -> None:
    """Before 2004 0.021 % a day, then 5.04 % × 1.5 = 7.56 % a year, here the same a day.

    10000 × 0.021 % × 31 + 10000 × 7.56 % × 31 ÷ 360 = 65.10 + 65.10.
    """
    due, paid = date(2003, 12, 1), date(2004, 2, 1)
    rates = read_penalty_rates(asking("650100"), Decimal("5.04"), due_on=due, paid_on=paid)
    assert [rate.from_on for rate in rates] == [due, date(2004, 1, 1)]
    assert [rate.percent for rate in rates] == [yearly_rate(Decimal("0.021"))] * 2
    late = Overdue(due, Decimal(10000), Decimal(0))
    assert penalty(late, paid, rates, base="principal") == Decimal("130.20")


def test_a_contract_agrees_on_30_to_50_percent(asking: Asking) -> None:
    """银发〔2003〕251号, since 2004-01-01."""
    least, most = read_markup_bounds(asking("650100"), on=DAY)
    assert (least.value, most.value) == (30, 50)
    allowed = [
        percent
        for percent in ("29.99", "30", "50", "50.01")
        if judge_markup(Decimal(percent), least, most).allowed
    ]
    assert allowed == ["30", "50"]


def test_a_day_without_a_rate_is_a_defect() -> None:
    with pytest.raises(Defect):
        penalty(LATE, date(2026, 2, 14), [PenaltyRate(DAY, Decimal(5))], base="principal")


def test_shipped_rules_of_arrears(asking: Asking) -> None:
    terms = OverdueTerms.read(asking("650100"), on=DAY)
    assert (terms.base, terms.compounding) == ("principal", "never")
    assert terms.order == "penalty_interest_principal"


DUES = [
    Due(2, date(2026, 3, 15), Decimal(1000), Decimal(200), Decimal(5)),
    Due(1, date(2026, 2, 15), Decimal(1000), Decimal(210), Decimal(10)),
]


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("penalty_interest_principal", ("10", "210", "80")),
        ("interest_principal_penalty", ("0", "210", "90")),
        ("principal_interest_penalty", ("0", "0", "300")),
    ],
)
def test_the_oldest_instalment_first_in_the_order(
    order: Order, first: tuple[str, str, str]
) -> None:
    found = allocate(Decimal(300), DUES, order)
    (one,) = found.paid
    assert one.number == 1
    expected = tuple(Decimal(part) for part in first)
    assert (one.penalty, one.interest, one.principal) == expected


def test_the_next_instalment_gets_what_is_left() -> None:
    """1220 is owed of the first; of 1500 the second gets 280: 5, 200 and 75."""
    first, second = allocate(Decimal(1500), DUES, "penalty_interest_principal").paid
    assert (first.principal, second.principal) == (1000, 75)


@given(st.integers(0, 500_000))
def test_the_parts_add_up_to_the_sum(fen: int) -> None:
    amount = Decimal(fen).scaleb(-2)
    found = allocate(amount, DUES, "penalty_interest_principal")
    parts = [one.principal + one.interest + one.penalty for one in found.paid]
    assert sum(parts, found.left) == amount


@pytest.mark.parametrize(
    ("late", "name"),
    [
        (0, "normal"),
        (1, "attention"),
        (90, "attention"),
        (91, "substandard"),
        (180, "substandard"),
        (181, "doubtful"),
        (360, "doubtful"),
        (361, "loss"),
    ],
)
def test_five_grades_by_days(asking: Asking, late: int, name: str) -> None:
    """关注 1–90, 次级 91–180, 可疑 181–360, 损失 above."""
    assert grade(late, read_grade_days(asking("650100"), on=DAY)) == name


def test_days_late() -> None:
    assert days_late(None, DAY) == 0
    assert days_late(DAY, DAY) == 0
    assert days_late(date(2026, 10, 31), DAY) == 2
