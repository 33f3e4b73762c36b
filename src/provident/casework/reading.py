"""办件查询 · what waits for whom, and one case with everything that happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet

from provident.casework import records
from provident.casework.models import Case, CaseStep
from provident.casework.rights import checked_codes, may_check, seen_codes
from provident.casework.states import STATE_TITLES, STEPS, StepName, steps_from
from provident.casework.subjects import concern_of
from provident.casework.telling import Told, told
from provident.kernel import clock
from provident.kernel.operation import Command, read_command, spec
from provident.kernel.refusal import Reason, Refusal, refuse
from provident.kernel.sql import Statement
from provident.staff import api as people

_COUNTS = Statement(__file__, "sql/counts.sql")
ROWS_MAX = 500
"""More waiting cases than this are looked for in the list of cases."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """办件的一行 · one case in a list; the amount is in yuan, None where there is none.

    `overdue`: it waits, and the day by which it was to be done is over.
    """

    number: str
    code: str
    title: str
    about: str
    branch: str | None
    amount: Decimal | None
    state: str
    state_title: str
    maker: str
    checker: str
    made_on: date
    made_at: datetime
    due_on: date | None
    overdue: bool
    operation_no: str
    round: int
    version: int


@dataclass(frozen=True, slots=True)
class StepLine:
    """办件的一步 · who did what when; `reasons` are those of a refusal."""

    title: str
    who: str
    at: datetime
    says: str
    reasons: tuple[Reason, ...]
    round: int
    digest: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """办件 · one case as a page shows it.

    `fields` are the command in words; `command` is what a form is filled with again;
    `may` names the steps that this person can take now, `keeps_out` says why he may not
    check it.
    """

    line: CaseLine
    subject_kind: str
    subject_key: str
    command: Mapping[str, Any]
    fields: tuple[Told, ...]
    digest: str
    steps: tuple[StepLine, ...]
    may: frozenset[StepName]
    keeps_out: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """待办件数 · what waits for this person to check, how much of it is late; what he has
    handed in that waits, and what came back to him."""

    waiting: int
    overdue: int
    sent: int
    returned: int


def waiting_for(staff: people.Staff) -> list[CaseLine]:
    """待我复核 · what this person may check, what is due first at the top.

    His own work and foreign branches are left out.  A case that touches his family is
    there, and says so when he opens it.
    """
    found = (
        _seen_by(staff)
        .filter(state=Case.WAITING, code__in=checked_codes(staff))
        .exclude(maker_login_id=staff.id)
    )
    return _lines(found.order_by(F("due_on").asc(nulls_last=True), "id"))


def mine(staff: people.Staff) -> list[CaseLine]:
    """我经办的 · what this person handed in and is not ended; what came back is on top."""
    found = Case.objects.filter(
        maker_login_id=staff.id, state__in=[Case.RETURNED, Case.WAITING]
    )
    return _lines(found.order_by("state", "id"))  # "returned" stands before "waiting"


def done_of(staff: people.Staff) -> list[CaseLine]:
    """已办 · ended cases that this person made or checked, the latest first."""
    people_of = Q(maker_login_id=staff.id) | Q(checker=staff.name)
    found = Case.objects.filter(people_of, state__in=[Case.DONE, Case.WITHDRAWN])
    return _lines(found.order_by("-moved_at", "-id"))


def cases_of(staff: people.Staff, subject: str = "") -> list[CaseLine]:
    """对象的办件 · the cases that this person sees, the latest first.

    `subject` is kind and key of what they are about (`employer:0010000017`); "" is all.
    """
    kind, _, key = subject.partition(":")
    found = _seen_by(staff)
    if subject:
        found = found.filter(subject_kind=kind, subject_key=key)
    return _lines(found.order_by("-id"))


def counts(staff: people.Staff) -> Counts:
    """待办件数 · the figures of the home page, in one query."""
    row = _COUNTS.row(
        login=staff.id,
        codes=checked_codes(staff),
        branch=staff.branch,
        today=clock.today(),
    )
    return Counts(**row) if row else Counts(0, 0, 0, 0)


def case(case_no: str, staff: people.Staff) -> CaseView:
    """办件 · one case with its command in words and its history.

    Refuses an unknown number, and a case of a foreign branch or of business that is not this
    person's, unless he made or checked it.
    """
    one = records.read_case(case_no)
    own = records.is_maker(one, staff)
    if not (own or one.checker == staff.name or _sees(staff, one)):
        raise refuse(
            "branch.foreign",
            f"办件 {one.number} 不属于您的网点或者岗位，您不能查看。",
            case=one.number,
        )
    steps = CaseStep.objects.filter(case=one).order_by("version")
    command = _readable(one)
    reasons = _check_reasons(one, staff, command)
    return CaseView(
        line=_line(one, clock.today()),
        subject_kind=one.subject_kind,
        subject_key=one.subject_key,
        command=one.command,
        fields=tuple(told(command)) if command else (),
        digest=one.command_digest,
        steps=tuple(map(_step, steps)),
        may=_may(one, own=own, checks=command is not None and not reasons),
        keeps_out=reasons,
    )


def _readable(one: Case) -> Command | None:
    """The command, None where this version of the program does not know it so any more."""
    try:
        return read_command(spec(one.code), one.command)
    except Refusal:
        return None


def _check_reasons(
    one: Case, staff: people.Staff, command: Command | None
) -> tuple[Reason, ...]:
    if command is None or one.state != Case.WAITING:
        return ()
    return may_check(staff, one, concern_of(spec(one.code), command)).reasons


def _may(one: Case, *, own: bool, checks: bool) -> frozenset[StepName]:
    makers: frozenset[StepName] = frozenset({"resubmit", "withdraw"})
    checkers: frozenset[StepName] = frozenset({"check", "give_back"})
    mine = (makers if own else frozenset()) | (checkers if checks else frozenset())
    return steps_from(one.state) & mine


def _seen_by(staff: people.Staff) -> QuerySet[Case]:
    found, codes = Case.objects.all(), seen_codes(staff)
    if staff.branch is not None:
        found = found.filter(branch_id=staff.branch)
    return found if codes is None else found.filter(code__in=codes)


def _sees(staff: people.Staff, one: Case) -> bool:
    codes = seen_codes(staff)
    of_branch = staff.branch is None or one.branch_id == staff.branch
    return of_branch and (codes is None or one.code in codes)


def _lines(found: QuerySet[Case]) -> list[CaseLine]:
    today = clock.today()
    return [_line(one, today) for one in found[:ROWS_MAX]]


def _line(one: Case, today: date) -> CaseLine:
    late = one.state == Case.WAITING and one.due_on is not None and one.due_on < today
    return CaseLine(
        one.number, one.code, one.title, one.about, one.branch_id, one.amount, one.state,
        STATE_TITLES[one.state], one.maker, one.checker, one.made_on, one.made_at, one.due_on,
        late, one.operation_no, one.round, one.version,
    )  # fmt: skip


def _step(one: CaseStep) -> StepLine:
    reasons = tuple(
        Reason(each["code"], each["says"], each["facts"], tuple(each["basis"]))
        for each in one.reasons
    )
    title = STEPS[one.step].title  # type: ignore[index]  # written from the same names
    return StepLine(title, one.who, one.at, one.says, reasons, one.round, one.command_digest)
