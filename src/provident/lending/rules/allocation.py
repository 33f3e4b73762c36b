"""还款冲销 · what a sum of money pays first: the oldest instalment, in a fixed order.

依据  policies/lending/allocation_order.yaml (penalty, interest, principal)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from provident.kernel.money import ZERO
from provident.kernel.refusal import Defect

Order = Literal[
    "penalty_interest_principal", "interest_principal_penalty", "principal_interest_penalty"
]
"""先罚息、再利息、后本金, and the two other orders that centres use."""


@dataclass(frozen=True, slots=True)
class Due:
    """应还 · what is still owed of one instalment, in yuan."""

    number: int
    due_on: date
    principal: Decimal
    interest: Decimal
    penalty: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Paid:
    """冲销结果 · what of one instalment is paid by this money, in yuan."""

    number: int
    principal: Decimal
    interest: Decimal
    penalty: Decimal


@dataclass(frozen=True, slots=True)
class Allocation:
    """冲销 · by instalment, oldest first; `left` pays nothing that is due."""

    paid: tuple[Paid, ...]
    left: Decimal


def allocate(amount: Decimal, dues: Iterable[Due], order: Order) -> Allocation:
    """Split a sum over what is due; the parts and what is left add up to it exactly.

    The oldest instalment is paid whole before the next one gets anything.
    """
    if amount < 0:
        raise Defect(f"a payment of {amount} cannot be allocated")
    left = amount
    paid: list[Paid] = []
    for due in sorted(dues, key=lambda one: (one.due_on, one.number)):
        parts, left = _fill(left, due, order.split("_"))
        if any(parts.values()):
            paid.append(Paid(due.number, **parts))
    return Allocation(tuple(paid), left)


def _fill(left: Decimal, due: Due, order: Sequence[str]) -> tuple[dict[str, Decimal], Decimal]:
    parts: dict[str, Decimal] = {}
    for name in order:
        owed: Decimal = getattr(due, name)
        parts[name] = min(left, owed)
        left -= parts[name]
    return parts, left
