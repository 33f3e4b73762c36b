"""退汇收回 · a payment of ours came back: the money stands in 暂收 again, with its history.

依据  财会字〔2000〕12号 219 其他应付款    账务  postings/settlement.yaml#suspend
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from provident.kernel.context import Context
from provident.kernel.field_types import RowId
from provident.kernel.operation import Command, Receipt, operation
from provident.kernel.refusal import Conflict
from provident.settlement.instructions import lock_instruction
from provident.settlement.rows import lock_row
from provident.settlement.suspense import suspend_row


class TakeBackRefund(Command):
    """`origin` is the bank row of the payment that came back."""

    bank_row: RowId = Field(title="银行流水编号", json_schema_extra={"kind": "bank_row"})
    origin: RowId = Field(title="原银行流水编号", json_schema_extra={"kind": "bank_row"})
    instruction: RowId = Field(title="结算指令编号", json_schema_extra={"kind": "instruction"})
    kind: Literal["returned", "reversal"] = Field(
        default="returned",
        title="收回方式",
        json_schema_extra={"words": {"returned": "退汇", "reversal": "冲正"}},
    )


@operation(
    "settlement.take_back_refund",
    title="退汇收回",
    basis=("mof-2000-12#219",),
    posting=("settlement.suspend",),
    moves="in",
    machine_only=True,
)
def take_back_refund(command: TakeBackRefund, at: Context) -> Receipt:
    """A new suspense item: what was paid stays paid in the books, what came back is new."""
    row = lock_row(command.bank_row)
    paid = lock_instruction(command.instruction)
    if paid.state != "paid":
        raise Conflict("settlement.not_yet", "付款的通知还没有记账，先等付款记账。")
    why = (
        f"付给{paid.payee_name}的 {paid.amount} 元被退回"
        f"（原结算指令 {paid.id}，业务流水号 {paid.operation_no}），请核对收款账户后重新办理。"
    )
    item = suspend_row(row, at, why, kind=command.kind, undoes=command.origin)
    return Receipt(
        f"退汇 {row.amount} 元已记入暂收款。",
        {"item": item.id, "instruction": paid.id, "amount": f"{row.amount:.2f}"},
    )
