"""Arrears of contributions: 条例第十九条 (five days from pay day) and 第二十条 (deferral).

Dates by the calendar and the State Council's notice for 2026: 2026-11-15 is a Sunday; 1 to 8
October 2026 are holidays in a row with the weekend days that the notice moved.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from provident.collection.policy import due_days
from provident.collection.rules.arrears import (
    Deferral,
    DeferralRequest,
    Obligation,
    Payment,
    arrears_of,
    due_on,
    judge_deferral,
    pay_day_of,
    standing_of,
)
from provident.kernel.dates import Month

OCT = Month(2026, 10)


def owed(month: Month = OCT, *payments: Payment, pay_day: date | None = None) -> Obligation:
    return Obligation(month, pay_day or month.day(10), 5, Decimal("1000.00"), payments)


def paid(on: str, amount: str = "1000.00") -> Payment:
    return Payment(date.fromisoformat(on), Decimal(amount))


def test_five_days_after_pay_day(ask) -> None:
    """2026-11-10 + 5 = Sunday 15 November, so Monday the 16th; Thursday 2026-10-15 stays."""
    assert due_days(ask, date(2026, 11, 10)) == due_days(ask, date(2026, 9, 10)) == 5
    assert due_on(owed(Month(2026, 11))) == date(2026, 11, 16)
    assert due_on(owed()) == date(2026, 10, 15)


def test_wages_may_be_paid_in_the_next_month_and_on_a_day_that_it_lacks() -> None:
    assert pay_day_of(Month(2026, 9), 31) == date(2026, 9, 30)
    assert pay_day_of(Month(2026, 9), 15, "next") == date(2026, 10, 15)


def test_late_begins_the_day_after() -> None:
    assert standing_of(owed(), date(2026, 10, 15)).standing == "not_due"
    late = standing_of(owed(), date(2026, 10, 16))
    assert (late.standing, late.days_late, late.short) == ("overdue", 1, Decimal("1000.00"))


def test_paid_in_parts_counts_when_complete() -> None:
    parts = (paid("2026-10-14", "400.00"), paid("2026-10-20", "600.00"))
    midway = standing_of(owed(OCT, *parts), date(2026, 10, 18))
    assert (midway.standing, midway.days_late, midway.short) == (
        "overdue",
        3,
        Decimal("600.00"),
    )
    done = standing_of(owed(OCT, *parts), date(2026, 11, 2))
    assert (done.standing, done.days_late) == ("paid_late", 5)
    assert standing_of(owed(OCT, paid("2026-10-15")), date(2026, 11, 2)).standing == "paid"


def test_a_deferral_moves_the_due_date_and_waives_nothing() -> None:
    deferral = Deferral(OCT, Month(2026, 11), date(2026, 12, 31), "管委会〔2026〕1号")
    waiting = standing_of(owed(), date(2026, 11, 2), deferral)
    assert (waiting.standing, waiting.due_on) == ("deferred", date(2026, 12, 31))
    assert waiting.short == Decimal("1000.00")
    later = standing_of(
        owed(Month(2026, 12), pay_day=date(2026, 12, 10)), date(2026, 12, 16), deferral
    )
    assert later.standing == "overdue"


def test_the_sum_and_the_longest_run() -> None:
    today = date(2026, 11, 2)
    standings = [
        standing_of(owed(Month(2026, 5)), today),
        standing_of(owed(Month(2026, 6)), today),
        standing_of(owed(Month(2026, 7), paid("2026-07-15")), today),
        standing_of(owed(Month(2026, 8)), today),
    ]
    arrears = arrears_of(standings)
    assert [str(one.month) for one in arrears.months] == ["2026-05", "2026-06", "2026-08"]
    assert (arrears.amount, arrears.run) == (Decimal("3000.00"), 2)
    # pay day 2026-05-10 + 5 = Friday the 15th; the first day in arrears is the 16th
    assert arrears.since == date(2026, 5, 16)
    assert arrears_of([]).since is None


def request(**changes: object) -> DeferralRequest:
    sound: dict[str, object] = {
        "first": OCT,
        "last": Month(2026, 12),
        "make_up_on": date(2027, 1, 31),
        "agreed_on": date(2026, 9, 1),
        "reviewed_on": date(2026, 9, 10),
        "approved_on": date(2026, 9, 20),
        "decision_no": "管委会〔2026〕1号",
    }
    return DeferralRequest(**{**sound, **changes})  # type: ignore[arg-type]


def codes(asked: DeferralRequest) -> set[str]:
    return {reason.code for reason in judge_deferral(asked).reasons}


def test_a_deferral_needs_three_bodies_in_their_order() -> None:
    """第二十条: 职工代表大会或者工会 → 管理中心 → 管理委员会; later made up."""
    assert codes(request()) == set()
    assert codes(request(agreed_on=None, decision_no="", make_up_on=None)) == {
        "deferral.not_agreed",
        "deferral.not_approved",
        "deferral.make_up",
    }
    assert codes(request(reviewed_on=date(2026, 8, 1))) == {"deferral.reviewed_too_early"}
    assert codes(request(last=Month(2026, 9))) == {"deferral.interval"}
    assert codes(request(months_max=2)) == {"deferral.too_long"}
