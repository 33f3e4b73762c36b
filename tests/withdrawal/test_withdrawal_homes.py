"""Buying, building, repaying, and other expenses: caps, relatives, once for a home, money.

乌鲁木齐 (wlmq.gov.cn, 2026-01-04): spouse, parents and children for purchase and repayment
inside Xinjiang; deed tax; old-estate renewal.
沈阳 (2026-03-15): a parking place in the estate up to 30 000 within a year of purchase.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from provident.withdrawal import asking
from provident.withdrawal.policy import FlagTerms, FloorTerms
from provident.withdrawal.rules.limits import Money, available
from provident.withdrawal.rules.person import Ban
from provident.withdrawal.rules.red_flags import Circumstances, note_red_flags
from tests.withdrawal.claims import (
    DAY,
    NEW,
    codes,
    expense,
    home,
    person,
    repay,
    warned,
    yuan,
)


def test_a_home_is_paid_up_to_what_the_loan_leaves(ask) -> None:
    rich = person(500_000)
    answer = asking.home(ask, "purchase", home(), rich)
    assert answer.amount_max == yuan(200_000)
    assert answer.binding
    assert answer.binding.code == "own_funds"
    shared = asking.home(ask, "purchase", home(family_used=yuan(150_000)), rich)
    assert shared.amount_max == yuan(50_000)
    poor = asking.home(ask, "purchase", home(), person(20_000))
    assert (poor.amount_max, poor.binding and poor.binding.code) == (yuan(20_000), "available")


def test_the_same_home_by_the_same_person_is_refused(ask) -> None:
    assert codes(asking.home(ask, "build", home(claimed=True), person())) == {
        "withdrawal.same_home"
    }


def test_a_window_that_the_centre_has_not_entered_is_named(ask) -> None:
    answer = asking.home(ask, "purchase", home(spent_on=date(2020, 1, 1)), person())
    assert answer.allowed
    assert warned(answer) == {"withdrawal.not_checked"}


@pytest.mark.parametrize(
    ("case", "relation", "place", "allowed"),
    [
        ("purchase", "parent", "same_region", True),
        ("purchase", "child", "elsewhere", False),
        ("purchase", "spouse", "elsewhere", True),
        ("build", "parent", "same_region", False),
    ],
)
def test_three_generations_inside_xinjiang(ask, case, relation, place, allowed: bool) -> None:
    answer = asking.home(ask, case, home(relation=relation), person(), home_place=place)
    assert answer.allowed is allowed
    assert codes(answer) == (set() if allowed else {"withdrawal.relation"})


def test_elsewhere_only_the_couple(law) -> None:
    chengdu = partial(law.value, centre="510100")
    answer = asking.repay(chengdu, repay(relation="parent"), person())
    assert codes(answer) == {"withdrawal.relation"}
    assert asking.repay(chengdu, repay(relation="spouse"), person()).allowed


def test_repayment_up_to_what_was_repaid(ask) -> None:
    answer = asking.repay(ask, repay(family_used=yuan(12_000)), person())
    assert answer.amount_max == yuan(20_000)
    over = asking.repay(ask, repay(amount=yuan("32000.01")), person())
    assert codes(over) == {"withdrawal.over_limit.repaid"}
    soon = asking.repay(ask, repay(last_on=date(2026, 10, 3)), person())
    assert (codes(soon), soon.next_on) == ({"withdrawal.too_soon"}, date(2026, 11, 3))


def test_held_frozen_pledged_and_kept_back() -> None:
    money = Money(yuan(50_000), yuan(1000), yuan(5000), yuan(4000), yuan(3000))
    assert available(money, FloorTerms(None)).amount == yuan(40_000)
    floor = available(money, FloorTerms(6))
    assert floor.amount == yuan(22_000)
    assert all(word in floor.zh for word in ("在途", "冻结", "质押", "留存"))
    assert available(Money(yuan(100), frozen=yuan(500)), FloorTerms(6)).amount == yuan(0)


def test_a_frozen_account_has_nothing_to_withdraw(ask) -> None:
    answer = asking.repay(ask, repay(), person(5000, frozen=5000))
    assert codes(answer) == {"withdrawal.nothing_left.available"}
    assert answer.amount_max == 0


def test_a_ban_refuses_every_case_until_it_ends(ask) -> None:
    """2026 第四十一条: 3 years after a fraudulent withdrawal."""
    ban = Ban(
        "违法提取住房公积金", date(2026, 10, 1), date(2029, 10, 1), ("regulation-2026#41",)
    )
    answer = asking.repay(ask, repay(), person(bans=(ban,)))
    assert (codes(answer), answer.next_on) == ({"withdrawal.banned"}, date(2029, 10, 1))
    assert asking.repay(ask, repay(date(2029, 10, 1)), person(bans=(ban,))).allowed
    assert not asking.repay(ask, repay(date(2029, 9, 30)), person(bans=(ban,))).allowed


def test_local_cases_hold_where_the_centre_has_them(ask, law) -> None:
    tax = asking.expense(ask, "deed_tax", expense(), person())
    assert (tax.allowed, tax.amount_max) == (True, yuan(12_000))
    assert tax.basis == ("wulumuqi-withdrawal-2026",)
    elsewhere = asking.expense(
        partial(law.value, centre="510100"), "deed_tax", expense(), person()
    )
    assert codes(elsewhere) == {"withdrawal.case_not_provided"}
    assert codes(asking.expense(ask, "illness", expense(), person())) == {
        "withdrawal.case_not_provided"
    }


def test_parking_in_shenyang(law) -> None:
    ask = partial(law.value, centre="210100")
    dear = expense(expense=yuan(90_000), spent_on=date(2025, 11, 2))
    answer = asking.expense(ask, "parking", dear, person(200_000))
    assert (answer.allowed, answer.amount_max) == (True, yuan(30_000))
    late = expense(expense=yuan(90_000), spent_on=date(2025, 11, 1))
    assert codes(asking.expense(ask, "parking", late, person())) == {"withdrawal.too_late"}


def test_an_expense_is_claimed_once_and_for_an_own_home(ask) -> None:
    answer = asking.expense(
        ask, "old_estate", expense(owns_home=False, last_on=date(2026, 2, 1)), person()
    )
    assert codes(answer) == {"withdrawal.not_own_home", "withdrawal.same_home"}


def test_other_housing_is_a_case_of_the_new_text(ask) -> None:
    """2026 第二十四条第一款第（九）项."""
    answer = asking.expense(ask, "other_housing", expense(NEW), person())
    assert answer.allowed
    assert answer.documents[-1] == "state_council"


@pytest.mark.parametrize("amount", ["0", "-1"])
def test_an_amount_is_above_zero(ask, amount: str) -> None:
    answer = asking.repay(ask, repay(amount=Decimal(amount)), person())
    assert codes(answer) == {"withdrawal.amount"}


def test_figures_that_cannot_be_are_named(ask) -> None:
    odd = home(cost=yuan(100), loan=yuan(200), spent_on=date(2026, 12, 1))
    assert codes(asking.home(ask, "purchase", odd, person())) == {
        "withdrawal.cost",
        "withdrawal.not_yet",
        "withdrawal.nothing_left.own_funds",
    }


def test_red_flags_warn_and_do_not_refuse(ask) -> None:
    """建金〔2018〕46号."""
    flags = FlagTerms.read(ask, on=DAY)
    answer = asking.home(ask, "purchase", home(), person())
    seen = Circumstances(marriage_changes=2, home_elsewhere=True, unrelated_buyers=True)
    note_red_flags(seen, flags, answer.findings)
    assert answer.allowed
    assert warned(answer) >= {
        "withdrawal.red_flag.marriage_changes",
        "withdrawal.red_flag.home_elsewhere",
        "withdrawal.red_flag.unrelated_buyers",
    }
    assert "withdrawal.red_flag.home_sales" not in warned(answer)
