"""批量开户 · open all members of a roster, or none.

The command names the kept workbook; its rows are judged here once more, under the lock of
the employer.  One bad row refuses the roster, with every reason of every row.

依据  《住房公积金管理条例》(2026) 第十三条、第十五至十七条
账务  无；开立 20101 职工个人账户分户，余额为零
政策  policies/collection/base_floor.yaml, base_cap.yaml, first_month.yaml, hire_days.yaml
"""

from __future__ import annotations

from pydantic import Field

from provident.collection.enrolling import enrol
from provident.collection.facts.enrolments import lock_employer
from provident.collection.models import RosterUpload
from provident.collection.requests import EmployerNo
from provident.collection.roster import open_roster
from provident.collection.rules.findings import Findings
from provident.collection.rules.opening import judge_employer_pays
from provident.collection.rules.standing import EmployerStanding
from provident.collection.staging.judging import RosterJudged, judge_roster
from provident.collection.staging.uploads import roster_content
from provident.kernel.context import Context
from provident.kernel.field_types import RowId
from provident.kernel.operation import Command, Receipt, operation
from provident.kernel.refusal import Refusal


class OpenMembers(Command):
    """`upload` is the number under which the workbook is kept."""

    employer: EmployerNo
    upload: RowId = Field(title="名单编号", json_schema_extra={"kind": "upload"})


@operation(
    "collection.open_members",
    title="批量开户",
    basis=(
        "regulation-2026#13",
        "regulation-2026#15",
        "regulation-2026#16",
        "regulation-2026#17",
    ),
)
def open_members(command: OpenMembers, at: Context) -> Receipt:
    """按名单为单位的多名职工设立个人账户；名单整体办理，有一人不符则全部不办。"""
    employer = lock_employer(command.employer)
    upload = roster_content(command.upload)
    found = Findings()
    found.merge(judge_employer_pays(employer))
    _judge_upload(upload, employer, found)
    found.require()
    judged = judge_roster(open_roster(bytes(upload.content)), employer, at)
    _require(judged)
    opened = enrol(judged.newcomers, employer, at)
    RosterUpload.objects.filter(pk=upload.pk).update(taken_by=at.operation_no)
    adjusted = [newcomer.base.adjusted for newcomer in judged.newcomers]
    capped, raised = adjusted.count("capped"), adjusted.count("raised")
    numbers = " 至 ".join(dict.fromkeys((opened[0].number, opened[-1].number)))
    return Receipt(
        f"已为 {employer.name} 的 {len(opened)} 名职工开户，个人账号 {numbers}；"
        f"其中基数封顶 {capped} 人，提高到下限 {raised} 人。",
        {
            "employer": employer.number,
            "upload": upload.pk,
            "sm3": upload.sm3,
            "persons": len(opened),
            "first_member": opened[0].number,
            "last_member": opened[-1].number,
            "capped": capped,
            "raised": raised,
            "to_complete": sum(bool(member.missing) for member in opened),
            "warnings": judged.warned(),
        },
    )


def _judge_upload(upload: RosterUpload, employer: EmployerStanding, found: Findings) -> None:
    found.refuse_if(
        upload.employer.pk != employer.id,
        "roster.other_employer",
        f"编号为 {upload.pk} 的名单是另一单位上传的，请核对单位账号和名单编号。",
    )
    found.refuse_if(
        bool(upload.taken_by),
        "roster.taken",
        f"该名单已经办理（业务流水号 {upload.taken_by}），不能重复办理；"
        "还要为别人开户的，请另传名单。",
        operation_no=upload.taken_by,
    )


def _require(judged: RosterJudged) -> None:
    """Refuse the whole roster with the summary first and then every reason of every row."""
    try:
        judged.judgement.require()
    except Refusal as refusal:
        raise Refusal([*refusal.reasons, *judged.reasons]) from None
