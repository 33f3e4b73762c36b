"""Bad input: each fault is refused by its own name, several at once, never by a traceback."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from provident.kernel.refusal import Refusal
from provident.lending.rules.schedule import Payout, Prepayment, RateChange, schedule
from tests.lending.loans import loan

FEB, MAR = date(2026, 2, 20), date(2026, 3, 20)
BEFORE, LAST, AFTER = date(2026, 1, 15), date(2027, 1, 15), date(2027, 2, 1)


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("loan.principal", {"principal": "0"}),
        ("loan.principal", {"principal": "-1"}),
        ("loan.principal", {"principal": "100.001"}),
        ("loan.principal", {"principal": "NaN"}),
        ("loan.principal", {"principal": "1E+20"}),
        ("loan.months", {"months": 0}),
        ("loan.months", {"months": -12}),
        ("loan.months", {"months": 361}),
        ("loan.months", {"months": 12.5}),
        ("loan.rate", {"rate": "100"}),
        ("loan.rate", {"rate": "-0.1"}),
        ("loan.rate", {"rate": "3.1234567"}),
        ("loan.rate", {"rate": "Infinity"}),
        ("loan.method", {"method": "interest_only"}),
        ("loan.day_count", {"day_count": "actual/actual"}),
        ("loan.repricing", {"repricing": "whenever"}),
        ("loan.starts_on", {"starts_on": date(1999, 4, 2)}),
        ("loan.starts_on", {"starts_on": date(9999, 12, 31)}),
        ("loan.due_day", {"due_day": 32}),
        ("loan.due_day", {"due_day": -1}),
        ("loan.first_due_on", {"first_due_on": date(2026, 1, 15)}),
        ("loan.first_due_on", {"first_due_on": date(2026, 4, 1)}),
        ("loan.first_due_on", {"first_due_on": date(2026, 2, 10), "due_day": 20}),
    ],
)
def test_a_fault_of_the_loan(code: str, change: dict[str, Any]) -> None:
    terms = {"principal": "100000", "months": 12, "rate": "3"} | change
    with pytest.raises(Refusal) as refused:
        schedule(loan(**terms))
    assert refused.value.codes() == {code}
    assert all(reason.says.endswith("。") for reason in refused.value.reasons)


@pytest.mark.parametrize("rate", ["0", "0.000001", "99.999999"])
def test_rates_at_the_edges_are_computed(rate: str) -> None:
    rows = schedule(loan("100000", 360, rate))
    assert rows[-1].balance == 0


def test_every_fault_at_once() -> None:
    wrong = loan("-1", 361, "100", starts_on=date(1998, 1, 1))
    with pytest.raises(Refusal) as refused:
        schedule(wrong)
    assert refused.value.codes() == {
        "loan.principal",
        "loan.months",
        "loan.rate",
        "loan.starts_on",
    }


@pytest.mark.parametrize(
    ("code", "events"),
    [
        ("payout.before_payout", {"payouts": [Payout(BEFORE, Decimal(1))]}),
        ("payout.after_end", {"payouts": [Payout(LAST, Decimal(1))]}),
        ("payout.after_end", {"payouts": [Payout(AFTER, Decimal(1))]}),
        ("payout.amount", {"payouts": [Payout(FEB, Decimal(0))]}),
        ("payout.amount", {"payouts": [Payout(FEB, Decimal("0.001"))]}),
        ("payout.twice", {"payouts": [Payout(FEB, Decimal(1)), Payout(FEB, Decimal(2))]}),
        ("change.before_payout", {"changes": [RateChange(BEFORE, Decimal(3))]}),
        ("change.after_end", {"changes": [RateChange(AFTER, Decimal(3))]}),
        ("change.rate", {"changes": [RateChange(FEB, Decimal(100))]}),
        (
            "change.twice",
            {"changes": [RateChange(FEB, Decimal(2)), RateChange(FEB, Decimal(3))]},
        ),
        ("prepayment.before_payout", {"prepayments": [Prepayment(BEFORE, "full")]}),
        ("prepayment.after_end", {"prepayments": [Prepayment(AFTER, "full")]}),
        ("prepayment.amount", {"prepayments": [Prepayment(FEB, "lower")]}),
        ("prepayment.amount", {"prepayments": [Prepayment(FEB, "lower", Decimal(-1))]}),
        ("prepayment.amount", {"prepayments": [Prepayment(FEB, "full", Decimal(1))]}),
        ("prepayment.effect", {"prepayments": [Prepayment(FEB, "half", Decimal(1))]}),  # type: ignore[arg-type]
        (
            "loan.settled",
            {"prepayments": [Prepayment(FEB, "full"), Prepayment(MAR, "lower", Decimal(1))]},
        ),
    ],
)
def test_a_fault_of_an_event(code: str, events: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        schedule(loan("100000", 12, "3"), **events)
    assert refused.value.codes() == {code}


def test_a_bullet_cannot_be_shortened() -> None:
    with pytest.raises(Refusal, match="不能缩短期限"):
        schedule(
            loan("100000", 12, "3", "bullet"),
            prepayments=[Prepayment(FEB, "shorten", Decimal(1))],
        )
