"""撤销到账 · a receipt booked to the wrong employer (or to a wrong list) is undone.

The employer's credited months are opened again, newest first, until the money is free:
the members give it back in red with the original value date, so that their interest is
as if it had never come.  The money then goes to 暂收, to be matched or returned; or it
stays on the employer's 未分摊, so that a wrong list can be cancelled: then the receipt is
still his and only its months are open again.

依据  《住房公积金管理条例》(2026) 第三、十三条
账务  postings/collection.yaml#undo_receipt
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pydantic import Field

from provident.collection import credit
from provident.collection.facts.enrolments import lock_employers_by_id
from provident.collection.facts.lists import (
    CreditLine,
    lines_of,
    reopen_bundles,
    set_paid_to,
)
from provident.collection.facts.receipts import credited_lists
from provident.collection.models import (
    ContributionList,
    DivertedLine,
    ListCredit,
)
from provident.collection.models import Receipt as ReceiptDocument
from provident.collection.rules.standing import EmployerStanding
from provident.collection.rules.undoing import (
    CreditedList,
    TakenBack,
    judge_undo,
    months_to_reopen,
)
from provident.kernel.context import Context
from provident.kernel.field_types import OneLine, RowId
from provident.kernel.money import ZERO
from provident.kernel.operation import Command, Receipt, operation
from provident.kernel.refusal import refuse
from provident.ledger import api as ledger
from provident.settlement import api as settlement


class UndoReceipt(Command):
    """`to`: `suspense` where the employer was wrong, `unallocated` where the list was."""

    receipt: RowId = Field(title="到账款编号", json_schema_extra={"kind": "receipt"})
    to: Literal["suspense", "unallocated"] = Field(
        title="撤销后归入",
        json_schema_extra={"words": {"suspense": "暂收款", "unallocated": "未分摊款"}},
    )
    reason: OneLine = Field(title="原因", min_length=1, max_length=200)


@dataclass(slots=True)
class _Reopened:
    """The months that open again and the lines their members give back."""

    lists: list[CreditedList]
    lines: list[CreditLine]
    diverted: list[CreditLine]

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), ZERO)


@operation(
    "collection.undo_receipt",
    title="撤销到账",
    basis=("regulation-2026#3", "regulation-2026#13"),
    posting=("collection.undo_receipt",),
    moves="inside",
    two_persons=True,
)
def undo_receipt(command: UndoReceipt, at: Context) -> Receipt:
    """撤销一笔错记的到账：从最近的月份起逐月红字冲回，款项转暂收或留未分摊。"""
    receipt, employer = _locked(command.receipt)
    lists = credited_lists(receipt.employer_id)
    free = ledger.lock_holders([employer.unallocated_holder])[employer.unallocated_holder].free
    moved = receipt.amount if command.to == "suspense" else ZERO
    reopened = _reopened(lists, receipt, needed=moved, free=free, all_of=not moved)
    if not moved and not reopened.lists:
        raise refuse("undo.nothing", "这笔到账没有记入任何月份，无须撤销入账。")
    _judge(reopened, at, short=moved - free - reopened.total)
    suspense = (
        settlement.open_suspense(receipt.bank_row_id, moved, at, f"撤销错记：{command.reason}")
        if moved
        else None
    )
    _post(reopened, employer, moved, suspense, at)
    _record(reopened, lists, receipt, employer, moved, at)
    return Receipt(
        f"已撤销到账 {receipt.amount} 元，重新打开 {len(reopened.lists)} 个月的清册。",
        {
            "reopened": [str(one.month) for one in reopened.lists],
            "taken_back": f"{reopened.total:.2f}",
            "suspense": suspense[0] if suspense else None,
            "reason": command.reason,
        },
    )


def _locked(receipt_id: int) -> tuple[ReceiptDocument, EmployerStanding]:
    found = ReceiptDocument.objects.filter(pk=receipt_id).first()
    if found is None:
        raise refuse("receipt.unknown", "没有这笔到账，请核对编号。")
    employer = lock_employers_by_id([found.employer_id])[found.employer_id]
    found.refresh_from_db()
    if found.state != ReceiptDocument.BOOKED:
        raise refuse(
            "receipt.undone", "这笔到账已经撤销，无须再次撤销。", undone_by=found.undone_by
        )
    return found, employer


def _reopened(
    lists: list[ContributionList],
    receipt: ReceiptDocument,
    *,
    needed: Decimal,
    free: Decimal,
    all_of: bool,
) -> _Reopened:
    credits = {
        one.list_id: one
        for one in ListCredit.objects.filter(
            list__in=lists, direction=1, operation_no__in=[one.credited_by for one in lists]
        ).order_by("pk")
    }
    newest_first = [
        CreditedList(
            one.pk,
            one.month,
            credits[one.pk].members_total,
            credits[one.pk].value_date,
            one.credited_by == receipt.operation_no,
        )
        for one in lists
    ]
    chosen = months_to_reopen(newest_first, needed=needed, unallocated=free, all_of=all_of)
    diverted = set(
        DivertedLine.objects.filter(
            credit__in=[credits[one.id].pk for one in chosen]
        ).values_list("line_id", flat=True)
    )
    lines = lines_of([one.id for one in chosen])
    return _Reopened(
        chosen,
        [line for line in lines if line.line not in diverted],
        [line for line in lines if line.line in diverted],
    )


def _judge(reopened: _Reopened, at: Context, *, short: Decimal) -> None:
    taken: dict[int, Decimal] = {}
    for line in reopened.lines:
        taken[line.holder] = taken.get(line.holder, ZERO) + line.amount
    held = ledger.lock_holders(taken)
    judge_undo(
        reopened.lists,
        [
            TakenBack(
                held[holder].owner.removeprefix("member:"),
                amount,
                held[holder].free,
                held[holder].closed_on is not None,
            )
            for holder, amount in taken.items()
        ],
        business_date=at.business_date,
        short=short,
    ).require()


def _post(
    reopened: _Reopened,
    employer: EmployerStanding,
    moved: Decimal,
    suspense: tuple[int, int] | None,
    at: Context,
) -> None:
    by_list = {one.id: one for one in reopened.lists}
    if not reopened.total and not moved:
        return
    ledger.post(
        "collection.undo_receipt",
        at,
        amounts={"reopened": reopened.total, "moved": moved},
        legs={
            "member": [
                ledger.Leg(
                    holder=line.holder,
                    amount=line.amount,
                    month=by_list[line.list].month,
                    unit_share=line.unit,
                    personal_share=line.personal,
                    value_date=by_list[line.list].value_date,
                )
                for line in reopened.lines
            ],
            "unallocated_back": [ledger.Leg(holder=employer.unallocated_holder)],
            "unallocated_moved": [ledger.Leg(holder=employer.unallocated_holder)],
            "suspense": [ledger.Leg(holder=suspense[1])] if suspense else [],
        },
    )


def _record(
    reopened: _Reopened,
    lists: list[ContributionList],
    receipt: ReceiptDocument,
    employer: EmployerStanding,
    moved: Decimal,
    at: Context,
) -> None:
    opened = {one.id for one in reopened.lists}
    for one in reopened.lists:
        mine = sum((line.amount for line in reopened.lines if line.list == one.id), ZERO)
        undone = ListCredit.objects.create(
            list_id=one.id,
            direction=-1,
            members_total=mine,
            diverted_total=sum(
                (line.amount for line in reopened.diverted if line.list == one.id), ZERO
            ),
            business_date=at.business_date,
            value_date=one.value_date,
            operation_no=at.operation_no,
        )
        DivertedLine.objects.bulk_create(
            DivertedLine(credit=undone, line_id=line.line)
            for line in reopened.diverted
            if line.list == one.id
        )
    ContributionList.objects.filter(pk__in=opened).update(
        state=ContributionList.CONFIRMED, credited_by="", credited_on=None, value_date=None
    )
    reopen_bundles(one.bundle_id for one in lists if one.pk in opened)
    if opened:
        oldest = min(one.month for one in reopened.lists)
        set_paid_to(employer.id, oldest + -1 if oldest > employer.first_month else None)
    if reopened.total:
        credit.move_unallocated(employer.id, reopened.total, "reopened", at, receipt=receipt)
    if moved:
        credit.move_unallocated(employer.id, -moved, "moved_to_suspense", at, receipt=receipt)
        # Money that stays on the employer's 未分摊 is still this employer's receipt.
        receipt.state = ReceiptDocument.UNDONE
        receipt.undone_by = at.operation_no
        receipt.save(update_fields=["state", "undone_by"])
