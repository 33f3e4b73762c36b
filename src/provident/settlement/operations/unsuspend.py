"""银行冲正暂收款 · the bank took back a receipt that stood in 暂收: booked again in red.

依据  《住房公积金会计核算办法补充规定》219 其他应付款
账务  postings/settlement.yaml#unsuspend
"""

from __future__ import annotations

from pydantic import Field

from provident.kernel.context import Context
from provident.kernel.field_types import RowId
from provident.kernel.money import ZERO
from provident.kernel.operation import Command, Receipt, operation
from provident.kernel.refusal import Conflict
from provident.settlement.rows import lock_row, settle_row
from provident.settlement.suspense import lock_open_items, take_out


class Unsuspend(Command):
    """`origin` is the bank row that the bank reversed."""

    bank_row: RowId = Field(title="银行流水编号", json_schema_extra={"kind": "bank_row"})
    origin: RowId = Field(title="原银行流水编号", json_schema_extra={"kind": "bank_row"})


@operation(
    "settlement.unsuspend",
    title="银行冲正暂收款",
    basis=("mof-2000-12#219",),
    posting=("settlement.unsuspend",),
    moves="out",
    machine_only=True,
)
def unsuspend(command: Unsuspend, at: Context) -> Receipt:
    """Red on both sides, with the value dates of the receipt, so that nothing remains.

    All of it must stand in 暂收; of a receipt that was undone there may be several items.
    """
    row = lock_row(command.bank_row)
    items = lock_open_items(command.origin)
    if not items or sum((item.amount for item in items), ZERO) != -row.amount:
        raise Conflict("suspense.not_open", "被冲正的暂收款已经另行处理，请刷新后查看。")
    take_out(items, "settlement.unsuspend", at, bank_date=row.bank_date)
    settle_row(row.id, at, "reversal", undoes=command.origin)
    numbers = [item.id for item in items]
    return Receipt(
        f"银行冲正 {-row.amount} 元，暂收款 {'、'.join(map(str, numbers))} 已红字冲回。",
        {"items": numbers, "amount": f"{-row.amount:.2f}"},
    )
