"""汇缴逾期 · when an employer has to pay in, what is short, and what a deferral changes.

An employer pays in within five days of pay day; from the day after, what is missing is in
arrears.  The Regulations know no late fee: the centre orders the employer to pay, then asks
the court (see the enforcement rules).  An approved deferral (缓缴) moves the due date of its
months to its end; it waives nothing.

依据  《住房公积金管理条例》(2026) 第十九条、第二十条 (2019: 第十九条、第二十条)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from provident.kernel.dates import Month, chinese_date
from provident.kernel.money import ZERO
from provident.kernel.refusal import Verdict
from provident.kernel.workdays import due_date

Standing = Literal["not_due", "paid", "paid_late", "deferred", "overdue"]
PayMonth = Literal["same", "next"]

ONE_DAY = timedelta(days=1)
HARDSHIP = ("regulation-2026#20",)


@dataclass(frozen=True, slots=True)
class Payment:
    """到账 · yuan that were credited for a month on a day."""

    on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Deferral:
    """缓缴 · the months from `first` to `last`, both included, are made up by `make_up_on`."""

    first: Month
    last: Month
    make_up_on: date
    decision_no: str

    def covers(self, month: Month) -> bool:
        return self.first <= month <= self.last


@dataclass(frozen=True, slots=True)
class Obligation:
    """应缴 · what an employer owes for a month in yuan, and the day on which wages were paid.

    `due_days` comes from policy, by the pay day.
    """

    month: Month
    pay_day: date
    due_days: int
    amount: Decimal
    payments: tuple[Payment, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthStanding:
    """一个月的缴存状况 · `days_late` counts from the day after `due_on`, 0 when in time.

    `short` is what is still owed in yuan, whether or not it is due.
    """

    month: Month
    due_on: date
    standing: Standing
    days_late: int
    short: Decimal


@dataclass(frozen=True, slots=True)
class Arrears:
    """逾期汇总 · the months in arrears with their sum; `run` is the longest unbroken one."""

    months: tuple[MonthStanding, ...]
    amount: Decimal
    run: int

    @property
    def since(self) -> date | None:
        """The first day in arrears of the oldest month, or None."""
        return min((one.due_on + ONE_DAY for one in self.months), default=None)


def pay_day_of(month: Month, day: int, paid_in: PayMonth = "same") -> date:
    """发薪日: the wage of a month is paid on `day`, or on the month's last day where the
    month has no such day; in the month itself or, in arrears, in the next."""
    return (month + (1 if paid_in == "next" else 0)).day(day)


def due_on(obligation: Obligation, deferral: Deferral | None = None) -> date:
    """汇缴截止日 (第十九条): the last day to pay in; a deferral's end where one covers it.

    A period that ends on a holiday ends on the next working day.
    """
    regular = due_date(obligation.pay_day, obligation.due_days)
    if deferral and deferral.covers(obligation.month):
        return max(regular, deferral.make_up_on)
    return regular


def standing_of(
    obligation: Obligation, today: date, deferral: Deferral | None = None
) -> MonthStanding:
    """一个月的缴存状况 on `today`: what was paid by then, when complete, and how late."""
    due = due_on(obligation, deferral)
    paid, complete_on = ZERO, None
    for payment in sorted(obligation.payments, key=lambda one: one.on):
        if payment.on <= today:
            paid += payment.amount
            if complete_on is None and paid >= obligation.amount:
                complete_on = payment.on
    if complete_on is not None or obligation.amount == ZERO:
        late = max(((complete_on or due) - due).days, 0)
        return MonthStanding(obligation.month, due, "paid_late" if late else "paid", late, ZERO)
    short = obligation.amount - paid
    late = max((today - due).days, 0)
    if late:
        return MonthStanding(obligation.month, due, "overdue", late, short)
    waits = deferral is not None and deferral.covers(obligation.month)
    return MonthStanding(obligation.month, due, "deferred" if waits else "not_due", 0, short)


def arrears_of(standings: Sequence[MonthStanding]) -> Arrears:
    """逾期汇总 over the months of one employer; paid and deferred months break a run."""
    late = sorted(
        (one for one in standings if one.standing == "overdue"), key=lambda one: one.month
    )
    longest = run = 0
    before: Month | None = None
    for one in late:
        run = run + 1 if before is not None and one.month - before == 1 else 1
        longest, before = max(longest, run), one.month
    return Arrears(tuple(late), sum((one.short for one in late), ZERO), longest)


@dataclass(frozen=True, slots=True)
class DeferralRequest:
    """缓缴申请 · what article 20 asks for, each None or empty while it is missing.

    `agreed_on`    the workers' assembly or union agreed;
    `reviewed_on`  the centre reviewed;
    `decision_no`  number of the committee's approval, `approved_on` its day;
    `months_max`   the longest deferral that the centre approves at once, None for no limit;
    `basis`        article 20 of the text in force when the employer asked.
    """

    first: Month
    last: Month
    make_up_on: date | None
    agreed_on: date | None
    reviewed_on: date | None
    approved_on: date | None
    decision_no: str
    months_max: int | None = None
    basis: tuple[str, ...] = HARDSHIP


def judge_deferral(request: DeferralRequest) -> Verdict:
    """缓缴 (第二十条): three bodies in their order, an interval, and a day to make up."""
    verdict = Verdict()
    verdict.refuse_if(
        request.last < request.first,
        "deferral.interval",
        f"缓缴的止月 {request.last} 早于起月 {request.first}，请核对。",
        basis=request.basis,
        first=str(request.first),
        last=str(request.last),
    )
    _judge_bodies(verdict, request)
    verdict.refuse_if(
        request.make_up_on is None or request.make_up_on <= request.last.last_day,
        "deferral.make_up",
        "缓缴不是免缴，请填写缓缴期满以后的补缴截止日。",
        basis=request.basis,
    )
    months = request.last - request.first + 1
    if request.months_max is not None and months > request.months_max:
        verdict.refuse(
            "deferral.too_long",
            f"一次缓缴最长 {request.months_max} 个月，申请了 {months} 个月；"
            "期满仍有困难的另行申请。",
            months=months,
            months_max=request.months_max,
        )
    return verdict


def _judge_bodies(verdict: Verdict, request: DeferralRequest) -> None:
    steps = (
        (request.agreed_on, "agreed", "职工代表大会或者工会讨论通过"),
        (request.reviewed_on, "reviewed", "住房公积金管理中心审核"),
        (request.approved_on if request.decision_no else None, "approved", "管理委员会批准"),
    )
    latest: date | None = None
    for day, code, what in steps:
        if day is None:
            verdict.refuse(
                f"deferral.not_{code}",
                f"缺少{what}的日期或文号，请补齐后再办理缓缴。",
                basis=request.basis,
            )
        elif latest is not None and day < latest:
            verdict.refuse(
                f"deferral.{code}_too_early",
                f"{what}的日期{chinese_date(day)}早于前一步的{chinese_date(latest)}，请核对。",
                basis=request.basis,
                day=day.isoformat(),
                before=latest.isoformat(),
            )
        latest = day or latest
