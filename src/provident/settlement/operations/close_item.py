"""登记处理结果 · lay aside waiting bank rows of which nothing remains to be booked.

Two rows that cancel each other, such as a wrong debit and its return, or a row of zero.

依据  《住房公积金会计核算办法》101 住房公积金存款（与银行对账单核对）
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from provident.kernel.context import Context
from provident.kernel.field_types import OneLine, RowId
from provident.kernel.operation import Command, Receipt, operation
from provident.settlement.facts.doubts import standing_of
from provident.settlement.rows import BankRowFacts, lock_row, settle_row
from provident.settlement.rules.cancelling import Waiting, judge_cancelling


class CloseItem(Command):
    """One row of zero, or the two rows of a pair."""

    bank_rows: Annotated[list[RowId], Field(min_length=1, max_length=2)] = Field(
        title="银行流水编号", json_schema_extra={"kind": "bank_row"}
    )
    reason: OneLine = Field(title="原因", min_length=2, max_length=100)


@operation(
    "settlement.close_item",
    title="登记处理结果",
    basis=("mof-1999-33#101",),
    two_persons=True,
)
def close_item(command: CloseItem, at: Context) -> Receipt:
    """Books nothing; refuses whatever would leave the bank and the books apart."""
    rows = [lock_row(number) for number in sorted(set(command.bank_rows))]
    judge_cancelling([_waiting(row) for row in rows]).require()
    for row in rows:
        settle_row(row.id, at, row.kind, command.reason, undoes=row.undoes)
    return Receipt(
        f"{len(rows)} 笔银行流水已登记处理结果：{command.reason}",
        {"bank_rows": [row.id for row in rows]},
    )


def _waiting(row: BankRowFacts) -> Waiting:
    known = standing_of(row.id)
    missing = known.asked_since and not known.stated
    return Waiting(row.id, row.bank_account, row.amount, row.state, row.undoes, missing)
