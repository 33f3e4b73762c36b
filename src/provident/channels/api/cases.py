"""办件接口 · the cases that wait for this person, and the steps that he may take."""

# Ninja reads the annotations of these functions while they are being defined.

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from provident.casework import api as casework
from provident.channels.api.business import HANDED_ON, REFUSALS, read_body, staff_behind
from provident.channels.api.business_shapes import DoneOut, HandedOnOut
from provident.channels.api.entering import Bearer
from provident.channels.api.faults import NOT_FOUND, NOT_SIGNED_IN, OVERTAKEN
from provident.channels.api.shapes import Asked, RefusedOut
from provident.kernel.context import same_person

router = Router(tags=["cases"], auth=Bearer())


class CaseOut(Schema):
    """办件 · `amount` is yuan as text; `version` goes with every step that is taken."""

    number: str
    code: str
    title: str
    about: str
    amount: str | None
    state: str
    state_title: str
    maker: str
    checker: str
    made_on: date
    due_on: date | None
    overdue: bool
    operation_no: str
    version: int

    @classmethod
    def of(cls, line: Any) -> "CaseOut":
        amount: Decimal | None = line.amount
        return cls(
            amount=None if amount is None else f"{amount:.2f}",
            **{name: getattr(line, name) for name in cls.model_fields if name != "amount"},
        )


class FieldOut(Schema):
    """请求的一项 · in words; numbers of people are masked."""

    field: str
    title: str
    value: str


class CaseWholeOut(Schema):
    """一个办件 · what is asked, in words, and which steps you may take now.

    `command` is the command as it was handed in, for its maker only.
    """

    case: CaseOut
    fields: list[FieldOut]
    command: dict[str, Any] | None
    may: list[str]


class VersionIn(Asked):
    """所见的版本 · the case as the person saw it."""

    version: int = Field(title="版本", ge=1, le=2**31 - 1)


class ReasonIn(VersionIn):
    """退回或撤回 · with the reason."""

    reason: str = Field(default="", title="原因", max_length=200)


class CorrectedIn(VersionIn):
    """重新提交 · the command, corrected."""

    command: dict[str, Any] = Field(title="请求内容")


Listed = {200: list[CaseOut], NOT_SIGNED_IN: RefusedOut, OVERTAKEN: RefusedOut}
Moved = {200: CaseWholeOut, NOT_FOUND: RefusedOut, **REFUSALS}
Ended = {200: DoneOut, NOT_FOUND: RefusedOut, **REFUSALS}
Again = {HANDED_ON: HandedOnOut, NOT_FOUND: RefusedOut, **REFUSALS}


@router.get("/cases/waiting", response=Listed, summary="待我复核")
def waiting(request: HttpRequest) -> list[CaseOut]:
    """What you may check; what is due first comes first."""
    return [CaseOut.of(line) for line in casework.waiting_for(staff_behind(request))]


@router.get("/cases/mine", response=Listed, summary="我经办的")
def mine(request: HttpRequest) -> list[CaseOut]:
    """What you handed in and what came back to you."""
    return [CaseOut.of(line) for line in casework.mine(staff_behind(request))]


@router.get("/cases/{case_no}", response=Moved, summary="一个办件")
def case(request: HttpRequest, case_no: str) -> CaseWholeOut:
    """One case with its command."""
    return _whole(request, case_no)


@router.post("/cases/{case_no}/check", response=Ended, summary="复核办结")
def check(request: HttpRequest, case_no: str, given: VersionIn) -> DoneOut:
    """Let the operation be performed, with you as its checker."""
    staff = staff_behind(request)
    return DoneOut.of(casework.check(case_no, staff, version=given.version))


@router.post("/cases/{case_no}/return", response=Moved, summary="退回经办人")
def give_back(request: HttpRequest, case_no: str, given: ReasonIn) -> CaseWholeOut:
    """Return it to its maker, with the reason."""
    casework.give_back(case_no, staff_behind(request), given.reason, version=given.version)
    return _whole(request, case_no)


@router.post("/cases/{case_no}/withdraw", response=Moved, summary="撤回")
def withdraw(request: HttpRequest, case_no: str, given: ReasonIn) -> CaseWholeOut:
    """Take your own case back."""
    casework.withdraw(case_no, staff_behind(request), given.reason, version=given.version)
    return _whole(request, case_no)


@router.post("/cases/{case_no}/resubmit", response=Again, summary="更正后重新提交")
def resubmit(request: HttpRequest, case_no: str, given: CorrectedIn) -> Status[HandedOnOut]:
    """Hand a returned case in again."""
    staff = staff_behind(request)
    command = read_body(request)["command"]  # as `given.command`, with the digits as sent
    casework.resubmit(case_no, command, staff, version=given.version)
    return Status(HANDED_ON, HandedOnOut.of(case_no))


def _whole(request: HttpRequest, case_no: str) -> CaseWholeOut:
    staff = staff_behind(request)
    view = casework.case(case_no, staff)
    return CaseWholeOut(
        case=CaseOut.of(view.line),
        fields=[FieldOut(field=f.field, title=f.title, value=f.masked) for f in view.fields],
        command=dict(view.command) if same_person(view.line.maker, staff.name) else None,
        may=sorted(view.may),
    )
