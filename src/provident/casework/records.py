"""办件登记 · the only writer of cases: opening one, moving it, keeping others out meanwhile.

Every change is one statement that writes the case and its step together, guarded by the
version that was looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import errors
from psycopg.types.json import Jsonb

from provident.casework.models import Case, CaseStep
from provident.casework.states import STATE_TITLES, STEPS, StepName
from provident.casework.subjects import Concern
from provident.kernel import clock, numbers, sql
from provident.kernel.context import same_person
from provident.kernel.identifiers import half_width
from provident.kernel.operation import Command, OperationSpec, written_down
from provident.kernel.refusal import Conflict, Reason, Refusal, refuse
from provident.kernel.workdays import next_workday
from provident.staff import api as people

NEXT_ID = "select nextval(pg_get_serial_sequence('casework_case', 'id'))"
CASE_LOCKS = 4
"""First key of the locks of cases; 1 to 3 and 6 are taken by days, operations and the wire."""
TRY_LOCK = "select pg_try_advisory_lock(%s::int, hashtext(%s))"
UNLOCK = "select pg_advisory_unlock(%s::int, hashtext(%s))"

_OPEN = sql.Statement(__file__, "sql/open_case.sql")
_STEP = sql.Statement(__file__, "sql/take_step.sql")
_AGAIN = sql.Statement(__file__, "sql/hand_in_again.sql")


@dataclass(frozen=True, slots=True)
class HandedIn:
    """提交的内容 · a command as a maker hands it in, and what it concerns.

    `days` are the working days until it is due; of one `matter` and subject only one waits.
    """

    found: OperationSpec
    command: Command
    concern: Concern
    maker: people.Staff
    days: int
    matter: str

    def columns(self, today: date) -> dict[str, Any]:
        """The columns of a case that come from the command."""
        _, digest = written_down(self.found, self.command)
        return {
            "command": Jsonb(self.command.model_dump(mode="json")),
            "digest": digest,
            "matter": self.matter,
            "subject_kind": self.concern.kind,
            "subject_key": self.concern.key,
            "about": self.concern.about,
            "branch": self.concern.branch,
            "amount": self.concern.amount,
            "state": Case.WAITING,
            "maker": self.maker.name,
            "maker_login": self.maker.id,
            "due_on": due_on(today, self.days),
        }


def open_case(given: HandedIn, submission: UUID) -> str:
    """Open a case and return its number; the same submission again finds the first one.

    Raises `Conflict` when another case of the same matter and subject waits (its number is
    in the words), or when the id has been used for something else.
    """
    today = clock.today()
    (serial,) = sql.call(NEXT_ID)
    opened = _OPEN.row(
        id=serial,
        number=numbers.case_no(today, serial),
        submission=submission,
        code=given.found.code,
        title=given.found.title,
        made_on=today,
        **given.columns(today),
    )
    if opened:
        return str(opened["number"])
    known = submitted(given, submission)
    if known:
        return known
    refuse_in_flight(given)
    return open_case(given, submission)  # the other one has ended in this very moment


def submitted(given: HandedIn, submission: UUID) -> str | None:
    """The case that this submission opened before; `Conflict` for one with another content."""
    known = Case.objects.filter(submission=submission).first()
    if known is None:
        return None
    _, digest = written_down(given.found, given.command)
    same = (known.code, known.maker_login_id) == (given.found.code, given.maker.id)
    if not (same and _was_sent(known, digest)):
        raise Conflict(
            "case.other_body",
            f"同一个提交标识已经用于办件 {known.number}，内容与这次不同，请换一个标识再提交。",
            case=known.number,
        )
    return known.number


def refuse_in_flight(given: HandedIn) -> None:
    """Raise `Conflict` with the number of another case of this matter that waits."""
    other = in_flight(given.matter, given.concern)
    if other:
        raise Conflict(
            "case.in_flight",
            f"{other.about}已有一件“{other.title}”（办件号 {other.number}，{other.maker}经办）"
            "正在等待复核，请等它办结、退回或撤回以后再办。",
            case=other.number,
        )


def in_flight(matter: str, concern: Concern) -> Case | None:
    """The case of this matter and subject that waits for its checker."""
    return Case.objects.filter(
        matter=matter,
        subject_kind=concern.kind,
        subject_key=concern.key,
        state=Case.WAITING,
    ).first()


def hand_in_again(case: Case, given: HandedIn) -> None:
    """Move a returned case to its next round with the command as it is now."""
    try:
        moved = _AGAIN.row(
            number=case.number,
            version=case.version,
            before=sorted(STEPS["resubmit"].before),
            **given.columns(clock.today()),
        )
    except errors.UniqueViolation:
        refuse_in_flight(given)
        raise
    if moved is None:
        raise stale(case.number)


def take_step(
    case: Case,
    step: StepName,
    who: str,
    *,
    says: str = "",
    reasons: Iterable[Reason] = (),
    checker: str | None = None,
    operation_no: str | None = None,
) -> None:
    """Move the case as it was read; `Conflict` when somebody else has moved it since."""
    way = STEPS[step]
    moved = _STEP.row(
        number=case.number,
        version=case.version,
        before=sorted(way.before),
        after=way.after,
        step=step,
        who=who,
        says=says,
        reasons=Jsonb([one.as_json() for one in reasons]),
        checker=checker,
        operation_no=operation_no,
    )
    if moved is None:
        raise stale(case.number)


@contextmanager
def alone_with(case_no: str) -> Iterator[Case]:
    """独占办件 · read a case, and keep every other step off it until the block ends.

    The lock belongs to the connection and not to a transaction, because the operation
    inside commits by itself; it is gone with the connection when the process dies.  It is
    only tried, so that nobody waits: the second one hears a `Conflict` at once.
    """
    number = read_case(case_no).number
    (got,) = sql.call(TRY_LOCK, CASE_LOCKS, number)
    if not got:
        raise Conflict(
            "case.busy", f"办件 {number} 正由另一位人员办理，请稍后刷新查看。", case=number
        )
    try:
        yield read_case(number)  # as it is now that nobody else moves it
    finally:
        sql.call(UNLOCK, CASE_LOCKS, number)


def read_case(case_no: str) -> Case:
    """The case of this number; an unknown number is refused in words."""
    number = half_width(case_no)
    found = Case.objects.filter(number=number).first() if numbers.is_case_no(number) else None
    if found is None:
        raise refuse("case.unknown", "没有这个办件号的办件，请核对编号。")
    return found


def is_maker(case: Case, staff: people.Staff) -> bool:
    """Whether this person handed the case in, under whatever name he did."""
    return case.maker_login_id == staff.id or same_person(case.maker, staff.name)


def require_step(case: Case, step: StepName, version: int) -> None:
    """Raise `Conflict` unless the case is what the person saw and the step leads on."""
    if case.version != version:
        raise stale(case.number)
    if case.state not in STEPS[step].before:
        raise Conflict(
            "case.state",
            f"办件 {case.number} {STATE_TITLES[case.state]}，不能再{STEPS[step].title}。",
            case=case.number,
        )


def stale(number: str) -> Conflict:
    """The conflict of a page that shows an older version of a case."""
    return Conflict(
        "case.stale",
        f"办件 {number} 已被他人处理过，与您看到的不同，请刷新后再办。",
        case=number,
    )


def due_on(today: date, days: int) -> date | None:
    """办理期限 · so many working days after today; None while that year is not published."""
    due = today
    try:
        for _ in range(days):
            due = next_workday(due)
    except Refusal:
        return None
    return due


def _was_sent(case: Case, digest: str) -> bool:
    """Whether a round of the case carried this very command."""
    return CaseStep.objects.filter(case=case, version=1, command_digest=digest).exists()
