"""贷款要素校验 · what a loan and its events must be before a schedule can be made.

Every fault is named at once.  What depends on the running debt (an early payment larger
than the debt) only the schedule itself can tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import get_args

from provident.kernel.dates import Month, chinese_date
from provident.kernel.money import AmountError, yuan
from provident.kernel.refusal import Refusal, Verdict
from provident.lending.rules.due_days import due_day_of, first_due, last_due
from provident.lending.rules.loan import (
    DayCount,
    Effect,
    Loan,
    Method,
    Payout,
    Prepayment,
    RateChange,
    Repricing,
)

MONTHS_MAX = 360
"""30 years: no loan of the fund may be longer (policy `lending.term_max_months`)."""
RATE_PLACES = 6
FIRST_DAY = date(1999, 4, 3)
"""The day of the first Regulations: no loan of theirs is older."""
LAST_DAY = date(2100, 12, 31)
FIRST_DUE_MONTHS = 2
"""The first instalment falls due in the month of the payout or in one of the next two."""


@dataclass(frozen=True, slots=True)
class Events:
    """What happens to a loan after its payout, in any order."""

    changes: tuple[RateChange, ...]
    payouts: tuple[Payout, ...]
    prepayments: tuple[Prepayment, ...]


def judge_loan(loan: Loan) -> Verdict:
    """Whether the contract itself can be computed."""
    verdict = Verdict()
    _judge_amount(verdict, "loan.principal", "贷款金额", loan.principal)
    _judge_rate(verdict, "loan.rate", "贷款年利率", loan.rate)
    if not _is_term(loan.months):
        verdict.refuse(
            "loan.months",
            f"贷款期限应为 1 至 {MONTHS_MAX} 个整月，现为 {loan.months}，请改正期限。",
            months=str(loan.months),
            months_max=MONTHS_MAX,
        )
    for code, what, value, known in (
        ("loan.method", "还款方式", loan.method, Method),
        ("loan.day_count", "计息天数规则", loan.day_count, DayCount),
        ("loan.repricing", "利率调整方式", loan.repricing, Repricing),
    ):
        if value not in get_args(known):
            verdict.refuse(
                code,
                f"没有“{value}”这种{what}，可选：{'、'.join(get_args(known))}。",
                value=str(value),
                choices=list(get_args(known)),
            )
    _judge_days(verdict, loan)
    return verdict


def _judge_days(verdict: Verdict, loan: Loan) -> None:
    if not FIRST_DAY <= loan.starts_on <= LAST_DAY:
        verdict.refuse(
            "loan.starts_on",
            f"放款日应在{chinese_date(FIRST_DAY)}至{chinese_date(LAST_DAY)}之间，"
            f"现为{chinese_date(loan.starts_on)}，请核对。",
            starts_on=loan.starts_on.isoformat(),
            first=FIRST_DAY.isoformat(),
            last=LAST_DAY.isoformat(),
        )
        return
    if loan.due_day is not None and not 1 <= loan.due_day <= 31:
        verdict.refuse(
            "loan.due_day",
            f"还款日应为 1 至 31 日，现为 {loan.due_day}，请改正。",
            due_day=loan.due_day,
        )
        return
    due, latest = first_due(loan), Month.of(loan.starts_on) + FIRST_DUE_MONTHS
    if due <= loan.starts_on or Month.of(due) > latest:
        verdict.refuse(
            "loan.first_due_on",
            f"首期还款日应晚于放款日{chinese_date(loan.starts_on)}、不晚于 {latest}，"
            f"现为{chinese_date(due)}，请改正。",
            first_due_on=due.isoformat(),
            starts_on=loan.starts_on.isoformat(),
            latest=str(latest),
        )
    elif due != Month.of(due).day(due_day_of(loan)):
        verdict.refuse(
            "loan.first_due_on",
            f"首期还款日{chinese_date(due)}不是每月 {due_day_of(loan)} 日，"
            "两者应一致，请改正。",
            first_due_on=due.isoformat(),
            due_day=due_day_of(loan),
        )


def judge_events(loan: Loan, events: Events) -> Verdict:
    """Whether what happens later can be computed; the loan itself must have passed."""
    verdict = Verdict()
    last = last_due(loan)
    for code, what, found in (
        ("change", "利率调整", events.changes),
        ("payout", "再次放款", events.payouts),
        ("prepayment", "提前还款", events.prepayments),
    ):
        days = [event.on for event in found]
        _judge_time(verdict, (code, what), days, loan.starts_on, last)
    for change in events.changes:
        what = f"{chinese_date(change.on)}的新利率"
        _judge_rate(verdict, "change.rate", what, change.rate, on=change.on.isoformat())
    for payout in events.payouts:
        what = f"{chinese_date(payout.on)}的放款金额"
        _judge_amount(verdict, "payout.amount", what, payout.amount, on=payout.on.isoformat())
    for prepayment in events.prepayments:
        _judge_prepayment(verdict, loan, prepayment)
    _judge_after_settlement(verdict, events)
    return verdict


def _judge_time(
    verdict: Verdict, named: tuple[str, str], days: Sequence[date], start: date, last: date
) -> None:
    """Between the payout and the last due date, and one of a kind on a day."""
    code, what = named
    for day in days:
        if day <= start:
            verdict.refuse(
                f"{code}.before_payout",
                f"{what}日{chinese_date(day)}不晚于放款日{chinese_date(start)}，请核对日期。",
                on=day.isoformat(),
                starts_on=start.isoformat(),
            )
        elif day >= last:
            verdict.refuse(
                f"{code}.after_end",
                f"{what}日{chinese_date(day)}应早于最后一期还款日{chinese_date(last)}，"
                "请核对日期。",
                on=day.isoformat(),
                last_due_on=last.isoformat(),
            )
    for day in sorted({day for day in days if days.count(day) > 1}):
        verdict.refuse(
            f"{code}.twice",
            f"{chinese_date(day)}有两笔{what}，同一天只能有一笔，请合并或删去一笔。",
            on=day.isoformat(),
        )


def _judge_prepayment(verdict: Verdict, loan: Loan, prepayment: Prepayment) -> None:
    day = chinese_date(prepayment.on)
    if prepayment.effect not in get_args(Effect):
        verdict.refuse(
            "prepayment.effect",
            f"没有“{prepayment.effect}”这种提前还款，可选：{'、'.join(get_args(Effect))}。",
            effect=prepayment.effect,
            choices=list(get_args(Effect)),
        )
    elif prepayment.effect == "full":
        verdict.refuse_if(
            prepayment.amount is not None,
            "prepayment.amount",
            f"{day}提前结清不必填金额，系统按当日欠款计算。",
            on=prepayment.on.isoformat(),
        )
    else:
        what, on = f"{day}的提前还款金额", prepayment.on.isoformat()
        _judge_amount(verdict, "prepayment.amount", what, prepayment.amount, on=on)
    if prepayment.effect == "shorten" and loan.method == "bullet":
        verdict.refuse(
            "prepayment.effect",
            f"到期一次还本付息没有分期，{day}的提前还款不能缩短期限，请改选减少还款额（lower）。",
            on=prepayment.on.isoformat(),
        )


def _judge_after_settlement(verdict: Verdict, events: Events) -> None:
    settled = min((p.on for p in events.prepayments if p.effect == "full"), default=None)
    if settled is None:
        return
    later = [event.on for event in (*events.payouts, *events.prepayments) if event.on > settled]
    for day in later:
        verdict.refuse(
            "loan.settled",
            f"{chinese_date(settled)}已提前结清，{chinese_date(day)}不能再放款或还款，请核对。",
            settled_on=settled.isoformat(),
            on=day.isoformat(),
        )


def _judge_amount(
    verdict: Verdict, code: str, what: str, amount: Decimal | None, **facts: str
) -> None:
    try:
        good = amount is not None and yuan(amount) > 0
        says = f"{what}必须大于零，现为 {amount}，请改正。"
    except AmountError as error:
        good, says = False, f"{what}有误：{error}。"
    verdict.refuse_if(not good, code, says, amount=str(amount), **facts)


def _judge_rate(verdict: Verdict, code: str, what: str, rate: Decimal, **facts: str) -> None:
    verdict.refuse_if(
        not _is_rate(rate),
        code,
        f"{what}应为不小于 0、小于 100 的百分数，最多 {RATE_PLACES} 位小数（3.1 表示 3.1%），"
        f"现为 {rate}，请改正。",
        rate=str(rate),
        places=RATE_PLACES,
        **facts,
    )


def _is_term(months: object) -> bool:
    if not isinstance(months, int) or isinstance(months, bool):
        return False
    return 0 < months <= MONTHS_MAX


def _is_rate(rate: object) -> bool:
    if not isinstance(rate, Decimal) or not rate.is_finite():
        return False
    return 0 <= rate < 100 and rate == round(rate, RATE_PLACES)


def require_sound(loan: Loan, events: Events) -> None:
    """Raise one `Refusal` with every fault of the loan and, if it stands, of its events."""
    verdict = judge_loan(loan)
    if verdict.allowed:
        verdict.merge(judge_events(loan, events))
    if not verdict.allowed:
        raise Refusal(verdict.reasons)
