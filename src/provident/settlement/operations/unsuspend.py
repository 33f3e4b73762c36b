"""银行冲正暂收款 · the bank took back a receipt that stood in 暂收: booked again in red.

依据  《住房公积金会计核算办法补充规定》219 其他应付款
账务  postings/settlement.yaml#unsuspend
"""

from __future__ import annotations

from provident.kernel.context import Context
from provident.kernel.operation import Command, Receipt, operation
from provident.kernel.refusal import Conflict
from provident.ledger import api as ledger
from provident.settlement.models import SuspenseItem
from provident.settlement.rows import lock_row, settle_row
from provident.settlement.suspense import end_suspense, lock_suspense


class Unsuspend(Command):
    """`origin` is the bank row that the bank reversed."""

    bank_row: int
    origin: int


@operation(
    "settlement.unsuspend",
    title="银行冲正暂收款",
    basis=("mof-2000-12#219",),
    posting=("settlement.unsuspend",),
    moves="out",
    machine_only=True,
)
def unsuspend(command: Unsuspend, at: Context) -> Receipt:
    """Red on both sides, with the value date of the receipt, so that nothing remains."""
    row = lock_row(command.bank_row)
    open_items = SuspenseItem.objects.filter(bank_row_id=command.origin, state="open")
    found = open_items.values_list("id", flat=True).first()
    if found is None:
        raise Conflict("suspense.not_open", "被冲正的暂收款已经另行处理，请刷新后查看。")
    item = lock_suspense(found)
    ledger.post(
        "settlement.unsuspend",
        at,
        amounts={"received": -row.amount},
        legs={
            "fund_deposit": [ledger.Leg(gl_account=row.gl_account)],
            "suspense": [ledger.Leg(holder=item.holder)],
        },
        value_date=item.business_date,
        bank_date=row.bank_date,
    )
    end_suspense(item.id, "reversed", at)
    settle_row(row.id, at, "reversal", undoes=command.origin)
    return Receipt(
        f"银行冲正 {-row.amount} 元，暂收款 {item.id} 已红字冲回。",
        {"item": item.id, "amount": f"{-row.amount:.2f}"},
    )
