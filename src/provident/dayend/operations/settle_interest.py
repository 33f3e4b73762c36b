"""年度结息 · on 30 June every member's interest of the year joins his principal.

The interest's value date is 1 July.  The day is cut off in the same transaction, so that
nothing can be booked between the settlement and the new year: what began before has
finished, since the operation has the day alone.

依据  《住房公积金管理条例》(2026) 第二十一条；银发〔2016〕43号
账务  postings/dayend.yaml#settle_interest
政策  policies/deposit/current_year_rate.yaml、day_basis.yaml
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from pydantic import Field

from provident import standards
from provident.dayend.days import lock_day, take_alone, turn
from provident.dayend.interest_rates import day_basis, segments
from provident.dayend.rules.interest import (
    judge_products,
    judge_rates,
    judge_settlement_day,
)
from provident.dayend.rules.turning import TurningFacts, judge_turning
from provident.kernel import sql
from provident.kernel.context import Context
from provident.kernel.field_types import Day
from provident.kernel.models import BusinessDay
from provident.kernel.money import ZERO
from provident.kernel.operation import Command, Receipt, operation
from provident.ledger import api as ledger
from provident.ledger.posting import ledger_errors

RULE = "dayend.settle_interest"
SETTLE = "select * from ledger.settle_interest(%s, %s, %s::date[], %s::numeric[], %s)"
ACCRUED = sql.Statement(__file__, "../sql/accrued_interest.sql")
MOVEMENTS = sql.Statement(__file__, "../sql/interest_movements.sql")
NEGATIVE = sql.Statement(__file__, "../sql/negative_products.sql")
NAMED_MAX = 20
"""Holders that one refusal names."""


class SettleInterest(Command):
    """`day` is a 30 June that is open."""

    day: Day = Field(title="会计日")


@operation(
    "dayend.settle_interest",
    title="年度结息",
    basis=("regulation-2026#21", "yinfa-2016-43"),
    posting=(RULE,),
    moves="inside",
    on_own_day=True,
)
def settle_interest(command: SettleInterest, at: Context) -> Receipt:
    """Settle the interest year, post the interest and open 1 July."""
    day = lock_day(command.day)
    if day.state != BusinessDay.OPEN and (before := _settled(day.date)):
        return before
    judge_settlement_day(day.date, day.state).require()
    new_year = day.date + timedelta(days=1)
    rates = segments(day.date, at)
    verdict = judge_rates(rates)
    verdict.merge(judge_turning(TurningFacts(day.date, new_year, settles=True)))
    verdict.require()
    take_alone(day.date)
    negative = NEGATIVE.rows(year_end=new_year, limit=NAMED_MAX)
    judge_products({row["owner"]: row["product"] for row in negative}).require()
    with ledger_errors():
        holders, total = sql.call(
            SETTLE, day.date, at.operation_no, [one.until for one in rates],
            [one.rate for one in rates], day_basis(day.date, at),
        )  # fmt: skip
    if total:
        _post(total, new_year, at)
    turn(day, new_year, at)
    return _told(day.date, holders, total)


def _post(total: Decimal, new_year: date, at: Context) -> None:
    """One entry for all: what was accrued leaves 211, the rest is expensed now."""
    row = ACCRUED.row(gl=_gl("interest_payable"), day=at.business_date)
    accrued = min(max(row["balance"] if row else ZERO, ZERO), total)
    ledger.open_batch()
    MOVEMENTS.run(
        day=at.business_date,
        value_date=new_year,
        member_gl=_gl("member"),
        accrued_gl=_gl("interest_payable"),
        expense_gl=_gl("interest_expense"),
        accrued=accrued,
        expensed=total - accrued,
    )
    ledger.post_batch(RULE, at)


def _gl(role: str) -> str:
    return standards.role(role).gl_account.code


def _settled(day: date) -> Receipt | None:
    found = sql.call(
        "select count(*), coalesce(sum(interest), 0) from ledger.interest_settled"
        " where settled_on = %s",
        day,
    )
    return _told(day, *found) if found and found[0] else None


def _told(day: date, holders: int, total: Decimal) -> Receipt:
    new_year = day + timedelta(days=1)
    return Receipt(
        f"{day} 年度结息 {holders} 户，利息合计 {total:.2f} 元，起息日 {new_year}；已切点。",
        {
            "day": day.isoformat(),
            "holders": holders,
            "interest": f"{total:.2f}",
            "opened": new_year.isoformat(),
        },
    )
