"""退款未成 · it is certain that a refund did not go: the money is free again in 暂收.

依据  《住房公积金会计核算办法补充规定》219 其他应付款
"""

from __future__ import annotations

from pydantic import Field

from provident.kernel.context import Context
from provident.kernel.field_types import RowId
from provident.kernel.operation import Command, Receipt, operation
from provident.settlement.instructions import release_payment
from provident.settlement.rows import reopen_reversals
from provident.settlement.suspense import end_suspense, lock_suspense


class ReleaseRefund(Command):
    instruction: RowId = Field(title="结算指令编号", json_schema_extra={"kind": "instruction"})


@operation(
    "settlement.release_refund",
    title="退款未成释放占用",
    basis=("mof-2000-12#219",),
    machine_only=True,
)
def release_refund(command: ReleaseRefund, at: Context) -> Receipt:
    """Run when the bank's enquiry says failed, or when nothing could be sent.

    A reversal of the receipt that had to wait for this is processed now.
    """
    failed = release_payment(command.instruction, at)
    item = int(failed.subject.removeprefix("suspense:"))
    end_suspense(item, "open", at)
    reopen_reversals(lock_suspense(item).bank_row, at)
    return Receipt(
        f"暂收款 {item} 的退款没有付出，可以重新办理。{failed.why}",
        {"item": item, "instruction": failed.id, "amount": f"{failed.amount:.2f}"},
    )
