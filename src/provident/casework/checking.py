"""复核 · the checker's side: let a case be performed, or give it back.

The operation is performed anew, so it reads today's facts and policy.  Its id belongs to
the case and the round: however often a check is tried, there is one operation, and one that
was performed before the case could say so is found again.
"""

from __future__ import annotations

import re
from uuid import UUID

from provident.casework import records
from provident.casework.models import Case
from provident.casework.rights import may_check
from provident.casework.subjects import Concern, concern_of
from provident.kernel.context import By
from provident.kernel.field_reasons import ONE_LINE
from provident.kernel.models import Operation
from provident.kernel.operation import (
    Command,
    Done,
    OperationSpec,
    operation_id,
    perform,
    read_command,
    spec,
    written_down,
)
from provident.kernel.refusal import Conflict, Reason, Refusal, refuse
from provident.staff import api as people

REASON_MIN, REASON_MAX = 2, 200
"""Characters of a reason."""


def check(case_no: str, staff: people.Staff, *, version: int) -> Done:
    """复核办结 · perform the case's operation with this person as the checker.

    Raises `Refusal` where this person may not check it, and with the reasons of the rules,
    which are noted on the case; it waits on.  Raises `Conflict` for a stale version, and
    for the second of two checkers.  Called again by the same person it returns what was done.
    """
    with records.alone_with(case_no) as case:
        found, command, concern = _read(case)
        may_check(staff, case, concern).require()
        if performed := _performed(case):
            return _told_again(case, performed, found, command, staff)
        records.require_step(case, "check", version)
        done = _perform(case, found, command, staff)
        _finish(case, staff.name, done.operation_no)
        return done


def give_back(case_no: str, staff: people.Staff, reason: str, *, version: int) -> None:
    """退回 · return a case to its maker with the reason, 2 to 200 characters.

    Whoever may check it may give it back.
    """
    with records.alone_with(case_no) as case:
        *_, concern = _read(case)
        may_check(staff, case, concern).require()
        refuse_if_performed(case)
        records.require_step(case, "give_back", version)
        records.take_step(case, "give_back", staff.name, says=told_reason(reason))


def refuse_if_performed(case: Case) -> None:
    """Raise `Conflict` when the operation has been performed, finishing the case first."""
    performed = _performed(case)
    if performed:
        _finish_found(case, performed)
        raise _done_before(case, performed)


def told_reason(reason: str) -> str:
    """A reason as it is kept; refuses what is too short, too long or not one line."""
    told = reason.strip()
    if not (REASON_MIN <= len(told) <= REASON_MAX and re.fullmatch(ONE_LINE, told)):
        raise refuse(
            "case.reason",
            f"请用 {REASON_MIN} 到 {REASON_MAX} 个字写明原因，写成一行。",
        )
    return told


def round_id(case: Case) -> UUID:
    """The id of the operation that this round of the case leads to."""
    return operation_id("case", case.number, case.round)


def _read(case: Case) -> tuple[OperationSpec, Command, Concern]:
    """The command as it was handed in; `Conflict` when it cannot be that one any more."""
    found = spec(case.code)
    try:
        command = read_command(found, case.command)
    except Refusal:
        command = None
    if command is None or written_down(found, command)[1] != case.command_digest:
        raise Conflict(
            "case.altered",
            f"办件 {case.number} 的内容与提交时的摘要不符，不能办理，请经办人撤回后重新提交。",
            case=case.number,
        )
    return found, command, concern_of(found, command)


def _perform(case: Case, found: OperationSpec, command: Command, staff: people.Staff) -> Done:
    by = By(case.maker, staff.name, staff.channel)
    try:
        return perform(found.code, command, by, id=round_id(case))
    except Refusal as refusal:
        records.take_step(case, "refused", staff.name, reasons=refusal.reasons)
        raise
    except Conflict as conflict:
        reason = Reason(conflict.code, conflict.says, conflict.facts)
        records.take_step(case, "refused", staff.name, reasons=[reason])
        raise


def _performed(case: Case) -> Operation | None:
    """The operation that this round has led to, in whatever state the case is."""
    return Operation.objects.filter(
        pk=round_id(case),
        code=case.code,
        command_hash=case.command_digest,
        checker__isnull=False,
    ).first()


def _told_again(
    case: Case,
    performed: Operation,
    found: OperationSpec,
    command: Command,
    staff: people.Staff,
) -> Done:
    """The stored receipt for whoever checked it; the other one hears who was first."""
    _finish_found(case, performed)
    if performed.checker != staff.name:
        raise _done_before(case, performed)
    return perform(
        found.code, command, By(case.maker, staff.name, staff.channel), id=round_id(case)
    )


def _finish_found(case: Case, performed: Operation) -> None:
    """Let a case say what was done, where the process died before it could."""
    if case.state == Case.WAITING:
        _finish(case, performed.checker or "", performed.number)


def _finish(case: Case, checker: str, operation_no: str) -> None:
    records.take_step(case, "check", checker, checker=checker, operation_no=operation_no)


def _done_before(case: Case, performed: Operation) -> Conflict:
    return Conflict(
        "case.done",
        f"办件 {case.number} 已由{performed.checker}复核办结，业务流水号 {performed.number}。",
        case=case.number,
        operation_no=performed.number,
    )
