"""退回暂收款 · send money of an unknown payer back to the bank account that it came from.

依据  财会字〔2000〕12号 219 其他应付款    账务  postings/settlement.yaml#refund_suspense
结算  单笔付款 BDC101；银行通知到达后由 settlement.confirm_refund 记账
"""

from __future__ import annotations

from pydantic import Field

from provident import standards
from provident.kernel.context import Context
from provident.kernel.field_types import Code, OneLine, RowId
from provident.kernel.operation import Command, Receipt, operation
from provident.ledger import api as ledger
from provident.settlement.instructions import instruct
from provident.settlement.rules.refund import Refundable, judge_refund
from provident.settlement.suspense import SuspenseFacts, end_suspense, lock_suspense

OTHER_BUSINESS = "20"
"""BusType 其他业务: the interface has no code of its own for a return of money."""


class RefundSuspense(Command):
    """The payee is never given: it is whoever paid.  `payee_bank_no` (联行号) may be added
    where the bank's notice left it out; `payee_is_person` is for a private payer."""

    item: RowId = Field(title="暂收款编号", json_schema_extra={"kind": "suspense"})
    reason: OneLine = Field(title="原因", min_length=2, max_length=60)
    payee_bank_no: Code = Field(default="", title="收款行联行号")
    payee_is_person: bool = Field(default=False, title="收款人为个人")


@operation(
    "settlement.refund_suspense",
    title="退回暂收款",
    basis=("mof-2000-12#219",),
    posting=("settlement.refund_suspense",),
    moves="out",
    two_persons=True,
)
def refund_suspense(command: RefundSuspense, at: Context) -> Receipt:
    """The whole amount, to the paying account only; booked when the bank's notice comes."""
    item = lock_suspense(command.item)
    holder = ledger.lock_holders([item.holder])[item.holder]
    facts = Refundable(
        state=item.state,
        amount=item.amount,
        free=holder.free,
        payer_no=item.payer_no,
        payer_name=item.payer_name,
        payer_bank=item.payer_bank,
        payer_is_own=item.payer_is_own,
    )
    verdict = judge_refund(facts, command.payee_bank_no)
    verdict.merge(item.doubts)
    verdict.require()
    hold_id = ledger.hold(
        "settlement.refund_suspense",
        at,
        amounts={"refunded": item.amount},
        legs={
            "suspense": [ledger.Leg(holder=item.holder)],
            "fund_deposit": [ledger.Leg(gl_account=item.gl_account)],
        },
    )
    instruction = _instruct(command, item, hold_id, at)
    end_suspense(item.id, "refunding", at)
    return Receipt(
        f"已向{item.payer_name}发出退款 {item.amount} 元，待银行通知后记账。",
        {"item": item.id, "instruction": instruction, "amount": f"{item.amount:.2f}"},
    )


def _instruct(command: RefundSuspense, item: SuspenseFacts, hold_id: int, at: Context) -> int:
    bank_no = item.payer_bank or command.payee_bank_no
    return instruct(
        hold_id,
        at,
        bank_account=item.bank_account,
        amount=item.amount,
        payee_no=item.payer_no,
        payee_name=item.payer_name,
        payee_bank_no=bank_no,
        payee_bank_name=standards.code_list("bank").codes.get(bank_no[:3], ""),
        payee_is_person=command.payee_is_person,
        summary="退回暂收款",
        business_kind=OTHER_BUSINESS,
        subject=f"suspense:{item.id}",
        if_paid="settlement.confirm_refund",
        if_failed="settlement.release_refund",
    )
