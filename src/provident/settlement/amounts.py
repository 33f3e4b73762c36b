"""结算金额 · how much money an item, an instruction or a bank row is about.

A second reading face of settlement, for deciding who has to look at an operation before it
is done.  Amounts are in yuan and positive, whichever way the money goes; what is unknown
has no amount, and the operation itself will say so.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from provident.settlement.models import BankRow, Instruction, SuspenseItem


def suspense_amount(item: int) -> Decimal | None:
    """暂收款 · the amount of a suspense item."""
    return SuspenseItem.objects.filter(pk=item).values_list("amount", flat=True).first()


def instruction_amount(instruction: int) -> Decimal | None:
    """结算指令 · the amount that an instruction pays out."""
    return Instruction.objects.filter(pk=instruction).values_list("amount", flat=True).first()


def rows_amount(rows: Iterable[int]) -> Decimal | None:
    """银行流水 · the largest movement among these bank rows, None where none is known.

    Rows handled together are two sides of the same money, so they are not added up.
    """
    known = BankRow.objects.filter(pk__in=list(rows)).values_list("amount", flat=True)
    return max((abs(amount) for amount in known), default=None)
