"""撤销到账 · which months must be opened again, and may they be?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from provident.kernel.dates import Month, interest_year_start
from provident.kernel.money import ZERO
from provident.kernel.refusal import Verdict


@dataclass(frozen=True, slots=True)
class CreditedList:
    """A credited list of the employer; `to_members` is what members really got of it."""

    id: int
    month: Month
    to_members: Decimal
    value_date: date
    by_this_receipt: bool


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What one member would give back: his number, the sum, and what he has free."""

    member: str
    amount: Decimal
    free: Decimal
    closed: bool


def months_to_reopen(
    newest_first: Sequence[CreditedList], *, needed: Decimal, unallocated: Decimal, all_of: bool
) -> list[CreditedList]:
    """The months to open again, newest first.

    `needed` must be free on 未分摊 afterwards.  With `all_of` every month that the receipt
    credited is opened too, and so is each newer one.
    """
    reopened: list[CreditedList] = []
    free = unallocated
    last_wanted = max(
        (place for place, one in enumerate(newest_first) if all_of and one.by_this_receipt),
        default=-1,
    )
    for place, one in enumerate(newest_first):
        if place > last_wanted and free >= needed:
            break
        reopened.append(one)
        free += one.to_members
    return reopened


def judge_undo(
    reopened: Sequence[CreditedList],
    taken: Sequence[TakenBack],
    *,
    business_date: date,
    short: Decimal,
) -> Verdict:
    """Refuse across 30 June, where money is missing, and name every member short of money."""
    verdict = Verdict()
    start = interest_year_start(business_date)
    for one in reopened:
        verdict.refuse_if(
            one.value_date < start,
            "undo.other_interest_year",
            f"{one.month} 的清册在上一计息年度（{start} 之前）入账，利息已经结转，"
            "不能直接撤销，请交会计连同利息一并更正。",
            month=str(one.month),
            year_from=start.isoformat(),
        )
    verdict.refuse_if(
        short > ZERO,
        "undo.not_enough",
        f"该单位的未分摊和可撤销的月份加在一起仍差 {short} 元，不能撤销；请先查明差额的去向。",
        short=f"{short:.2f}",
    )
    lacking = [one for one in taken if one.closed or one.free < one.amount]
    verdict.refuse_if(
        bool(lacking),
        "undo.members_short",
        f"有 {len(lacking)} 名职工的可用余额不足以收回，请先与职工核实："
        + "、".join(_short(one) for one in lacking[:20])
        + ("等" if len(lacking) > 20 else "")
        + "。",
        members=[_told(one) for one in lacking],
        count=len(lacking),
        numbers=[one.member for one in lacking[:20]],
    )
    return verdict


def _short(one: TakenBack) -> str:
    if one.closed:
        return f"{one.member}（已销户）"
    return f"{one.member}（须收回 {one.amount}，可用 {one.free}）"


def _told(one: TakenBack) -> dict[str, str]:
    return {"member": one.member, "amount": f"{one.amount:.2f}", "free": f"{one.free:.2f}"}
