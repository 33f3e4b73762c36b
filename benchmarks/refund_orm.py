"""退回暂收款·ORM · the steps of a refund as one would write them with the plain ORM.

The same check by the same rule, the same facts and the same rows, each by one ordinary call
of Django; the job is deferred as procrastinate's own Django app does it.  It works as the
owner, since the application may not write in the ledger.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.utils import timezone

from benchmarks.city import operation_number
from benchmarks.clients import Work
from benchmarks.ground import start_django
from provident.settlement.rules.refund import Refundable, judge_refund

if TYPE_CHECKING:
    from provident.kernel.context import Context
    from provident.settlement.models import SuspenseItem
    from provident.settlement.operations.refund_suspense import RefundSuspense


def open_orm(address: str) -> Work:  # noqa: ARG001 - the settings know it
    """The steps by the plain ORM."""
    start_django("provident_owner")
    return _refund


def _refund(item: int) -> None:
    from django.conf import settings
    from django.db import transaction

    from provident.kernel import policy_source
    from provident.kernel.context import By, Context
    from provident.kernel.models import BusinessDay, Operation
    from provident.settlement.operations.refund_suspense import RefundSuspense

    command = RefundSuspense.model_validate({"item": item, "reason": "付款人要求退回"})
    key, code = uuid.uuid4(), "settlement.refund_suspense"
    with transaction.atomic():
        if Operation.objects.filter(pk=key).exists():
            return
        day = BusinessDay.objects.get(state=BusinessDay.OPEN).date
        by = By("柜员一", "主管一")
        source = policy_source.current()
        at = Context(key, operation_number(item), code, day, by, settings.CENTRE, source)
        instruction = _pay_back(command, at)
        Operation.objects.create(
            id=key,
            number=at.operation_no,
            code=code,
            business_date=day,
            command=command.model_dump(mode="json"),
            command_hash="0" * 64,
            maker=by.maker,
            checker=by.checker,
            channel=by.channel,
            policy_release=at.policy_release,
            result={"says": "已发出退款", "facts": {"item": item, "instruction": instruction}},
            recorded_at=timezone.now(),
        )


def _pay_back(command: RefundSuspense, at: Context) -> int:
    from benchmarks.plain_models import PlainHolder
    from provident.settlement import outbox
    from provident.settlement.models import BankAccount, Instruction, SuspenseItem

    item = (
        SuspenseItem.objects.select_for_update(of=("self",))
        .select_related("bank_row__bank_account")
        .get(pk=command.item)
    )
    row, holder = item.bank_row, PlainHolder.objects.select_for_update().get(pk=item.holder_id)
    judge_refund(
        Refundable(
            state=item.state,
            amount=item.amount,
            free=holder.balance - holder.held,
            payer_no=row.opponent_no,
            payer_name=row.opponent_name,
            payer_bank=row.opponent_bank,
            payer_is_own=BankAccount.objects.filter(account_no=row.opponent_no).exists(),
        ),
        command.payee_bank_no,
    ).require()
    holder.held += item.amount
    holder.save(update_fields=["held"])
    instruction = Instruction.objects.create(
        operation_no=at.operation_no,
        business_date=at.business_date,
        hold_id=_hold(item, at),
        bank_account=row.bank_account,
        business_kind="20",
        amount=item.amount,
        payee_no=row.opponent_no,
        payee_name=row.opponent_name,
        payee_bank_no=row.opponent_bank,
        payee_bank_name="建设银行",
        summary="退回暂收款",
        subject=f"suspense:{item.pk}",
        if_paid="settlement.confirm_refund",
        if_failed="settlement.release_refund",
        state=Instruction.TO_SEND,
    )
    outbox.send_instruction(instruction.pk)
    item.state = SuspenseItem.REFUNDING
    item.save(update_fields=["state"])
    return instruction.pk


def _hold(item: SuspenseItem, at: Context) -> int:
    from benchmarks.plain_models import PlainHold, PlainHoldLine

    hold = PlainHold.objects.create(
        business_date=at.business_date,
        operation_no=at.operation_no,
        rule="settlement.refund_suspense",
        rule_hash="0" * 64,
        summary="退回暂收款",
    )
    for no, side, gl_account, holder, principal in (
        (1, "D", "21901", item.holder_id, item.amount),
        (2, "C", item.bank_row.bank_account.gl_account, None, 0),
    ):
        PlainHoldLine.objects.create(
            hold_id=hold.pk, no=no, side=side, gl_account=gl_account, holder_id=holder,
            amount=item.amount, principal=principal,
        )  # fmt: skip
    return hold.pk
