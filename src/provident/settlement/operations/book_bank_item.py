"""结息手续费入账 · book a waiting bank row as the bank's interest or fee.

依据  《住房公积金会计核算办法》401 业务收入、411 业务支出
账务  postings/settlement.yaml#bank_interest 等；银行冲回的记红字
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from pydantic import Field

from provident.kernel.context import Context
from provident.kernel.field_types import RowId
from provident.kernel.operation import Command, Receipt, operation
from provident.ledger import api as ledger
from provident.settlement.facts.doubts import standing_of
from provident.settlement.rows import lock_row, read_row, settle_row
from provident.settlement.rules.bank_items import BankItem, judge_bank_item, rule_of
from provident.settlement.rules.doubts import judge_doubts


class BookBankItem(Command):
    """`item` is what the accountant has found the row to be."""

    bank_row: RowId = Field(title="银行流水编号", json_schema_extra={"kind": "bank_row"})
    item: Literal["interest", "fee"] = Field(
        title="款项性质", json_schema_extra={"words": {"interest": "结息", "fee": "手续费"}}
    )


@operation(
    "settlement.book_bank_item",
    title="结息手续费入账",
    basis=("mof-1999-33#401", "mof-1999-33#411"),
    posting=(
        "settlement.bank_interest",
        "settlement.bank_interest_back",
        "settlement.surplus_interest",
        "settlement.surplus_interest_back",
        "settlement.bank_fee",
        "settlement.bank_fee_back",
    ),
    moves="in",
    two_persons=True,
)
def book_bank_item(command: BookBankItem, at: Context) -> Receipt:
    """Books the whole row; its bank account's own 科目 takes the other side."""
    row = lock_row(command.bank_row)
    origin = read_row(row.undoes) if row.undoes else None
    facts = BankItem(
        row.state,
        row.kind,
        row.gl_account,
        origin.kind if origin else None,
        origin.state if origin else None,
    )
    verdict = judge_bank_item(command.item, facts)
    # What the bank has taken back may still be booked: its reversal is booked beside it.
    verdict.merge(judge_doubts(replace(standing_of(row.id), taken_back=None)))
    verdict.require()
    rule = rule_of(command.item, row.amount, row.gl_account)
    bank, other = rule.roles
    posted = ledger.post(
        rule.code,
        at,
        amounts={command.item: abs(row.amount)},
        legs={bank: [ledger.Leg(gl_account=row.gl_account)], other: [ledger.Leg()]},
        bank_date=row.bank_date,
    )
    settle_row(row.id, at, command.item, undoes=row.undoes)
    return Receipt(
        f"银行{rule.title} {row.amount} 元已入账。",
        {"bank_row": row.id, "amount": f"{row.amount:.2f}", "entry": posted.entry_id},
    )
