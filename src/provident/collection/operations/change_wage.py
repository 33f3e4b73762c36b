"""缴存基数调整 · new declared wages of members of one employer, from a month on.

The wage is kept as declared; the base is the wage within floor and cap of that month.

依据  《住房公积金管理条例》(2026) 第十六条
政策  policies/collection/base_floor.yaml, base_cap.yaml
"""

from __future__ import annotations

from pydantic import Field

from provident.collection.facts.enrolments import (
    lock_employer,
    lock_members,
    standing_lists,
)
from provident.collection.facts.opening_policy import bounds_or_reasons
from provident.collection.models import BasePeriod
from provident.collection.requests import EmployerNo, MemberNo
from provident.collection.rules.contribution import Base, Bounds, clamp_base
from provident.collection.rules.enrolment import (
    judge_base_month,
    judge_each,
    judge_effective,
)
from provident.collection.rules.findings import Findings
from provident.collection.rules.opening import wage_reasons
from provident.collection.rules.standing import MemberStanding
from provident.kernel.context import Context
from provident.kernel.dates import Month
from provident.kernel.money import Yuan
from provident.kernel.operation import Command, Receipt, operation
from provident.kernel.refusal import Reason


class DeclaredWage(Command):
    member: MemberNo
    wage: Yuan | None = Field(default=None, title="申报月工资")


class ChangeWage(Command):
    """`from_month` is the first month on the new base."""

    employer: EmployerNo
    from_month: Month = Field(title="起始月", description="从这个月起按新基数缴存。")
    wages: tuple[DeclaredWage, ...] = Field(title="调整名单", min_length=1, max_length=50_000)


@operation("collection.change_wage", title="缴存基数调整", basis=("regulation-2026#16",))
def change_wage(command: ChangeWage, at: Context) -> Receipt:
    """按申报的月工资调整职工的缴存基数，自生效月起执行。"""
    month = command.from_month
    employer = lock_employer(command.employer)
    numbers = [declared.member for declared in command.wages]
    members = lock_members(numbers)
    found = Findings()
    lists = standing_lists(employer.id, month)
    found.merge(judge_effective("基数调整", month, employer, lists))
    found.merge(
        judge_each(numbers, members, employer, lambda one: judge_base_month(one, month))
    )
    bounds = bounds_or_reasons(at, month)
    if not isinstance(bounds, Bounds):
        found.add(bounds)
    for declared in command.wages:
        found.add(_about(declared.member, wage_reasons(declared.wage)))
    found.require()
    bases = {
        declared.member: clamp_base(declared.wage, bounds)
        for declared in command.wages
        if declared.wage is not None and isinstance(bounds, Bounds)
    }
    _warn_later(bases, members, month, found)
    _write(bases, members, month, at)
    adjusted = [base.adjusted for base in bases.values()]
    return Receipt(
        f"已调整 {employer.name} 的 {len(bases)} 名职工的缴存基数，自 {month} 起执行；"
        f"其中封顶 {adjusted.count('capped')} 人，提高到下限 {adjusted.count('raised')} 人。",
        {
            "employer": employer.number,
            "from_month": str(month),
            "bases": {number: base.facts() for number, base in bases.items()},
            "warnings": found.warned(),
        },
    )


def _about(number: str, reasons: tuple[Reason, ...]) -> list[Reason]:
    return [
        Reason(reason.code, f"{number}：{reason.says}", {"member": number}, reason.basis)
        for reason in reasons
    ]


def _warn_later(
    bases: dict[str, Base],
    members: dict[str, MemberStanding],
    month: Month,
    found: Findings,
) -> None:
    """A base that was declared for a later month stays and takes over from there."""
    enrolments = [members[number].enrolment for number in bases]
    later = BasePeriod.objects.filter(enrolment__in=enrolments, from_month__gt=month).count()
    if later:
        found.warn(
            "wage.later_base",
            f"有 {later} 项更晚生效的基数已经登记，到期仍按原登记执行，请核对是否也须调整。",
        )


def _write(
    bases: dict[str, Base],
    members: dict[str, MemberStanding],
    month: Month,
    at: Context,
) -> None:
    """One base for a month: declared again, the new one stands in place of the old."""
    BasePeriod.objects.bulk_create(
        [
            BasePeriod(
                enrolment_id=members[number].enrolment,
                from_month=month,
                wage=base.wage,
                base=base.base,
                adjusted=base.adjusted,
                operation_no=at.operation_no,
            )
            for number, base in bases.items()
        ],
        update_conflicts=True,
        unique_fields=["enrolment", "from_month"],
        update_fields=["wage", "base", "adjusted", "operation_no"],
    )
