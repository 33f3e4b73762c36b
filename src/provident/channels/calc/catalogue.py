"""计算器目录 · every calculator: what it is called, what it asks, what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from provident.channels.calc import borrow, contribution, interest, loan, withdrawal
from provident.channels.calc.answer import Answer
from provident.channels.calc.desk import Desk
from provident.channels.calc.fields import Question
from provident.channels.calc.reading import read_question
from provident.channels.calc.words import Words, say
from provident.kernel.refusal import Reason


@dataclass(frozen=True, slots=True)
class Calculator:
    """一个计算器 · `fields` tells which input a rule's reason speaks of, by its code.

    `asks_on` is the day whose policy decides; None where the question brings its own rate.
    """

    code: str
    title: Words
    purpose: Words
    question: type[Question]
    reckon: Callable[[Any, Desk], Answer]
    fields: Mapping[str, str]
    asks_on: Callable[[Any], date | None]

    def answer(self, given: Mapping[str, Any], desk: Desk) -> Answer:
        """The answer to what somebody typed or sent; raises a `Refusal` with every fault."""
        return self.told(read_question(self.question, given), desk)

    def told(self, question: Question, desk: Desk) -> Answer:
        """The answer to a question; of a day to come it says what it rests on."""
        found, on = self.reckon(question, desk), self.asks_on(question)
        checked_on = desk.library.checked_on
        if on is None or on <= checked_on:
            return found
        note = say(
            "{on}在政策最近一次核对（{checked_on}）之后：按已知的规定计算，届时有新规定的以新规定为准。",
            on=on,
            checked_on=checked_on,
        )
        return replace(found, notes=(*found.notes, note))

    def field_of(self, reason: Reason) -> str:
        """The input that a reason speaks of; empty where it speaks of none."""
        named = reason.facts.get("field")
        if isinstance(named, str):
            return named
        head = reason.code.partition(".")[0]
        return self.fields.get(reason.code) or self.fields.get(head, "")


_ALL = (
    Calculator(
        "loan",
        say("贷款月供"),
        say("每月还多少、两种还款方式哪个合适、提前还款省多少利息"),
        loan.LoanQuestion,
        loan.answer,
        loan.FIELDS,
        lambda asked: asked.starts_on if asked.rate is None else None,
    ),
    Calculator(
        "borrow",
        say("能贷多少"),
        say("各项限额里由哪一项决定、怎样可以提高、现在能不能申请"),
        borrow.BorrowQuestion,
        borrow.answer,
        borrow.FIELDS,
        lambda asked: asked.on,
    ),
    Calculator(
        "withdrawal",
        say("能提多少"),
        say("能不能提取、最多提多少、下次什么时候、要带什么"),
        withdrawal.WithdrawalQuestion,
        withdrawal.answer,
        withdrawal.FIELDS,
        lambda asked: asked.on,
    ),
    Calculator(
        "contribution",
        say("缴存额"),
        say("单位和个人每月各缴多少、从哪个月起缴"),
        contribution.ContributionQuestion,
        contribution.answer,
        contribution.FIELDS,
        lambda asked: asked.month.day(1),
    ),
    Calculator(
        "interest",
        say("存款利息"),
        say("账户里的钱到结息日有多少利息"),
        interest.InterestQuestion,
        interest.answer,
        interest.FIELDS,
        lambda asked: asked.settle_on,
    ),
)

CALCULATORS: Mapping[str, Calculator] = MappingProxyType({each.code: each for each in _ALL})
"""By code, in the order in which people meet them."""
