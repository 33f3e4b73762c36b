"""退款付出 · the bank's notice says that a refund went: book it and end the suspense item.

依据  《住房公积金会计核算办法补充规定》219 其他应付款
账务  postings/settlement.yaml#refund_suspense
"""

from __future__ import annotations

from pydantic import Field

from provident.kernel.context import Context
from provident.kernel.field_types import RowId
from provident.kernel.operation import Command, Receipt, operation
from provident.settlement.instructions import confirm_payment
from provident.settlement.suspense import end_suspense


class ConfirmRefund(Command):
    bank_row: RowId = Field(title="银行流水编号", json_schema_extra={"kind": "bank_row"})
    instruction: RowId = Field(title="结算指令编号", json_schema_extra={"kind": "instruction"})


@operation(
    "settlement.confirm_refund",
    title="退款付出记账",
    basis=("mof-2000-12#219",),
    posting=("settlement.refund_suspense",),
    moves="out",
    machine_only=True,
)
def confirm_refund(command: ConfirmRefund, at: Context) -> Receipt:
    """Only a notice books: an answer of the bank alone does not."""
    paid, posted = confirm_payment(command.bank_row, command.instruction, at)
    item = int(paid.subject.removeprefix("suspense:"))
    end_suspense(item, "refunded", at)
    return Receipt(
        f"暂收款 {item} 已退回{paid.payee_name} {paid.amount} 元。",
        {
            "item": item,
            "instruction": paid.id,
            "amount": f"{paid.amount:.2f}",
            "entry": posted.entry_id,
        },
    )
