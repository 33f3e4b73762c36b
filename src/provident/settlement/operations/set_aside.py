"""列为未达 · a bank row that no operation may book by itself waits for the accountant.

依据  《住房公积金会计核算办法》101 住房公积金存款（与银行对账单核对）
"""

from __future__ import annotations

from pydantic import Field

from provident.kernel.context import Context
from provident.kernel.field_types import Code, RowId
from provident.kernel.operation import Command, Receipt, operation
from provident.settlement.rows import lock_row, set_waiting

NO_NUL = r"^[^\x00]*$"
"""The sentence repeats what the bank wrote, which may run over several lines."""


class SetAside(Command):
    """`why` says what it is and what to do; `origin` the row that it seems to undo."""

    bank_row: RowId = Field(title="银行流水编号", json_schema_extra={"kind": "bank_row"})
    kind: Code = Field(title="分类")
    why: str = Field(title="说明", pattern=NO_NUL)
    origin: RowId | None = Field(
        default=None, title="原银行流水编号", json_schema_extra={"kind": "bank_row"}
    )


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
