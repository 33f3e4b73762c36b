"""利息试算 · what a member's balance earns, by products and the rates of their time.

The rule is `provident.collection.rules.interest`; rates come from the policy.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Literal

from provident.channels.calc.answer import Answer, Chart, Figure, Series, Sheet, Step, plain
from provident.channels.calc.desk import Desk
from provident.channels.calc.fields import Amount, Count, Day, MonthOf, Question, ask_for
from provident.channels.calc.words import Words, mark, percent, say
from provident.collection.policy import deposit_terms
from provident.collection.rules.interest import (
    DepositTerms,
    InterestStatement,
    InterestYear,
    Movement,
    statement,
)
from provident.kernel.dates import Month, months
from provident.kernel.money import ZERO
from provident.kernel.refusal import Verdict

MOVEMENTS_MAX = 5000
"""More than forty years of monthly contributions and withdrawals."""
MONTHS_MAX = 600
ONE_DAY = timedelta(days=1)

KINDS = {
    "credit": mark("转入（汇缴、补缴、转入）"),
    "debit": mark("转出（提取、转出）"),
    "brought_forward": mark("上年结转"),
}
PARTS = {"carried_over": mark("上年结转"), "current_year": mark("当年归集")}


class MovementAsked(Question):
    """余额变动 · one movement, yuan above zero."""

    on: Day = ask_for(mark("起息日"))
    amount: Amount = ask_for(mark("金额"), unit=mark("元"))
    kind: Literal["credit", "debit", "brought_forward"] = ask_for(
        mark("类别"), choices=KINDS, default="credit"
    )


class InterestQuestion(Question):
    """利息试算的提问 · single movements, equal monthly contributions, or both."""

    settle_on: Day = ask_for(
        mark("结息日"), hint=mark("6 月 30 日为年度结息；其他日期按销户结息，算到前一天")
    )
    movements: tuple[MovementAsked, ...] = ask_for(
        mark("余额变动"), default=(), max_length=MOVEMENTS_MAX
    )
    monthly_amount: Amount | None = ask_for(
        mark("每月缴存额"),
        unit=mark("元"),
        default=None,
        hint=mark("每月相同时填写，不必逐笔填"),
    )
    monthly_day: Count | None = ask_for(
        mark("每月到账日"), unit=mark("日"), default=None, hint=mark("如 15；遇小月为月末")
    )
    first_month: MonthOf | None = ask_for(mark("缴存起月"), default=None)
    last_month: MonthOf | None = ask_for(mark("缴存止月"), default=None)


FIELDS = {
    "interest.monthly": "monthly_amount",
    "interest.months": "last_month",
    "interest": "movements",
    "policy": "settle_on",
}


def answer(question: InterestQuestion, desk: Desk) -> Answer:
    """The interest of every year.  Raises the rule's `Refusal` for faulty movements."""
    judge_monthly(question).require()
    movements = sorted(_movements(question), key=lambda one: one.value_date)
    first = min((one.value_date for one in movements), default=question.settle_on)
    terms = deposit_terms(desk.ask, min(first, question.settle_on), question.settle_on)
    told = statement(movements, question.settle_on, terms)
    yuan = say("元")
    return Answer(
        summary=say(
            "到 {on} 利息共 {interest} 元，本息合计 {balance} 元。",
            on=question.settle_on,
            interest=told.interest,
            balance=told.balance,
        ),
        figures=(
            Figure(say("利息合计"), told.interest, yuan),
            Figure(say("本息合计"), told.balance, yuan),
            Figure(say("计息年度"), len(told.years), say("个")),
        ),
        steps=_steps(told, terms),
        charts=(_growth(told),),
        sheets=(_years(told), _segments(told)),
        notes=(
            say("计息年度从 7 月 1 日到次年 6 月 30 日，末日结息，利息 7 月 1 日并入本金。"),
        ),
        facts={
            "interest": plain(told.interest),
            "balance": plain(told.balance),
            "years": [_year_facts(year) for year in told.years],
        },
    )


def judge_monthly(question: InterestQuestion) -> Verdict:
    """Whether the equal monthly contributions are told completely."""
    verdict = Verdict()
    given = (
        question.monthly_amount,
        question.monthly_day,
        question.first_month,
        question.last_month,
    )
    if all(one is None for one in given):
        return verdict
    if any(one is None for one in given):
        verdict.refuse(
            "interest.monthly", "每月缴存额、到账日、缴存起月、缴存止月要么都填，要么都不填。"
        )
        return verdict
    first, last = question.first_month, question.last_month
    if first and last and not 0 <= last - first < MONTHS_MAX:
        verdict.refuse(
            "interest.months",
            f"缴存止月应不早于起月，且不超过 {MONTHS_MAX} 个月，现为 {first} 至 {last}。",
            first=str(first),
            last=str(last),
            months_max=MONTHS_MAX,
        )
    if question.monthly_day is not None and not 1 <= question.monthly_day <= 31:
        verdict.refuse(
            "interest.monthly",
            f"每月到账日应为 1 至 31，现为 {question.monthly_day}。",
            day=question.monthly_day,
        )
    return verdict


def _movements(question: InterestQuestion) -> Iterator[Movement]:
    for one in question.movements:
        yield Movement(one.on, one.amount, one.kind)
    first, last, amount = question.first_month, question.last_month, question.monthly_amount
    if first is None or last is None or amount is None or question.monthly_day is None:
        return
    for month in months(first, last - first + 1):
        yield Movement(month.day(question.monthly_day), amount, "credit")


def _steps(told: InterestStatement, terms: DepositTerms) -> tuple[Step, ...]:
    opening = Step(
        say("怎样计息"),
        say(
            "每天的余额相加得到积数；利息 ＝ 积数 × 年利率 ÷ {days}，每次结息四舍五入到分。",
            days=terms.day_basis,
        ),
        terms.basis,
    )
    return (opening, *(_year_step(year) for year in told.years))


def _year_step(year: InterestYear) -> Step:
    product = sum((segment.product for segment in year.segments), ZERO)
    return Step(
        say("{start} 至 {end}", start=year.from_on, end=year.until_on - ONE_DAY),
        say(
            "积数 {product}，年利率 {rates}，利息 {interest} 元，本息合计 {closing} 元。",
            product=product,
            rates=_rates(year),
            interest=year.interest,
            closing=year.closing,
        ),
    )


def _rates(year: InterestYear) -> Words | str:
    """The rates of a year in the order of time, each once."""
    first, *further = dict.fromkeys(percent(one.rate) for one in year.segments) or ["—"]
    shown: Words | str = first
    for rate in further:
        shown = say("{before}、{next}", before=shown, next=rate)
    return shown


def _years(told: InterestStatement) -> Sheet:
    return Sheet(
        "years",
        say("各计息年度"),
        (say("起"), say("止"), say("期初余额"), say("利息"), say("期末余额")),
        tuple(
            (year.from_on, year.until_on - ONE_DAY, year.opening, year.interest, year.closing)
            for year in told.years
        ),
    )


def _segments(told: InterestStatement) -> Sheet:
    return Sheet(
        "segments",
        say("计息段"),
        (say("起"), say("止"), say("部分"), say("积数"), say("年利率")),
        tuple(
            (
                segment.from_on,
                segment.until_on - ONE_DAY,
                say(PARTS[segment.part]),
                segment.product,
                percent(segment.rate),
            )
            for year in told.years
            for segment in year.segments
        ),
        long=True,
    )


def _growth(told: InterestStatement) -> Chart:
    return Chart(
        "stack",
        say("各计息年度末的本息"),
        tuple(say("{year}", year=Month.of(year.until_on).year) for year in told.years),
        (
            Series(say("本金"), tuple(year.closing - year.interest for year in told.years)),
            Series(say("当年利息"), tuple(year.interest for year in told.years), "warn"),
        ),
    )


def _year_facts(year: InterestYear) -> dict[str, object]:
    return {
        "from_on": plain(year.from_on),
        "until_on": plain(year.until_on),
        "opening": plain(year.opening),
        "product": plain(sum((segment.product for segment in year.segments), ZERO)),
        "interest": plain(year.interest),
        "closing": plain(year.closing),
    }
