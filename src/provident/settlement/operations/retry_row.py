"""重新处理银行流水 · classify and process a waiting bank row once more.

For after the cause is gone: the earlier row was found, the counterpart was entered.

依据  《住房公积金管理条例》(2026) 第十二条（委托银行办理结算）
"""

from __future__ import annotations

from pydantic import Field

from provident.kernel.context import Context
from provident.kernel.field_types import OneLine, RowId
from provident.kernel.operation import Command, Receipt, operation
from provident.settlement.rows import lock_row, reopen_row


class RetryRow(Command):
    bank_row: RowId = Field(title="银行流水编号", json_schema_extra={"kind": "bank_row"})
    reason: OneLine = Field(title="原因", min_length=2, max_length=60)


@operation("settlement.retry_row", title="重新处理银行流水", basis=("regulation-2026#12",))
def retry_row(command: RetryRow, at: Context) -> Receipt:
    """The row is new again and has a job; what settled it for good cannot be repeated."""
    row = lock_row(command.bank_row)
    reopen_row(row.id, at)
    return Receipt(
        f"银行流水 {row.host_serial} 已重新交付处理。",
        {"bank_row": row.id, "amount": f"{row.amount:.2f}"},
    )
