"""个人启封 · take up the contributions of sealed members again, from a month on.

依据  《住房公积金管理条例》(2026) 第十五条
"""

from __future__ import annotations

from pydantic import Field

from provident.collection.facts.enrolments import (
    lock_employer,
    lock_members,
    standing_lists,
)
from provident.collection.models import Enrolment, SealPeriod
from provident.collection.requests import EmployerNo, MemberNo
from provident.collection.rules.enrolment import judge_each, judge_effective, judge_unseal
from provident.collection.rules.findings import Findings
from provident.collection.rules.opening import judge_employer_pays
from provident.kernel.context import Context
from provident.kernel.dates import Month
from provident.kernel.operation import Command, Receipt, operation


class UnsealMembers(Command):
    """`until_month` is the first month with contributions again (启封月)."""

    employer: EmployerNo
    members: tuple[MemberNo, ...] = Field(title="个人账号", min_length=1, max_length=50_000)
    until_month: Month = Field(title="启封月", description="从这个月起恢复汇缴。")


@operation("collection.unseal_members", title="个人启封", basis=("regulation-2026#15",))
def unseal_members(command: UnsealMembers, at: Context) -> Receipt:
    """启封单位的一名或多名职工，自启封月起恢复缴存。"""
    employer = lock_employer(command.employer)
    members = lock_members(command.members)
    found = Findings()
    found.merge(judge_employer_pays(employer))
    lists = standing_lists(employer.id, command.until_month)
    found.merge(judge_effective("启封", command.until_month, employer, lists))
    found.merge(
        judge_each(
            command.members,
            members,
            employer,
            lambda member: judge_unseal(member, command.until_month),
        )
    )
    found.require()
    enrolments = [members[number].enrolment for number in command.members]
    SealPeriod.objects.filter(enrolment__in=enrolments, until_month__isnull=True).update(
        until_month=command.until_month, unsealed_by=at.operation_no
    )
    Enrolment.objects.filter(pk__in=enrolments).update(state=Enrolment.NORMAL)
    return Receipt(
        f"已启封 {employer.name} 的 {len(enrolments)} 名职工，"
        f"自 {command.until_month} 起恢复缴存。",
        {
            "employer": employer.number,
            "members": list(command.members),
            "until_month": str(command.until_month),
        },
    )
