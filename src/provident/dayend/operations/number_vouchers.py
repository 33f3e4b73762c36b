"""编制凭证 · the entries that touch a bank account become numbered vouchers.

依据  《住房公积金会计核算办法》（财会字〔1999〕33号）
"""

from __future__ import annotations

from pydantic import Field

from provident.kernel.context import Context
from provident.kernel.field_types import Day
from provident.kernel.operation import Command, Receipt, operation
from provident.ledger import vouchers


class NumberVouchers(Command):
    """The day, open or cut off, whose bank entries are to be numbered."""

    day: Day = Field(title="会计日")


@operation(
    "dayend.number_vouchers",
    title="编制凭证",
    basis=("mof-1999-33",),
    machine_only=True,
    on_own_day=True,
)
def number_vouchers(command: NumberVouchers, at: Context) -> Receipt:
    """Number what has no voucher yet; entries without a bank line wait for the close."""
    made = vouchers.number_vouchers(command.day, posted_by=at.by.maker)
    return Receipt(
        f"{command.day} 编制记账凭证 {made} 张。",
        {"day": command.day.isoformat(), "vouchers": made},
    )
