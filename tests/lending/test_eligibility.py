"""Who may borrow, by the shipped policy of both Regulations; articles beside each case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from provident.kernel.refusal import Refusal
from provident.lending.policy import Family, read_decision_days, read_eligibility
from provident.lending.rules.deadline import decide_by
from provident.lending.rules.eligibility import Applicant, judge_eligibility
from tests.lending.conftest import Asking

LAST_OF_2019, FIRST_OF_2026 = date(2026, 9, 19), date(2026, 9, 20)
FAMILY = Family(balance=Decimal(30000), mean_balance=Decimal(30000))
FIT = Applicant(
    purpose="buy",
    paying=True,
    months_in_row=6,
    arrears=0,
    open_loans=0,
    family_loans=1,
    homes=1,
)


def codes(asking: Asking, who: Applicant, on: date = FIRST_OF_2026) -> set[str]:
    terms = read_eligibility(asking("650100"), FAMILY, on=on)
    return {reason.code for reason in judge_eligibility(who, terms, on).reasons}


@pytest.mark.parametrize("on", [LAST_OF_2019, FIRST_OF_2026])
def test_who_meets_every_condition_may_borrow(asking: Asking, on: date) -> None:
    assert codes(asking, FIT, on) == set()


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("loan.purpose", {"purpose": "renovation"}),  # art. 26: not among the four purposes
        ("loan.months_paid", {"months_in_row": 5}),  # 建金〔2014〕148号: six months
        ("loan.not_paying", {"paying": False}),
        ("loan.arrears", {"arrears": 1}),
        ("loan.open_loan", {"open_loans": 1}),
        ("loan.family_loans", {"family_loans": 2}),  # 乌鲁木齐: at most two a family
        ("loan.homes", {"homes": 2}),  # 建金〔2010〕179号: none for a third home
        ("loan.overdue", {"overdue": True}),
        ("loan.banned", {"banned_until": date(2031, 10, 1)}),  # 2026 text, art. 41
    ],
)
def test_each_reason(asking: Asking, code: str, change: dict[str, object]) -> None:
    assert codes(asking, replace(FIT, **change)) == {code}  # type: ignore[arg-type]


def test_all_reasons_at_once_each_with_its_basis(asking: Asking) -> None:
    worst = Applicant("renovation", False, 0, 3, 1, 2, 4, True, date(2031, 10, 1))
    terms = read_eligibility(asking("650100"), FAMILY, on=FIRST_OF_2026)
    reasons = judge_eligibility(worst, terms, FIRST_OF_2026).reasons
    assert {reason.code for reason in reasons} == {
        "loan.purpose", "loan.months_paid", "loan.not_paying", "loan.arrears", "loan.open_loan",
        "loan.family_loans", "loan.overdue", "loan.banned",
    }  # fmt: skip
    assert all(reason.basis for reason in reasons)


def test_the_ban_ends_on_its_day(asking: Asking) -> None:
    banned = replace(FIT, banned_until=FIRST_OF_2026)
    assert codes(asking, banned) == set()


def test_the_purposes_are_cited_by_the_text_of_the_day(asking: Asking) -> None:
    """第二十六条 in both texts; the same four purposes."""
    bases = [
        read_eligibility(asking("650100"), FAMILY, on=on).purposes.basis
        for on in (LAST_OF_2019, FIRST_OF_2026)
    ]
    assert bases == [("regulation-2019#26",), ("regulation-2026#26",)]


def test_the_decision_takes_15_days_before_and_10_after(asking: Asking) -> None:
    """第二十六条: 15 日 (2019), 10 日 (2026)."""
    ask = asking("650100")
    assert read_decision_days(ask, on=LAST_OF_2019).value == 15
    assert read_decision_days(ask, on=FIRST_OF_2026).value == 10


def test_a_deadline_on_a_holiday_moves_on() -> None:
    """2026-09-21 and 10 days: 1 October, a holiday until 7 October (State Council, 2026)."""
    assert decide_by(date(2026, 9, 21), 10) == date(2026, 10, 8)


def test_before_the_notice_of_2014_nobody_knows_the_months(asking: Asking) -> None:
    with pytest.raises(Refusal) as refused:
        read_eligibility(asking("650100"), FAMILY, on=date(2014, 10, 8))
    assert "policy.outside_window" in refused.value.codes()


def test_flexible_workers_in_chengdu(asking: Asking) -> None:
    """成都: six months since 2025-07-21, as for everybody (chengdu.gov.cn, 2026-01-08)."""
    flexible = replace(FAMILY, contributor_kind="flexible")
    terms = read_eligibility(asking("510100"), flexible, on=date(2025, 7, 21))
    assert terms.months_min.value == 6
    assert terms.months_min.basis == ("chengdu-flexible-2025",)
