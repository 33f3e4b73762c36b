"""Enforcement under both texts.

不登记: 2019 第三十七条 1–5 万元, 2026 第三十九条 5–30 万元.
逾期: 2019 第三十八条, 2026 第四十条.
骗提骗贷: 2026 第四十一条, 3 and 5 years.
异议: 2019 第三十六条, 2026 第三十七条, 5 days.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from provident.enforcement.policy import BanTerms, FineTerms, RemedyTerms, ReviewTerms
from provident.enforcement.rules.fraud import Finding, sanction, years_after
from provident.enforcement.rules.ladder import (
    Order,
    judge_fine,
    judge_order,
    next_for_overdue,
    next_for_registration,
)
from provident.enforcement.rules.review import Objection, answer_by, judge_objection, told
from provident.kernel.refusal import Refusal, Verdict

OLD, NEW = date(2026, 9, 19), date(2026, 9, 20)
ORDER = Order("限〔2026〕1号", date(2026, 9, 21), date(2026, 10, 10))


def codes(verdict: Verdict) -> set[str]:
    return {reason.code for reason in verdict.reasons}


@pytest.mark.parametrize(
    ("offence_on", "lowest", "highest", "basis"),
    [
        (OLD, 10_000, 50_000, "regulation-2019#37"),
        (NEW, 50_000, 300_000, "regulation-2026#39"),
    ],
)
def test_the_fine_by_the_day_of_the_offence(ask, offence_on, lowest, highest, basis) -> None:
    """An offence that ended under the old text is fined by it, whenever it is decided."""
    terms = FineTerms.read(ask, offence_on=offence_on)
    assert (terms.lowest, terms.highest, terms.basis) == (lowest, highest, (basis,))
    today = date(2026, 11, 2)
    for amount, allowed in (
        (lowest - Decimal("0.01"), False),
        (Decimal(lowest), True),
        (Decimal(highest), True),
        (highest + Decimal("0.01"), False),
    ):
        assert judge_fine(amount, ORDER, today, terms).allowed is allowed


def test_no_fine_without_an_order_that_lapsed(ask) -> None:
    terms = FineTerms.read(ask, offence_on=NEW)
    amount = Decimal(50_000)
    assert codes(judge_fine(amount, None, date(2026, 11, 2), terms)) == {"fine.no_order"}
    assert codes(judge_fine(amount, ORDER, ORDER.comply_by, terms)) == {"fine.not_lapsed"}
    in_time = replace(ORDER, complied_on=ORDER.comply_by)
    assert codes(judge_fine(amount, in_time, date(2026, 11, 2), terms)) == {"fine.not_lapsed"}
    assert codes(judge_fine(Decimal(1), None, date(2026, 11, 2), terms)) == {
        "fine.no_order",
        "fine.amount",
    }


def test_the_steps_of_not_registering(ask) -> None:
    terms = FineTerms.read(ask, offence_on=NEW)

    def step(order, today, remedied_on=None):
        return next_for_registration(order, remedied_on, today, terms)

    assert step(None, NEW).step == "order"
    assert step(None, NEW, remedied_on=NEW).step == "closed"
    assert step(ORDER, date(2026, 10, 10)).step == "wait"
    lapsed = step(ORDER, date(2026, 10, 11))
    assert (lapsed.step, lapsed.from_on) == ("fine", date(2026, 10, 11))
    assert "国库" in lapsed.says
    assert (
        step(replace(ORDER, complied_on=date(2026, 10, 9)), date(2026, 10, 11)).step == "closed"
    )
    # too late: the state has ended, the fine has not
    assert (
        step(replace(ORDER, complied_on=date(2026, 10, 12)), date(2026, 11, 2)).step == "fine"
    )


def test_the_steps_of_not_paying(ask) -> None:
    """Order, then the court; in neither text a fine."""
    for ordered_on, article in ((OLD, "regulation-2019#38"), (NEW, "regulation-2026#40")):
        terms = RemedyTerms.read(ask, ordered_on=ordered_on)
        owed = Decimal("1000.00")
        assert next_for_overdue(None, owed, NEW, terms).step == "order"
        assert next_for_overdue(ORDER, owed, date(2026, 10, 10), terms).step == "wait"
        court = next_for_overdue(ORDER, owed, date(2026, 10, 11), terms)
        assert (court.step, court.basis) == ("court", (article,))
        assert next_for_overdue(ORDER, Decimal(0), date(2026, 10, 11), terms).step == "closed"


def test_urging_was_a_right_and_is_a_duty(ask) -> None:
    """2019 第三十四条 有权督促; 2026 第三十五条 应当督促."""
    says = {
        day: next_for_overdue(None, Decimal(1), day, RemedyTerms.read(ask, ordered_on=day)).says
        for day in (OLD, NEW)
    }
    assert "可以督促" in says[OLD]
    assert "应当督促" in says[NEW]


def test_an_order_names_its_number_and_gives_time() -> None:
    assert codes(judge_order(ORDER, ())) == set()
    assert codes(judge_order(Order("", NEW, NEW), ())) == {"order.number", "order.period"}


FOUND = Finding(
    offence="withdrawal",
    offence_on=date(2026, 10, 8),
    decided_on=date(2026, 11, 2),
    decision_no="处〔2026〕1号",
    amount=Decimal("20000.00"),
    repay_by=date(2026, 12, 2),
)


@pytest.mark.parametrize(
    ("offence", "until"), [("withdrawal", date(2029, 11, 2)), ("loan", date(2031, 11, 2))]
)
def test_fraud_bans_from_both(ask, offence, until: date) -> None:
    terms = BanTerms.read(ask, offence=offence, offence_on=FOUND.offence_on)
    made = sanction(replace(FOUND, offence=offence), terms)
    assert (made.until_on, made.basis) == (until, ("regulation-2026#41",))
    assert made.ban.holds(date(until.year, 11, 1))
    assert not made.ban.holds(until)
    assert "20000.00" in made.says


def test_an_act_before_the_article_is_not_judged_by_it(ask) -> None:
    """Until 2026-09-19 there was no period; 建金〔2018〕46号 left it to the centres."""
    with pytest.raises(Refusal) as caught:
        BanTerms.read(ask, offence="withdrawal", offence_on=OLD)
    assert caught.value.codes() == {"policy.outside_window"}
    assert "由各中心规定" in str(caught.value)
    assert BanTerms.read(ask, offence="withdrawal", offence_on=NEW).years == 3


def test_an_incomplete_decision_is_refused_with_every_reason(ask) -> None:
    terms = BanTerms.read(ask, offence="loan", offence_on=NEW)
    odd = replace(
        FOUND,
        decision_no="",
        decided_on=date(2026, 10, 1),
        amount=Decimal(0),
        repay_by=date(2026, 10, 1),
    )
    with pytest.raises(Refusal) as caught:
        sanction(odd, terms)
    assert caught.value.codes() == {
        "fraud.number",
        "fraud.order",
        "fraud.amount",
        "fraud.period",
    }


def test_three_years_after_a_leap_day() -> None:
    assert years_after(date(2028, 2, 29), 3) == date(2031, 2, 28)


@pytest.mark.parametrize("on", [OLD, NEW])
def test_an_objection_is_answered_in_five_days(ask, on: date) -> None:
    """Received on Monday 2026-11-02: Saturday the 7th moves to Monday the 9th."""
    terms = ReviewTerms.read(ask, on=on)
    assert terms.days == 5
    objection = Objection("bank", date(2026, 11, 2))
    assert answer_by(objection, terms) == date(2026, 11, 9)
    assert "2026年11月9日" in told(objection, terms)
    assert codes(judge_objection(objection, terms)) == set()
    early = Objection("centre", date(2026, 11, 2))
    assert codes(judge_objection(early, terms)) == {"review.bank_first"}
    assert judge_objection(replace(early, bank_answered_on=on), terms).allowed
