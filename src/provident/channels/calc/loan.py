"""贷款试算 · monthly payment, comparison of methods, early payment: what a loan costs.

The schedule itself is `provident.lending.rules.schedule`; here it is asked, put beside its
alternatives and told in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from provident.channels.calc.answer import Answer, plain
from provident.channels.calc.desk import Desk
from provident.channels.calc.fields import Amount, Count, Day, Number, Question, ask_for
from provident.channels.calc.loan_rate import Lent, chosen_rate
from provident.channels.calc.loan_telling import (
    METHODS,
    Total,
    alternatives,
    balances,
    by_instalment,
    by_year,
    figures,
    steps,
    summary,
    years,
)
from provident.channels.calc.words import mark
from provident.lending.rules.loan import (
    DayCount,
    Effect,
    Instalment,
    Loan,
    Method,
    Payout,
    Prepayment,
    RateChange,
    Repricing,
)
from provident.lending.rules.schedule import schedule

EVENTS_MAX = 60
"""Events of one kind in one question: more than any loan has seen."""
BULLET_MONTHS_MAX = 12
"""到期一次还本付息 is agreed for terms up to a year only."""


class ChangeAsked(Question):
    """利率调整 · a new rate from a day on."""

    on: Day = ask_for(mark("调整日"))
    rate: Number = ask_for(mark("新利率"), unit=mark("%"))


class PayoutAsked(Question):
    """再次放款 · a further part of the loan."""

    on: Day = ask_for(mark("放款日"))
    amount: Amount = ask_for(mark("放款金额"), unit=mark("元"))


class PrepaymentAsked(Question):
    """提前还款 · no amount where everything is repaid."""

    on: Day = ask_for(mark("还款日"))
    amount: Amount | None = ask_for(
        mark("提前还本金"), unit=mark("元"), default=None, hint=mark("提前结清时不填")
    )
    effect: Effect = ask_for(
        mark("还款后"),
        choices={
            "shorten": mark("缩短期限，月还款额不变"),
            "lower": mark("减少月还款额，期限不变"),
            "full": mark("提前结清"),
        },
        default="shorten",
    )


class LoanQuestion(Question):
    """贷款试算的提问 · see `provident.lending.rules.loan.Loan` for the meaning of each."""

    principal: Amount = ask_for(
        mark("贷款金额"), unit=mark("元"), hint=mark("首次放款的金额，如 1000000")
    )
    months: Count = ask_for(
        mark("贷款期限"), unit=mark("个月"), hint=mark("1 至 360 个月；30 年为 360 个月")
    )
    rate: Number | None = ask_for(
        mark("年利率"),
        unit=mark("%"),
        default=None,
        hint=mark("不填则按放款日的公积金贷款利率计算"),
    )
    home: Literal["first", "second"] = ask_for(
        mark("住房套数"),
        choices={"first": mark("首套住房"), "second": mark("第二套住房")},
        default="first",
        hint=mark("只在不填年利率时用来选取利率"),
    )
    method: Method = ask_for(mark("还款方式"), choices=METHODS, default="equal_instalment")
    starts_on: Day = ask_for(mark("放款日"))
    first_due_on: Day | None = ask_for(
        mark("首期还款日"), default=None, hint=mark("不填则为放款日的次月同日")
    )
    due_day: Count | None = ask_for(
        mark("每月还款日"),
        unit=mark("日"),
        default=None,
        hint=mark("不填则与首期还款日同日；遇小月为月末"),
    )
    day_count: DayCount = ask_for(
        mark("计息天数"),
        choices={
            "30/360": mark("每月按 30 天，全年 360 天"),
            "actual/360": mark("按实际天数，全年 360 天"),
            "actual/365": mark("按实际天数，全年 365 天"),
        },
        default="30/360",
    )
    repricing: Repricing = ask_for(
        mark("利率调整从何时起算"),
        choices={
            "next_period": mark("调整日当日或之后的第一个还款日起"),
            "on_day": mark("调整日当日起，当期分段计息"),
        },
        default="next_period",
    )
    changes: tuple[ChangeAsked, ...] = ask_for(
        mark("利率调整"), default=(), max_length=EVENTS_MAX
    )
    payouts: tuple[PayoutAsked, ...] = ask_for(
        mark("再次放款"), default=(), max_length=EVENTS_MAX
    )
    prepayments: tuple[PrepaymentAsked, ...] = ask_for(
        mark("提前还款"), default=(), max_length=EVENTS_MAX
    )


FIELDS = {
    "loan.principal": "principal",
    "loan.months": "months",
    "loan.rate": "rate",
    "loan.method": "method",
    "loan.starts_on": "starts_on",
    "loan.first_due_on": "first_due_on",
    "loan.due_day": "due_day",
    "loan.settled": "prepayments",
    "change": "changes",
    "payout": "payouts",
    "prepayment": "prepayments",
}
"""Which input a rule's reason speaks of: by its code or the first word of it."""


def instalments(question: LoanQuestion, desk: Desk) -> list[Instalment]:
    """还款计划 · the schedule alone, as programs want it."""
    lent = _lent(question, desk)
    return _schedule(question, lent.loan, question.prepayments)


def answer(question: LoanQuestion, desk: Desk) -> Answer:
    """The cost of the loan, beside its alternatives.  Raises the schedule's `Refusal`."""
    lent = _lent(question, desk)
    rows = _schedule(question, lent.loan, question.prepayments)
    without = _schedule(question, lent.loan, ()) if question.prepayments else rows
    total, spared = Total.of(rows), Total.of(without).interest - Total.of(rows).interest
    return Answer(
        summary=summary(lent.loan, rows, total),
        figures=figures(rows, total, spared if question.prepayments else None),
        steps=steps(lent, rows, [*_changes(question), *_payouts(question)]),
        charts=(years(rows), balances(rows, without)),
        sheets=(
            alternatives(_each_method(question, lent.loan, without)),
            by_year(rows),
            by_instalment(rows),
        ),
        facts={
            "rate": str(lent.loan.rate),
            "first_payment": plain(rows[0].payment),
            "interest": plain(total.interest),
            "total": plain(total.payment),
            "ends_on": plain(rows[-1].due_on),
            "interest_saved": plain(spared),
            "schedule": [as_row(row) for row in rows],
        },
    )


def as_row(row: Instalment) -> dict[str, int | str]:
    """One line of the schedule for programs: amounts as text with two places."""
    return {
        "number": row.number,
        "due_on": row.due_on.isoformat(),
        "payment": plain(row.payment),
        "principal": plain(row.principal),
        "interest": plain(row.interest),
        "balance": plain(row.balance),
    }


def _lent(question: LoanQuestion, desk: Desk) -> Lent:
    rate = chosen_rate(question.rate, question.home, question.months, question.starts_on, desk)
    loan = Loan(
        principal=question.principal,
        months=question.months,
        rate=rate.value,
        method=question.method,
        starts_on=question.starts_on,
        day_count=question.day_count,
        repricing=question.repricing,
        due_day=question.due_day,
        first_due_on=question.first_due_on,
    )
    return Lent(loan, rate.basis)


def _schedule(
    question: LoanQuestion, loan: Loan, prepayments: Sequence[PrepaymentAsked]
) -> list[Instalment]:
    return schedule(
        loan,
        changes=_changes(question),
        payouts=_payouts(question),
        prepayments=[Prepayment(one.on, one.effect, one.amount) for one in prepayments],
    )


def _changes(question: LoanQuestion) -> list[RateChange]:
    return [RateChange(one.on, one.rate) for one in question.changes]


def _payouts(question: LoanQuestion) -> list[Payout]:
    return [Payout(one.on, one.amount) for one in question.payouts]


def _each_method(
    question: LoanQuestion, loan: Loan, chosen: list[Instalment]
) -> dict[Method, list[Instalment]]:
    """The loan by every method that may be agreed for its term, without early payments.

    `chosen` is that of its own method, which is known already.
    """
    methods: list[Method] = ["equal_instalment", "equal_principal"]
    if loan.months <= BULLET_MONTHS_MAX or loan.method == "bullet":
        methods.append("bullet")
    return {
        method: chosen
        if method == loan.method
        else _schedule(question, replace(loan, method=method), ())
        for method in methods
    }
