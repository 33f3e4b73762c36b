"""样例 · one ordinary member and one ordinary claim of each kind, changed by each test."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from provident.kernel.dates import Month
from provident.withdrawal.rules.answer import Answer
from provident.withdrawal.rules.expense import ExpenseClaim
from provident.withdrawal.rules.home import HomeClaim, RepayClaim
from provident.withdrawal.rules.limits import Money
from provident.withdrawal.rules.person import Person
from provident.withdrawal.rules.rent import RentClaim

OLD = date(2026, 9, 19)
"""The last day of the 2019 text."""
NEW = date(2026, 9, 20)
"""The first day of the 2026 text."""
DAY = date(2026, 11, 2)


def yuan(amount: int | str) -> Decimal:
    return Decimal(amount).quantize(Decimal("0.01"))


def person(balance: int | str = 50_000, **changes: Any) -> Person:
    money = Money(yuan(balance))
    for name in ("held", "frozen", "pledged", "instalment"):
        if name in changes:
            money = replace(money, **{name: yuan(changes.pop(name))})
    return replace(Person("normal", 12, money), **changes)


def rent(on: date = DAY, **changes: Any) -> RentClaim:
    sound = RentClaim(
        on=on,
        first=Month.of(on),
        last=Month.of(on),
        amount=None,
        rent=yuan(3000),
        lease="unfiled",
        household="single",
        owns_home=False,
        contribution=yuan(1500),
    )
    return replace(sound, **changes)


def home(on: date = DAY, **changes: Any) -> HomeClaim:
    sound = HomeClaim(
        on=on,
        amount=None,
        relation="self",
        cost=yuan(800_000),
        loan=yuan(600_000),
        spent_on=date(2026, 6, 1),
    )
    return replace(sound, **changes)


def repay(on: date = DAY, **changes: Any) -> RepayClaim:
    return replace(
        RepayClaim(on=on, amount=None, relation="self", repaid=yuan(32_000)), **changes
    )


def expense(on: date = DAY, **changes: Any) -> ExpenseClaim:
    sound = ExpenseClaim(on=on, amount=None, expense=yuan(12_000), spent_on=date(2026, 8, 1))
    return replace(sound, **changes)


def codes(answer: Answer) -> set[str]:
    return {reason.code for reason in answer.findings.reasons}


def warned(answer: Answer) -> set[str]:
    return {reason.code for reason in answer.findings.warnings}
