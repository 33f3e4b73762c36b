"""查看 · suspense items and instructions as a page shows them; nothing is locked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from provident.settlement.models import BankRow, Instruction, SuspenseItem

SUSPENSE_STATES: Mapping[str, str] = MappingProxyType(
    {
        SuspenseItem.OPEN: "待处理",
        SuspenseItem.REFUNDING: "退款中",
        SuspenseItem.REFUNDED: "已退回",
        SuspenseItem.MATCHED: "已认款",
        SuspenseItem.REVERSED: "已冲回",
    }
)
INSTRUCTION_STATES: Mapping[str, str] = MappingProxyType(
    {
        Instruction.TO_SEND: "待发送",
        Instruction.SENT_UNKNOWN: "已发送，结果未知",
        Instruction.AWAITING_NOTICE: "银行已受理，待到账通知",
        Instruction.PAID: "已付出",
        Instruction.FAILED: "未付出",
    }
)
ROW_STATES: Mapping[str, str] = MappingProxyType(
    {BankRow.NEW: "待处理", BankRow.DONE: "已处理", BankRow.WAITING: "未达，待会计处理"}
)
"""The words for states, the same on every page."""


@dataclass(frozen=True, slots=True)
class SuspenseShown:
    """暂收款 · one item with who paid it; `amount` in yuan, `state` in words."""

    id: int
    bank_row: int
    amount: Decimal
    state: str
    why: str
    business_date: date
    payer_name: str
    payer_no: str
    payer_bank: str
    summary: str
    remark: str
    ended_by: str


@dataclass(frozen=True, slots=True)
class InstructionShown:
    """结算指令 · what shall leave, to whom; `amount` in yuan, `state` in words."""

    id: int
    operation_no: str
    hold_id: int
    amount: Decimal
    payee_name: str
    payee_no: str
    payee_bank_name: str
    bank_name: str
    summary: str
    state: str


def suspense_items(numbers: Sequence[int]) -> dict[int, SuspenseShown]:
    """The suspense items of these numbers; unknown ones left out."""
    found = SuspenseItem.objects.select_related("bank_row").filter(pk__in=numbers)
    return {item.pk: _suspense(item) for item in found}


def instructions(numbers: Sequence[int]) -> dict[int, InstructionShown]:
    """The instructions of these numbers; unknown ones left out."""
    found = Instruction.objects.select_related("bank_account").filter(pk__in=numbers)
    return {one.pk: _instruction(one) for one in found}


def instructions_of(operation_no: str) -> list[InstructionShown]:
    """The instructions that one operation left, in their order."""
    found = Instruction.objects.select_related("bank_account").filter(operation_no=operation_no)
    return [_instruction(one) for one in found.order_by("pk")]


def _suspense(item: SuspenseItem) -> SuspenseShown:
    row = item.bank_row
    return SuspenseShown(
        item.pk,
        row.pk,
        item.amount,
        SUSPENSE_STATES[item.state],
        item.why,
        item.business_date,
        row.opponent_name,
        row.opponent_no,
        row.opponent_bank,
        row.summary,
        row.remark,
        item.ended_by,
    )


def _instruction(one: Instruction) -> InstructionShown:
    return InstructionShown(
        one.pk,
        one.operation_no,
        one.hold_id,
        one.amount,
        one.payee_name,
        one.payee_no,
        one.payee_bank_name,
        one.bank_account.bank_name,
        one.summary,
        INSTRUCTION_STATES[one.state],
    )
