"""暂收款匹配 · a person says whose money a suspense item is, a second one agrees.

From then on it is that employer's money like any other receipt: his oldest months are
credited as far as it and his 未分摊 cover them.

依据  《住房公积金管理条例》(2026) 第十九、二十一条
账务  postings/collection.yaml#match_suspense
"""

from __future__ import annotations

from pydantic import Field

from provident.collection import credit
from provident.collection.facts.enrolments import lock_employer
from provident.collection.models import Receipt as ReceiptDocument
from provident.collection.requests import EmployerNo
from provident.collection.rules.standing import EMPLOYER_CLOSED
from provident.kernel.context import Context
from provident.kernel.field_types import OneLine, RowId
from provident.kernel.operation import Command, Receipt, operation
from provident.kernel.refusal import Verdict
from provident.ledger import api as ledger
from provident.settlement import api as settlement


class MatchSuspense(Command):
    suspense: RowId = Field(title="暂收款编号", json_schema_extra={"kind": "suspense"})
    employer: EmployerNo
    reason: OneLine = Field(title="原因", min_length=1, max_length=200)


@operation(
    "collection.match_suspense",
    title="暂收款匹配",
    basis=("regulation-2026#19", "regulation-2026#21"),
    posting=("collection.match_suspense",),
    moves="inside",
    two_persons=True,
)
def match_suspense(command: MatchSuspense, at: Context) -> Receipt:
    """把一笔暂收款匹配给单位：逐月入账，余款留该单位未分摊。"""
    item = settlement.lock_suspense(command.suspense)
    employer = lock_employer(command.employer)
    verdict = Verdict()
    verdict.refuse_if(
        item.state != "open",
        "suspense.not_open",
        "这笔暂收款已匹配、已退回或正在退回，不能再匹配，请刷新后查看去向。",
        state=item.state,
    )
    verdict.refuse_if(
        employer.state == EMPLOYER_CLOSED,
        "employer.closed",
        f"{employer.name} 已销户，不能把款项匹配给它；请退回付款账户。",
    )
    verdict.merge(item.doubts)
    verdict.require()
    crediting = credit.prepare(
        {employer.id: item.amount}, {employer.id: employer}, at.business_date
    )
    ledger.post(
        "collection.match_suspense",
        at,
        amounts=crediting.amounts(),
        legs=crediting.legs() | {"suspense": [ledger.Leg(holder=item.holder)]},
        occurred_on=item.business_date,
    )
    receipt = ReceiptDocument.objects.create(
        bank_row_id=item.bank_row,
        employer_id=employer.id,
        amount=item.amount,
        how="manual",
        business_date=at.business_date,
        operation_no=at.operation_no,
    )
    credit.record(crediting, at, {employer.id: receipt})
    settlement.end_suspense(item.id, "matched", at)
    return Receipt(
        f"已把暂收款 {item.amount} 元匹配给 {employer.name}。",
        {
            "receipt": receipt.pk,
            "reason": command.reason,
            "credited": credit.told(crediting),
        },
    )
