"""替身业务 · two operations of businesses that the stories need and the system has not yet.

A member's money in transit, and a member closed meanwhile.  They exist in the stories only.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from provident.collection.models import Enrolment
from provident.kernel import operation as registry
from provident.kernel import sql
from provident.kernel.context import Context
from provident.kernel.money import PositiveYuan
from provident.kernel.operation import Command, Receipt, operation
from provident.ledger import api as ledger
from provident.ledger.posting import HOLD
from provident.parties.models import Member
from provident.settlement import api as settlement

BASIS = ("regulation-2026#24",)
CLOSE = "select ledger.close_holder(%s, %s)"


class Withdraw(Command):
    member: str
    amount: PositiveYuan
    bank_account: int


class EndOfPayment(Command):
    instruction: int
    bank_row: int | None = None


class CloseMember(Command):
    member: str


def withdraw(command: Withdraw, at: Context) -> Receipt:
    """Hold a member's money and leave the instruction, as a withdrawal does."""
    member = Member.objects.get(number=command.member)
    paying = next(one for one in settlement.bank_accounts() if one.id == command.bank_account)
    (hold,) = sql.call(
        HOLD, at.business_date, at.operation_no, "stand_in.withdraw", "", "提取",
        ["D", "C"], ["20101", paying.gl_account], [member.holder_id, None],
        [command.amount, command.amount], [command.amount, Decimal(0)], [None, None],
    )  # fmt: skip
    instruction = settlement.instruct(
        hold,
        at,
        bank_account=paying.id,
        amount=command.amount,
        payee_no=member.card_no,
        payee_name=member.name,
        payee_is_person=True,
        summary="提取",
        business_kind="20",
        subject=f"member:{member.number}",
        if_paid="stand_in.fail",
        if_failed="stand_in.fail",
    )
    return Receipt("已占用，等待银行付款。", {"instruction": instruction})


def fail(command: EndOfPayment, at: Context) -> Receipt:
    """The bank did not pay: the member's money is free again."""
    settlement.release_payment(command.instruction, at)
    return Receipt("没有付出，已释放占用。")


def close_member(command: CloseMember, at: Context) -> Receipt:
    """Close a member whose balance is zero, with his holder and his enrolment."""
    member = Member.objects.get(number=command.member)
    ledger.lock_holders([member.holder_id])
    sql.call(CLOSE, member.holder_id, at.business_date)
    Member.objects.filter(pk=member.pk).update(closed_on=at.business_date)
    Enrolment.objects.filter(member=member, ended_on__isnull=True).update(
        ended_on=at.business_date, state=Enrolment.CLOSED
    )
    return Receipt("已销户。")


def enter(patch: pytest.MonkeyPatch) -> None:
    """Put the stand-ins into the registry for one test; the catalogue never shows them."""
    patch.setattr(registry, "_registry", dict(registry._registry))
    operation("stand_in.withdraw", title="提取（替身）", basis=BASIS, moves="out")(withdraw)
    operation("stand_in.fail", title="提取未成（替身）", basis=BASIS, machine_only=True)(fail)
    operation("stand_in.close_member", title="个人销户（替身）", basis=BASIS)(close_member)
