"""撤销汇缴清册 · cancel the newest confirmed list that is not credited yet.

Changes of seal, base or ratio in a listed month need this first.

依据  《住房公积金管理条例》(2026) 第十九、二十条
"""

from __future__ import annotations

from pydantic import Field

from provident.collection.facts.enrolments import lock_employer
from provident.collection.models import Bundle, ContributionList, EmployerTerms
from provident.collection.requests import EmployerNo
from provident.collection.rules.listing import Cancelling, judge_cancel
from provident.kernel.context import Context
from provident.kernel.dates import Month
from provident.kernel.field_types import OneLine
from provident.kernel.operation import Command, Receipt, operation
from provident.kernel.refusal import refuse


class CancelList(Command):
    employer: EmployerNo
    month: Month = Field(title="汇缴年月")
    reason: OneLine = Field(title="原因", min_length=1, max_length=200)


@operation(
    "collection.cancel_list",
    title="撤销汇缴清册",
    basis=("regulation-2026#19", "regulation-2026#20"),
)
def cancel_list(command: CancelList, at: Context) -> Receipt:
    """撤销一张尚未入账的汇缴清册；从最近的月份起逐月撤销。"""
    employer = lock_employer(command.employer)
    one = (
        ContributionList.objects.filter(employer=employer.id, month=command.month)
        .exclude(state=ContributionList.CANCELLED)
        .select_related("bundle")
        .first()
    )
    if one is None:
        raise refuse(
            "list.unknown", f"{employer.name} 没有 {command.month} 的汇缴清册，请核对年月。"
        )
    judge_cancel(
        Cancelling(
            one.month,
            one.state,
            employer.listed_to,
            one.bundle is not None and one.bundle.state == Bundle.OPEN,
        ),
        ContributionList.CONFIRMED,
    ).require()
    ContributionList.objects.filter(pk=one.pk).update(state=ContributionList.CANCELLED)
    before = one.month + -1
    EmployerTerms.objects.filter(pk=employer.id).update(
        listed_to=before if before >= employer.first_month else None
    )
    return Receipt(
        f"已撤销 {employer.name} {command.month} 的汇缴清册，附言号 {one.reference} 作废。",
        {"list": one.pk, "reason": command.reason, "operation": at.operation_no},
    )
