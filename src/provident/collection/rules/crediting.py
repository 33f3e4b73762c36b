"""清册入账 · which months a sum of money credits.

An order is credited whole or not at all, the oldest month first, without leaving out a
month.  The receipt is used before the employer's 未分摊, so that a full payment leaves
what stood there untouched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from provident.collection.rules.matching import OpenList
from provident.kernel.money import ZERO


@dataclass(frozen=True, slots=True)
class Plan:
    """The lists to credit, oldest first; what is left over stays in 未分摊."""

    lists: tuple[OpenList, ...]

    @property
    def total(self) -> Decimal:
        return sum((one.total for one in self.lists), ZERO)


@dataclass(frozen=True, slots=True)
class Funding:
    """Where the members' money comes from: this receipt, the 未分摊, and what is kept."""

    from_receipt: Decimal
    from_unallocated: Decimal
    kept: Decimal


def plan(open_lists: Sequence[OpenList], receipt: Decimal, unallocated: Decimal) -> Plan:
    """Credit the oldest months as long as receipt and 未分摊 cover each of them whole."""
    left = receipt + unallocated
    taken: list[OpenList] = []
    for one in sorted(open_lists, key=lambda found: found.month):
        if one.total > left:
            break
        taken.append(one)
        left -= one.total
    return Plan(tuple(taken))


def fund(to_members: Decimal, receipt: Decimal) -> Funding:
    """Split what the members get between the receipt and the 未分摊.

    `to_members` is less than the plan's total where a member was closed meanwhile: his
    amount is then among what is kept, or is not taken from 未分摊 at all.
    """
    from_receipt = min(to_members, receipt)
    return Funding(from_receipt, to_members - from_receipt, receipt - from_receipt)
