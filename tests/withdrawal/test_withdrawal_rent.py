"""Rent: 建金〔2015〕19号, both texts of 第二十四条, and the published rules of the centres.

乌鲁木齐 (wlmq.gov.cn, 2026-01-04): 2 500 a month, several children the actual rent up to
5 000, a home does not stand against renting to accompany a child at school.
成都 (成公积金委〔2026〕5号): 1 800, several children +50 %.
杭州 (杭房公委〔2026〕1号): 2 000, in 桐庐、淳安、建德 1 200.
沈阳 (2026-03-15): single 2 000, married 3 200 a household, filed lease up to 4 000, no open
fund loan.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provident.kernel.dates import Month
from provident.withdrawal import asking
from provident.withdrawal.policy import CaseTerms, FloorTerms, PeriodCap, RentTerms
from provident.withdrawal.rules.rent import judge_rent
from tests.withdrawal.claims import DAY, NEW, OLD, codes, person, rent, warned, yuan


def terms(**changes: object) -> RentTerms:
    sound = RentTerms(
        caps=(PeriodCap("month", yuan(2500), ("wulumuqi-withdrawal-2026",)),),
        shared=True,
        months_paid=3,
        income_test=False,
        income_share=None,
        with_home=(),
        with_loan=True,
        months_at_once=12,
        gap_months=1,
    )
    return replace(sound, **changes)


def judged(claim, who, case: CaseTerms, **changes: object):
    return judge_rent(claim, who, case, terms(**changes), FloorTerms(None))


@pytest.mark.parametrize(
    ("changes", "amount"),
    [
        ({}, 2500),
        ({"several_children": True, "household": "married"}, 3000),
        ({"several_children": True, "rent": yuan(6000)}, 5000),
        ({"lease": "public_rental", "rent": yuan(900)}, 900),
        ({"first": Month(2026, 9)}, 7500),
    ],
)
def test_urumqi(ask, changes: dict, amount: int) -> None:
    answer = asking.rent(ask, rent(**changes), person())
    assert answer.allowed
    assert answer.amount_max == yuan(amount)
    assert answer.binding
    assert answer.binding.code == "rent_cap_month"


@pytest.mark.parametrize(
    ("centre", "area", "changes", "amount"),
    [
        ("510100", None, {}, 1800),
        ("510100", None, {"several_children": True}, 2700),
        ("330100", None, {}, 2000),
        ("330100", "330122", {}, 1200),
        ("330100", None, {"new_citizen_or_young": True, "contribution": yuan(4200)}, 4200),
        ("210100", None, {"household": "married"}, 3200),
        ("210100", None, {"lease": "filed", "rent": yuan(5000)}, 4000),
        ("210100", None, {"several_children": True, "rent": yuan(5000)}, 5000),
        ("xpcc", None, {"several_children": True}, 2500),
    ],
)
def test_other_centres(law, centre: str, area: str | None, changes: dict, amount: int) -> None:
    ask = partial(law.value, centre=centre)
    answer = asking.rent(ask, rent(**changes), person(), area=area)
    assert answer.allowed
    assert answer.amount_max == yuan(amount)


def test_kashgar_has_entered_nothing_and_refuses(law) -> None:
    answer = asking.rent(partial(law.value, centre="653100"), rent(), person())
    assert codes(answer) == {"policy.not_entered"}
    assert "喀什" in answer.findings.reasons[0].says
    # a limit that is not known is not shown as one
    assert [limit.code for limit in answer.limits] == ["available"]


def test_every_reason_at_once(ask) -> None:
    claim = rent(
        first=Month(2025, 12),
        last=Month(2026, 12),
        amount=yuan(60_000),
        owns_home=True,
        last_on=date(2026, 10, 20),
    )
    answer = asking.rent(ask, claim, person(1000, months_paid=2))
    assert codes(answer) == {
        "withdrawal.months_paid",
        "withdrawal.owns_home",
        "withdrawal.rent_ahead",
        "withdrawal.rent_months_max",
        "withdrawal.too_soon",
        "withdrawal.over_limit.available",
        "withdrawal.over_limit.rent_cap_month",
    }
    assert answer.next_on == date(2026, 11, 20)


def test_school_is_an_exception_where_the_centre_says_so(ask, law) -> None:
    claim = rent(owns_home=True, despite_home="school")
    assert asking.rent(ask, claim, person()).allowed
    chengdu = asking.rent(partial(law.value, centre="510100"), claim, person())
    assert codes(chengdu) == {"withdrawal.owns_home"}


def test_an_open_loan_stands_against_it_in_shenyang_only(ask, law) -> None:
    borrower = person(instalment=2000)
    assert asking.rent(ask, rent(), borrower).allowed
    answer = asking.rent(partial(law.value, centre="210100"), rent(), borrower)
    assert codes(answer) == {"withdrawal.rent_with_loan"}


def test_income_is_compared_under_the_2019_text_only(ask) -> None:
    """2019 第二十四条第一款第（六）项; rent 3 000 of wages 12 000 is 25 %, not above 30 %."""
    old, new = (CaseTerms.read(ask, on=on, case="rent") for on in (OLD, NEW))
    claim = rent(OLD, wages=yuan(12_000))
    tested = {"income_test": True, "income_share": yuan(30)}
    assert codes(judged(claim, person(), old, **tested)) == {"withdrawal.rent_share"}
    dearer = replace(claim, rent=yuan("3600.01"))
    assert judged(dearer, person(), old, **tested).allowed
    exactly = replace(claim, rent=yuan(3600))
    assert codes(judged(exactly, person(), old, **tested)) == {"withdrawal.rent_share"}
    undeclared = replace(claim, wages=None)
    assert codes(judged(undeclared, person(), old, **tested)) == {"withdrawal.wages_missing"}
    assert judged(rent(NEW, wages=yuan(12_000)), person(), new).allowed
    assert RentTerms.read(ask, on=NEW, facts=claim.facts).income_test is False


def test_a_share_that_was_not_entered_is_named_and_not_guessed(ask) -> None:
    before, after = (asking.rent(ask, rent(on), person()) for on in (OLD, NEW))
    assert before.allowed
    assert warned(before) == {"withdrawal.not_checked"}
    assert warned(after) == set()


def test_a_couple_shares_the_cap(ask) -> None:
    """建金〔2015〕19号: both may withdraw for the rent, which is one."""
    shared = {"household": "married", "spouse_used": {Month(2026, 11): yuan(1800)}}
    assert asking.rent(ask, rent(**shared), person()).amount_max == yuan(700)
    over = asking.rent(ask, rent(**shared, amount=yuan(701)), person())
    assert codes(over) == {"withdrawal.over_limit.rent_cap_month"}
    full = asking.rent(ask, rent(used={Month(2026, 11): yuan(2500)}), person())
    assert codes(full) == {"withdrawal.nothing_left.rent_cap_month"}
    case = CaseTerms.read(ask, on=DAY, case="rent")
    assert judged(rent(**shared), person(), case, shared=False).amount_max == yuan(2500)


def test_a_cap_by_the_year(law) -> None:
    """武汉 (2025 annual report): single 18 000 a year, married household 36 000."""
    ask = partial(law.value, centre="420100")
    used = {Month(2026, 3): yuan(6000), Month(2025, 12): yuan(9000)}
    claim = rent(first=Month(2026, 10), household="married", spouse_used=used)
    answer = asking.rent(ask, claim, person())
    assert answer.amount_max == yuan(30_000)
    assert answer.binding
    assert answer.binding.code == "rent_cap_year"


def test_the_least_of_caps_by_month_and_quarter(ask) -> None:
    """2 500 a month, 6 000 a quarter: September alone 2 500, the next quarter's two 5 000."""
    case = CaseTerms.read(ask, on=DAY, case="rent")
    caps = tuple(
        PeriodCap(period, yuan(amount), ("law",))
        for period, amount in (("month", 2500), ("quarter", 6000))
    )
    whole = judged(rent(first=Month(2026, 7), last=Month(2026, 9)), person(), case, caps=caps)
    assert whole.amount_max == yuan(6000)
    across = judged(rent(first=Month(2026, 9)), person(), case, caps=caps)
    assert across.amount_max == yuan(7500)


def test_the_next_day(ask) -> None:
    again = asking.rent(ask, rent(date(2026, 11, 20), last_on=date(2026, 10, 20)), person())
    assert again.allowed
    early = asking.rent(ask, rent(date(2026, 11, 19), last_on=date(2026, 10, 20)), person())
    assert codes(early) == {"withdrawal.too_soon"}


@given(
    st.integers(0, 6_000_000).map(lambda fen: yuan(fen) / 100),
    st.integers(1, 1_000_000).map(lambda fen: yuan(fen) / 100),
    st.lists(st.integers(0, 400_000).map(lambda fen: yuan(fen) / 100), min_size=3, max_size=3),
)
def test_no_cap_is_exceeded(ask_once, balance, asked, used) -> None:
    """Whatever was used before: the couple's sum in a month stays within the cap."""
    months = [Month(2026, 9), Month(2026, 10), Month(2026, 11)]
    claim = rent(first=months[0], amount=asked, used=dict(zip(months, used, strict=True)))
    answer = judged(claim, person(balance), ask_once)
    room = sum(max(yuan(2500) - one, yuan(0)) for one in used)
    assert answer.amount_max <= min(balance, room)
    assert answer.allowed == (asked <= min(balance, room))


@pytest.fixture(scope="session")
def ask_once(ask) -> CaseTerms:
    return CaseTerms.read(ask, on=DAY, case="rent")
