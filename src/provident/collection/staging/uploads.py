"""名单文件 · keeping the bytes of a roster, and looking at them before they are taken."""

from __future__ import annotations

import uuid

from django.conf import settings

from provident.collection.facts.enrolments import employer_standing, unknown_employer
from provident.collection.models import RosterUpload
from provident.collection.roster import errors_workbook, open_roster
from provident.collection.rules.standing import EmployerStanding
from provident.collection.staging.judging import Progress, RosterJudged, judge_roster
from provident.kernel import clock, policy_source
from provident.kernel.context import By, Context
from provident.kernel.digest import sm3
from provident.kernel.refusal import Defect, refuse


def upload_roster(employer: str, file_name: str, content: bytes, *, uploaded_by: str) -> int:
    """Keep a roster for the employer with this 单位账号; returns its number.

    Raises `Refusal` with every reason when the file cannot be a roster at all: too large,
    not a workbook, damaged, wrong headings, formulas.  Such a file is not kept.
    """
    standing = _employer(employer)
    open_roster(content)
    upload = RosterUpload.objects.create(
        employer_id=standing.id,
        file_name=file_name,
        content=content,
        sm3=sm3(content),
        uploaded_by=uploaded_by,
    )
    return upload.pk


def check_roster(upload: int, progress: Progress | None = None) -> RosterJudged:
    """Judge every row of a kept roster, in the file and against the books as they stand.

    Nothing is locked: the operation that takes the roster judges again.
    """
    found = roster_content(upload)
    employer = _employer(found.employer.number)
    return judge_roster(open_roster(bytes(found.content)), employer, _looking(), progress)


def error_workbook(upload: int) -> bytes:
    """The roster as it came, with every reason beside each row that has one (.xlsx)."""
    found = roster_content(upload)
    judged = check_roster(upload)
    return errors_workbook(open_roster(bytes(found.content)), judged.judgement.refused)


def roster_documents(upload: int) -> tuple[str, ...]:
    """The 证件号码 of everybody in a kept roster, as typed; nobody where there is none.

    For deciding who must keep out of it: nothing is judged.  A hundred thousand rows take
    about two seconds.
    """
    if not RosterUpload.objects.filter(pk=upload).exists():
        return ()
    roster = open_roster(bytes(roster_content(upload).content))
    place = roster.positions["id_number"]
    return tuple(str(cells[place]) for _number, cells in roster.rows())


def roster_content(upload: int) -> RosterUpload:
    """The kept roster; unknown is a `Refusal`, altered bytes are a `Defect`."""
    found = RosterUpload.objects.select_related("employer").filter(pk=upload).first()
    if found is None:
        raise refuse("roster.upload_unknown", f"没有编号为 {upload} 的名单文件，请先上传。")
    if sm3(bytes(found.content)) != found.sm3:
        raise Defect(f"roster {upload} does not match its SM3: it was altered")
    return found


def _employer(number: str) -> EmployerStanding:
    standing = employer_standing(number)
    if standing is None:
        raise unknown_employer(number)
    return standing


def _looking() -> Context:
    """The surroundings of an operation, for somebody who only looks."""
    return Context(
        operation_id=uuid.uuid4(),
        operation_no="",
        code="collection.open_members",
        business_date=clock.today(),
        by=By.machine("staging"),
        centre=settings.CENTRE,
        source=policy_source.current(),
        dry_run=True,
    )
