"""个人封存 · seal members of an employer from a month on: no contributions from then.

The state of an enrolment says what is registered; which months are sealed is decided by
month alone, so that a seal may be registered ahead.

依据  《住房公积金管理条例》(2026) 第十五条第二款
政策  policies/collection/leave_days.yaml
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import cast

from pydantic import Field

from provident.collection.facts.enrolments import (
    lock_employer,
    lock_members,
    standing_lists,
)
from provident.collection.models import Enrolment, SealPeriod
from provident.collection.requests import EmployerNo, Line, MemberNo
from provident.collection.rules.enrolment import judge_each, judge_effective, judge_seal
from provident.collection.rules.findings import Findings
from provident.kernel.context import Context
from provident.kernel.dates import Month, chinese_date
from provident.kernel.field_types import Day
from provident.kernel.operation import Command, Receipt, operation
from provident.kernel.refusal import Refusal


class SealMembers(Command):
    """`from_month` is the first month without contributions; `left_on` the last day of work."""

    employer: EmployerNo
    members: tuple[MemberNo, ...] = Field(title="个人账号", min_length=1, max_length=50_000)
    from_month: Month = Field(title="封存起始月", description="从这个月起不再汇缴。")
    reason: Line = Field(title="封存原因", min_length=1)
    left_on: Day | None = Field(default=None, title="离职日期")


@operation("collection.seal_members", title="个人封存", basis=("regulation-2026#15",))
def seal_members(command: SealMembers, at: Context) -> Receipt:
    """封存单位的一名或多名职工，自封存月起不再缴存；账户和余额不变。"""
    employer = lock_employer(command.employer)
    members = lock_members(command.members)
    found = Findings()
    lists = standing_lists(employer.id, command.from_month)
    found.merge(judge_effective("封存", command.from_month, employer, lists))
    found.merge(
        judge_each(
            command.members,
            members,
            employer,
            lambda member: judge_seal(member, command.from_month),
        )
    )
    found.require()
    _warn_late(command.left_on, at, found)
    enrolments = [members[number].enrolment for number in command.members]
    SealPeriod.objects.bulk_create(
        SealPeriod(
            enrolment_id=enrolment,
            from_month=command.from_month,
            reason=command.reason,
            sealed_by=at.operation_no,
        )
        for enrolment in enrolments
    )
    Enrolment.objects.filter(pk__in=enrolments).update(state=Enrolment.SEALED)
    return Receipt(
        f"已封存 {employer.name} 的 {len(enrolments)} 名职工，"
        f"自 {command.from_month} 起不再缴存。",
        {
            "employer": employer.number,
            "members": list(command.members),
            "from_month": str(command.from_month),
            "warnings": found.warned(),
        },
    )


def _warn_late(left_on: date | None, at: Context, found: Findings) -> None:
    """Art. 15: within so many days of the end of the employment; late is noted."""
    if left_on is None:
        return
    try:
        days = at.policy("collection.leave_days", on=left_on)
    except Refusal:
        return  # the employment ended before the time that the policy knows
    last_day = left_on + timedelta(days=int(cast(Decimal, days.value)))
    if at.business_date > last_day:
        found.warn(
            "enrolment.sealed_late",
            f"应在{chinese_date(last_day)}前办理封存，现已逾期。",
            basis=days.basis,
        )
