"""银行户划转入账 · book a transfer between two bank accounts of the centre from its two rows.

依据  《住房公积金会计核算办法》101；两边银行流水到齐后记账
账务  postings/settlement.yaml#own_transfer
"""

from __future__ import annotations

from pydantic import Field

from provident.kernel.context import Context
from provident.kernel.field_types import RowId
from provident.kernel.operation import Command, Receipt, operation
from provident.ledger import api as ledger
from provident.settlement.rows import lock_row, settle_row
from provident.settlement.rules.bank_items import Side, judge_own_transfer


class BookOwnTransfer(Command):
    """The bank row of the account that paid, and that of the one that received."""

    paid_row: RowId = Field(title="付出方银行流水编号", json_schema_extra={"kind": "bank_row"})
    received_row: RowId = Field(
        title="收入方银行流水编号", json_schema_extra={"kind": "bank_row"}
    )


@operation(
    "settlement.book_own_transfer",
    title="银行户划转入账",
    basis=("mof-1999-33#101",),
    posting=("settlement.own_transfer",),
    moves="inside",
    two_persons=True,
)
def book_own_transfer(command: BookOwnTransfer, at: Context) -> Receipt:
    """One entry for both rows, dated by the bank that received."""
    rows = {number: lock_row(number) for number in sorted({*_numbers(command)})}
    paid, received = rows[command.paid_row], rows[command.received_row]
    judge_own_transfer(
        Side(paid.amount, paid.account_no, paid.opponent_no, paid.gl_account, paid.state),
        Side(
            received.amount,
            received.account_no,
            received.opponent_no,
            received.gl_account,
            received.state,
        ),
    ).require()
    posted = ledger.post(
        "settlement.own_transfer",
        at,
        amounts={"moved": received.amount},
        legs={
            "moved_to": [ledger.Leg(gl_account=received.gl_account)],
            "moved_from": [ledger.Leg(gl_account=paid.gl_account)],
        },
        bank_date=received.bank_date,
    )
    for row in (paid, received):
        settle_row(row.id, at, "own_transfer")
    return Receipt(
        f"银行户划转 {received.amount} 元已入账。",
        {"amount": f"{received.amount:.2f}", "entry": posted.entry_id},
    )


def _numbers(command: BookOwnTransfer) -> tuple[int, int]:
    return command.paid_row, command.received_row
