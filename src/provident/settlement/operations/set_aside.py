"""列为未达 · a bank row that no operation may book by itself waits for the accountant.

依据  《住房公积金会计核算办法》101 住房公积金存款（与银行对账单核对）
"""

from __future__ import annotations

from pydantic import Field

from provident.kernel.context import Context
from provident.kernel.operation import Command, Receipt, operation
from provident.settlement.rows import lock_row, set_waiting


class SetAside(Command):
    """`why` says what it is and what to do; `origin` the row that it seems to undo."""

    bank_row: int = Field(title="银行流水编号")
    kind: str = Field(title="分类")
    why: str = Field(title="说明")
    origin: int | None = Field(default=None, title="原银行流水编号")


@operation(
    "settlement.set_aside", title="列为未达账项", basis=("mof-1999-33#101",), machine_only=True
)
def set_aside(command: SetAside, at: Context) -> Receipt:
    """Books nothing: the row is an itemised difference between bank and books until then."""
    row = lock_row(command.bank_row)
    set_waiting(row.id, at, command.kind, command.why, undoes=command.origin)
    return Receipt(
        f"银行流水 {row.host_serial} 列为未达：{command.why}",
        {"bank_row": row.id, "kind": command.kind, "amount": f"{row.amount:.2f}"},
    )
