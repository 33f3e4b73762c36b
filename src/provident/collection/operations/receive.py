"""汇缴到账 · a receipt from outside: whose it is, and what it credits.

Runs once for each bank row that settlement classified as a receipt.  The money is never
outside the books: a known employer gets it whole, his oldest months are credited as far
as receipt and 未分摊 cover them, the rest stands on his 未分摊; an unknown payer's money
stands on 暂收 with the reason why.

依据  《住房公积金管理条例》(2026) 第十九、二十一条
账务  postings/collection.yaml#receive, postings/settlement.yaml#suspend
政策  policies/collection/value_date_rule.yaml
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from provident.collection import credit
from provident.collection.facts.enrolments import lock_employers_by_id
from provident.collection.facts.receipts import candidates, incoming
from provident.collection.models import Receipt as ReceiptDocument
from provident.collection.rules.matching import Decision, decide
from provident.kernel.context import Context
from provident.kernel.field_types import RowId
from provident.kernel.operation import Command, Receipt, operation
from provident.ledger import api as ledger
from provident.settlement import api as settlement


class Receive(Command):
    """`bank_row` is the bank's movement, by its id in settlement."""

    bank_row: RowId = Field(title="银行流水编号", json_schema_extra={"kind": "bank_row"})


@operation(
    "collection.receive",
    title="汇缴到账",
    basis=("regulation-2026#19", "regulation-2026#21"),
    posting=("collection.receive", "settlement.suspend"),
    moves="in",
    machine_only=True,
)
def receive(command: Receive, at: Context) -> Receipt:
    """把一笔银行到账记入单位：逐月入账，余款留未分摊；不知属于谁的记暂收。"""
    row = settlement.lock_row(command.bank_row)
    found = candidates(row)
    employers = lock_employers_by_id(found.employers)
    decision = decide(incoming(row, found))
    if not decision.shares:
        return _suspend(row, decision, at)
    crediting = credit.prepare(decision.shares, employers, value_date(row, at))
    legs = crediting.legs() | {"fund_deposit": [ledger.Leg(gl_account=row.gl_account)]}
    posted = ledger.post(
        "collection.receive",
        at,
        amounts=crediting.amounts(),
        legs=legs,
        bank_date=row.bank_date,
        occurred_on=row.bank_date,
    )
    receipts = {
        employer: ReceiptDocument.objects.create(
            bank_row_id=row.id,
            employer_id=employer,
            amount=amount,
            how=decision.how,
            wrong_account=not row.takes_contributions,
            business_date=at.business_date,
            operation_no=at.operation_no,
        )
        for employer, amount in decision.shares.items()
    }
    credit.record(crediting, at, receipts)
    settlement.settle_row(row.id, at, "receipt")
    return Receipt(
        f"到账 {row.amount} 元，已记入 {len(receipts)} 家单位。",
        {
            "entry": posted.entry_id,
            "how": decision.how,
            "receipts": {str(key): one.pk for key, one in receipts.items()},
            "credited": credit.told(crediting),
            "wrong_account": not row.takes_contributions,
        },
    )


def value_date(row: settlement.BankRowFacts, at: Context) -> date:
    """起息日: the day of crediting (art. 21), or the bank's day where the policy says so."""
    rule = at.policy("collection.value_date_rule", on=at.business_date).value
    return row.bank_date if rule == "bank_day" else at.business_date


def _suspend(row: settlement.BankRowFacts, decision: Decision, at: Context) -> Receipt:
    item = settlement.suspend_row(row, at, decision.why)
    return Receipt(
        f"到账 {row.amount} 元，暂不知属于谁，已记暂收：{decision.why}。",
        {
            "suspense": item.id,
            "why": decision.why,
            "proposals": [
                {"employer": one.employer, "why": one.why} for one in decision.proposals
            ],
        },
    )
