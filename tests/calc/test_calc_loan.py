"""What a loan costs: published payments, comparison, early payment, bad input by name.

The monthly payments are those that calculators of centres publish (1 000 000 over 360 months
at 3.1 %: 4 270.16, first of equal principal 5 361.11; 500 000 over 240 at 2.6 %: 2 673.94).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from provident.channels.calc.answer import Answer
from provident.channels.calc.catalogue import CALCULATORS
from provident.channels.calc.desk import Desk
from provident.kernel.refusal import Refusal

MILLION = {
    "principal": "1000000",
    "months": "360",
    "rate": "3.1",
    "starts_on": "2026-01-15",
}


def reckon(desk: Desk, **more: Any) -> Answer:
    return CALCULATORS["loan"].answer({**MILLION, **more}, desk)


def refused(desk: Desk, **more: Any) -> dict[str, str]:
    """The fields that are at fault, with the codes of their reasons."""
    with pytest.raises(Refusal) as found:
        reckon(desk, **more)
    return {CALCULATORS["loan"].field_of(one): one.code for one in found.value.reasons}


@pytest.mark.parametrize(
    ("loan", "first"),
    [
        ({}, "4270.16"),
        ({"method": "equal_principal"}, "5361.11"),
        ({"principal": "500000", "months": "240", "rate": "2.6"}, "2673.94"),
    ],
)
def test_published_payments(desk: Desk, loan: dict[str, str], first: str) -> None:
    assert reckon(desk, **loan).facts["first_payment"] == first


def test_both_methods_stand_beside_each_other(desk: Desk) -> None:
    methods = next(sheet for sheet in reckon(desk).sheets if sheet.code == "methods")
    firsts = [row[1] for row in methods.rows]
    assert firsts == [Decimal("4270.16"), Decimal("5361.11")]


def test_the_principals_add_up_to_the_loan(desk: Desk) -> None:
    rows = reckon(desk).facts["schedule"]
    assert sum(Decimal(row["principal"]) for row in rows) == Decimal(1000000)
    assert rows[-1]["balance"] == "0.00"


def test_an_early_payment_saves_interest_and_both_ways_differ(desk: Desk) -> None:
    early = {"on": "2027-03-10", "amount": "200000"}
    shorter = reckon(desk, prepayments=[early | {"effect": "shorten"}])
    lower = reckon(desk, prepayments=[early | {"effect": "lower"}])
    saved = [Decimal(one.facts["interest_saved"]) for one in (shorter, lower)]
    assert saved[0] > saved[1] > 0
    assert shorter.facts["ends_on"] < lower.facts["ends_on"] == "2056-01-15"


def test_the_rate_of_the_day_is_taken_where_none_is_given(desk: Desk) -> None:
    """中国人民银行 2025-05-07: from 2025-05-08 above five years 2.60 % for a first home."""
    answer = reckon(desk, rate="")
    assert Decimal(answer.facts["rate"]) == Decimal("2.6")
    assert "pboc-2025-05-07" in answer.steps[0].basis


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"principal": "-1"}, "principal"),
        ({"principal": "0"}, "principal"),
        ({"principal": "1000.123"}, "principal"),
        ({"months": "361"}, "months"),
        ({"months": "0"}, "months"),
        ({"rate": "100"}, "rate"),
        ({"starts_on": "1998-12-31"}, "starts_on"),
        ({"starts_on": "2101-01-01"}, "starts_on"),
        ({"starts_on": "2026-02-29"}, "starts_on"),
        ({"due_day": "32"}, "due_day"),
        ({"payouts": [{"on": "2056-02-01", "amount": "1"}]}, "payouts"),
        (
            {"prepayments": [{"on": "2027-01-01", "amount": "2000000", "effect": "lower"}]},
            "prepayments",
        ),
        (
            {"prepayments": [{"on": "2026-01-01", "amount": "1000", "effect": "lower"}]},
            "prepayments",
        ),
        (
            {"changes": [{"on": "2027-01-01", "rate": "2"}, {"on": "2027-01-01", "rate": "3"}]},
            "changes",
        ),
        ({"method": "balloon"}, "method"),
    ],
)
def test_each_fault_is_named_beside_its_input(
    desk: Desk, given: dict[str, Any], field: str
) -> None:
    assert list(refused(desk, **given)) == [field]


def test_a_rate_of_nothing_is_a_loan_too(desk: Desk) -> None:
    assert reckon(desk, rate="0").facts["interest"] == "0.00"


def test_the_end_of_february_is_no_fault(desk: Desk) -> None:
    rows = reckon(desk, starts_on="2024-02-29", months="12").facts["schedule"]
    assert [row["due_on"] for row in rows[:2]] == ["2024-03-29", "2024-04-29"]
    assert rows[-1]["due_on"] == "2025-02-28"


def test_a_day_before_any_rate_is_refused_not_guessed(desk: Desk) -> None:
    """The first rate that the policy knows is of 1999-09-21."""
    with pytest.raises(Refusal) as found:
        reckon(desk, rate="", starts_on="1999-05-01")
    assert found.value.codes() == {"policy.outside_window"}


def test_every_step_is_told_for_every_kind_of_event(desk: Desk) -> None:
    answer = reckon(
        desk,
        changes=[{"on": "2027-01-01", "rate": "2.85"}],
        payouts=[{"on": "2026-03-01", "amount": "200000"}],
        prepayments=[{"on": "2028-03-10", "effect": "full"}],
    )
    told = "\n".join(str(step.says) for step in answer.steps)
    for words in ("2.85%", "再放款 200,000.00 元", "还清本金", "一分不差"):
        assert words in told
