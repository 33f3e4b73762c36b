"""试验账簿 · posting, reading and computing by hand what the ledger should say.

`by_days` is the definition of a product (积数) taken literally: for every day the amount
that stands on it, added up day by day.  It shares no formula with the ledger.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from provident.kernel import sql
from provident.kernel.context import By, Context
from provident.kernel.money import ZERO
from provident.kernel.operation import operation_id
from provident.ledger import api as ledger
from provident.ledger.api import Leg, Posted

DAY = date(2026, 11, 2)
FUND = "10101"
"""The child of 101 that stands for the centre's bank account in these tests."""

RULES = """
pay_in:
  title: 缴入
  summary: 缴入
  basis: []
  amounts: {paid: 缴入的金额}
  lines:
    - {side: debit, role: fund_deposit, sum: [paid]}
    - {side: credit, role: member, sum: [paid]}
pay_out:
  title: 支取
  summary: 支取
  basis: []
  amounts: {paid: 支取的金额}
  lines:
    - {side: debit, role: member, sum: [paid]}
    - {side: credit, role: fund_deposit, sum: [paid]}
move:
  title: 转移
  summary: 转移
  basis: []
  amounts: {moved: 转移的金额}
  lines:
    - {side: debit, role: member, name: giver, sum: [moved]}
    - {side: credit, role: member, name: taker, sum: [moved]}
correct:
  title: 红字更正
  summary: 红字更正
  basis: []
  amounts: {wrong: 多记的金额}
  lines:
    - {side: debit, role: fund_deposit, sum: [wrong], red: true}
    - {side: credit, role: member, sum: [wrong], red: true}
"""
"""Posting rules of the tests, beside the project's own; members may also be paid."""

READ = """
select balance, held, carried_over, current_year, product from ledger.holder where id = %s
"""
LINES = """
select case l.side when h.normal_side then l.amount else -l.amount end, l.value_date
  from ledger.line l join ledger.holder h on h.id = l.holder_id
 where h.id = %s order by l.id
"""
_serial = itertools.count(1)


def a(text: str | int) -> Decimal:
    """An amount with two places, written shortly."""
    return Decimal(text).quantize(Decimal("0.01"))


def context(day: date = DAY) -> Context:
    """The surroundings of one operation, as the kernel would hand them out."""
    number = f"{day:%Y%m%d}{next(_serial):012d}"
    return Context(operation_id(number), number, "probe", day, By("clerk:01"), "650100")


@contextmanager
def operation_on(day: date = DAY) -> Iterator[Context]:
    """One transaction with its context."""
    with transaction.atomic():
        yield context(day)


def members(count: int, *, on: date = DAY) -> list[int]:
    """Open interest-bearing holders of members that nobody used yet."""
    owners = [f"member:{next(_serial):012d}" for _ in range(count)]
    return ledger.open_holders("member", owners, on=on, bears_interest=True)


def suspense() -> int:
    """Open a holder of 暂收款, which bears no interest."""
    return ledger.open_holders("suspense", [f"receipt:{next(_serial)}"], on=DAY)[0]


def pay_in(
    at: Context, paid: Mapping[int, Decimal], *, value_date: date | None = None
) -> Posted:
    total = sum(paid.values(), ZERO)
    legs = {
        "fund_deposit": [Leg(gl_account=FUND)],
        "member": [Leg(holder=holder, amount=amount) for holder, amount in paid.items()],
    }
    return ledger.post(
        "probe.pay_in", at, amounts={"paid": total}, legs=legs, value_date=value_date
    )


def pay_out(
    at: Context, holder: int, amount: Decimal, *, value_date: date | None = None
) -> Posted:
    return ledger.post(
        "probe.pay_out", at, amounts={"paid": amount}, legs=out_legs(holder),
        value_date=value_date,
    )  # fmt: skip


def out_legs(holder: int) -> dict[str, list[Leg]]:
    return {"member": [Leg(holder=holder)], "fund_deposit": [Leg(gl_account=FUND)]}


def hold_out(at: Context, holder: int, amount: Decimal) -> int:
    return ledger.hold("probe.pay_out", at, amounts={"paid": amount}, legs=out_legs(holder))


def reverse(at: Context, posted: Posted) -> Posted:
    return ledger.reverse(posted, at, rule_hash="probe", summary="冲正")


def state(holder: int) -> tuple[Decimal, ...]:
    """Balance, held, 上年结转, 当年归集, product."""
    return sql.call(READ, holder)


def lines(holder: int) -> list[tuple[Decimal, date]]:
    """The holder's lines: amount in the holder's direction, and value date."""
    return sql.cursor().execute(LINES, [holder]).fetchall()


def by_days(moved: Iterable[tuple[Decimal, date]], start: date, end: date) -> Decimal:
    """The product over [start, end): what stood on each day, one day after the other."""
    movements = list(moved)
    product = ZERO
    day = start
    while day < end:
        product += sum((amount for amount, value in movements if value <= day), ZERO)
        day += timedelta(days=1)
    return product


def one(text: str, *parameters: Any) -> Any:
    """The first column of the first row, or None where there is no row."""
    row = sql.call(text, *parameters)
    return None if row is None else row[0]
