"""更正银行流水 · take a movement that the bank reported falsely back out of the books.

The bank told a wrong amount or a wrong payer, or something that never was; its statement of
the day is the proof.  What was booked for it must stand in 暂收 and leaves in red, on the
bank's 科目 as well; the true report, if there is one, is then received like any other.

依据  《住房公积金会计核算办法》101 住房公积金存款（与银行对账单核对）
账务  postings/settlement.yaml#correct_row
"""

from __future__ import annotations

from pydantic import Field

from provident.kernel.context import Context
from provident.kernel.field_types import OneLine, RowId
from provident.kernel.money import ZERO
from provident.kernel.operation import Command, Receipt, operation
from provident.settlement.facts.doubts import standing_of
from provident.settlement.rows import lock_told_row, reopen_row, strike_row
from provident.settlement.rules.correction import Correction, judge_correction
from provident.settlement.suspense import lock_open_items, take_out


class CorrectRow(Command):
    """`right_row` is left out where the bank has confirmed that there was no such movement."""

    wrong_row: RowId = Field(title="错报的银行流水编号", json_schema_extra={"kind": "bank_row"})
    right_row: RowId | None = Field(
        default=None,
        title="正确的银行流水编号",
        description="银行确认没有这笔收付的，留空。",
        json_schema_extra={"kind": "bank_row"},
    )
    reason: OneLine = Field(title="原因", min_length=2, max_length=100)


@operation(
    "settlement.correct_row",
    title="更正银行流水",
    basis=("mof-1999-33#101", "mof-2000-12#219"),
    posting=("settlement.correct_row",),
    moves="inside",
    two_persons=True,
)
def correct_row(command: CorrectRow, at: Context) -> Receipt:
    """Red with the original value date; the true row gets a job of its own."""
    numbers = sorted({command.wrong_row, command.right_row or command.wrong_row})
    rows = {number: lock_told_row(number) for number in numbers}
    wrong = rows[command.wrong_row]
    items = lock_open_items(wrong.id)
    known = standing_of(wrong.id)
    asked = Correction(
        known=known,
        right_named=command.right_row is not None,
        right=next((one for one in known.family if one.id == command.right_row), None),
        suspended=sum((item.amount for item in items), ZERO),
    )
    judge_correction(asked).require()
    posted = (
        take_out(items, "settlement.correct_row", at, bank_date=wrong.bank_date)
        if items
        else None
    )
    strike_row(wrong.id, at, f"银行错报，已更正：{command.reason}")
    if command.right_row is not None:
        reopen_row(command.right_row, at)
    return Receipt(
        f"银行错报的 {wrong.amount} 元已更正"
        + ("，账上红字冲回" if posted else "，它没有入过账")
        + ("，正确的流水已交付处理。" if asked.right else "。"),
        {
            "wrong_row": wrong.id,
            "right_row": command.right_row,
            "amount": f"{wrong.amount:.2f}",
            "entry": posted.entry_id if posted else None,
        },
    )
