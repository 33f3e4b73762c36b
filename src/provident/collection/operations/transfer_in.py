"""职工转入 · a sealed member goes on at a new employer with the holder that he has.

The balance stays where it is: the holder belongs to the person and not to the employer, so
nothing is posted.  The old enrolment ends and a new one begins.

依据  《住房公积金管理条例》(2026) 第十三条、第十五至十七条
政策  policies/collection/base_floor.yaml, base_cap.yaml, first_month.yaml, hire_days.yaml
"""

from __future__ import annotations

from pydantic import Field

from provident.collection.facts.enrolments import (
    lists_of_member,
    live_enrolment,
    lock_employers,
    lock_members,
    unknown_employer,
)
from provident.collection.facts.opening_policy import OpeningPolicy
from provident.collection.models import BasePeriod, Enrolment
from provident.collection.requests import Code, EmployerNo, MemberNo
from provident.collection.rules.contribution import Base
from provident.collection.rules.enrolment import judge_no_money_held, judge_transfer
from provident.collection.rules.findings import Findings
from provident.collection.rules.opening import (
    Joining,
    judge_employer_pays,
    judge_joining,
)
from provident.collection.rules.person import code_reasons
from provident.collection.rules.standing import EmployerStanding, MemberStanding
from provident.kernel.context import Context
from provident.kernel.dates import Month
from provident.kernel.field_types import Day
from provident.kernel.money import Yuan
from provident.kernel.operation import Command, Receipt, operation
from provident.kernel.refusal import Conflict, Defect, refuse
from provident.ledger import api as ledger

MOVED_IN = "2"


class TransferIn(Command):
    """`employer` is the new one; `first_month` the first month that it pays for."""

    employer: EmployerNo
    member: MemberNo
    hired_on: Day = Field(title="入职日期")
    hire_kind: Code = Field(
        default=MOVED_IN, title="入职类别", json_schema_extra={"code_list": "hiring_kind"}
    )
    wage: Yuan | None = Field(default=None, title="申报月工资")
    first_month: Month = Field(title="首次汇缴月")


@operation(
    "collection.transfer_in",
    title="职工转入",
    basis=("regulation-2026#13", "regulation-2026#15", "regulation-2026#17"),
)
def transfer_in(command: TransferIn, at: Context) -> Receipt:
    """把封存的职工转入本单位，沿用原个人账户，自起缴月起由本单位缴存。"""
    employer, before, member = _lock(command)
    joining = Joining(command.hired_on, command.wage, command.first_month)
    terms = OpeningPolicy(at, employer.opened_on).terms(
        command.hire_kind, command.hired_on, command.first_month
    )
    found = Findings()
    found.merge(judge_employer_pays(employer))
    found.add(code_reasons({"hire_kind": command.hire_kind}))
    held = ledger.lock_holders([member.holder])[member.holder].held
    in_flight = lists_of_member(member.id, command.first_month)
    found.merge(judge_transfer(member, employer, before, command.first_month, in_flight))
    found.merge(judge_no_money_held(member, held))
    base = judge_joining(joining, employer, terms, at.business_date, found)
    found.require()
    if base is None:
        raise Defect("a member was allowed without a base")
    _write(command, employer, member, base, at)
    return Receipt(
        f"{member.name}（{member.number}）已转入 {employer.name}，自 {command.first_month} "
        f"起缴存，缴存基数 {base.base} 元{base.note}。",
        {
            "employer": employer.number,
            "member": member.number,
            "from_employer": member.employer_number,
            "first_month": str(command.first_month),
            "warnings": found.warned(),
        }
        | base.facts(),
    )


def _lock(
    command: TransferIn,
) -> tuple[EmployerStanding, EmployerStanding | None, MemberStanding]:
    """Lock both employers, then the member; the old one is only known by looking first."""
    before = live_enrolment(command.member)
    if before is None:
        raise refuse("member.unknown", f"没有个人账号为 {command.member} 的职工，请核对。")
    numbers = {command.employer} | ({before.employer_number} - {""})
    employers = lock_employers(numbers)
    if command.employer not in employers:
        raise unknown_employer(command.employer)
    member = lock_members([command.member])[command.member]
    if member.enrolment != before.enrolment:
        raise Conflict(
            "enrolment.moved_meanwhile",
            "该职工刚才已由他人办理了转移，请重新查询后再办理。",
        )
    return employers[command.employer], employers.get(before.employer_number), member


def _write(
    command: TransferIn,
    employer: EmployerStanding,
    member: MemberStanding,
    base: Base,
    at: Context,
) -> None:
    if member.enrolment is not None:
        Enrolment.objects.filter(pk=member.enrolment).update(ended_on=at.business_date)
    enrolment = Enrolment.objects.create(
        member_id=member.id,
        employer_id=employer.id,
        hired_on=command.hired_on,
        hire_kind=command.hire_kind,
        first_month=command.first_month,
        state=Enrolment.NORMAL,
        operation_no=at.operation_no,
    )
    BasePeriod.objects.create(
        enrolment=enrolment,
        from_month=command.first_month,
        wage=base.wage,
        base=base.base,
        adjusted=base.adjusted,
        operation_no=at.operation_no,
    )
