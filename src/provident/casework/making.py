"""经办 · the maker's side: submit, submit again after a return, withdraw.

What the rules refuse, the maker hears at once: a command is rehearsed before a case is
opened, and a refused one opens none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from provident.casework import checking, records
from provident.casework.approvals import approval
from provident.casework.models import Case
from provident.casework.records import HandedIn
from provident.casework.rights import examine
from provident.casework.subjects import Concern, concern_of
from provident.kernel.context import By
from provident.kernel.models import Operation
from provident.kernel.money import yuan
from provident.kernel.operation import (
    Command,
    Done,
    OperationSpec,
    operation_id,
    perform,
    read_command,
    rehearse,
    spec,
)
from provident.kernel.refusal import Conflict, Defect, Refusal, refuse
from provident.staff import api as people

REHEARSAL = By("试算")
KEPT_SUBJECTS = {"member", "employer", "suspense", "receipt", "instruction", "bank_row"}
"""Kinds of things that are in the books already."""
MONEY_FACTS = ("total", "amount")
"""Under which names receipts tell the sum that an operation is about."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """提交的结果 · performed at once (`done`), or handed to a second person (`case_no`)."""

    done: Done | None = None
    case_no: str | None = None


def needs_second(code: str, command: Command | Mapping[str, Any]) -> bool:
    """是否须复核 · whether a second person must check this command.

    An operation declared by two persons always needs one.  Where `duties/approvals.yaml` asks
    from an amount on (yuan), that is the amount which the command names, else the one that
    a rehearsal comes to; what the rules refuse then is raised as `Refusal`.
    """
    found = spec(code)
    checked = read_command(found, command)
    if found.two_persons or not _may_ask(found):
        return found.two_persons
    return _asks_second(found, _with_amount(found, checked, concern_of(found, checked)))


def submit(
    code: str, command: Command | Mapping[str, Any], staff: people.Staff, *, id: UUID
) -> Outcome:
    """提交 · perform an operation at once, or open a case for a second person.

    Raises `Refusal` with every reason that rights, branch and kinship give, else with those
    of the rules; `Conflict` when a case of the same matter and subject waits.  The same `id`
    again returns what came of it the first time.

    The id is the person's own: what he sends can never be the id of a case's operation, of a
    machine's work or of somebody else's, however it was found out.
    """
    found = spec(code)
    checked, concern = _allowed(found, command, staff)
    given = _handed_in(found, checked, concern, staff)
    id = operation_id("submission", staff.id, id)
    if before := _came_of(given, id):
        return before
    try:
        return _begin(given, id)
    except (Refusal, Conflict):
        # Sent twice at once: what speaks against this one may be the other, done just now.
        if before := _came_of(given, id):
            return before
        raise


def _came_of(given: HandedIn, id: UUID) -> Outcome | None:
    """What the same submission led to before; None where it is new."""
    if known := records.submitted(given, id):
        return Outcome(case_no=known)
    if Operation.objects.filter(pk=id).exists():
        return _done(given, id)
    return None


def _begin(given: HandedIn, id: UUID) -> Outcome:
    records.refuse_in_flight(given)
    found = given.found
    if found.two_persons or _may_ask(found):
        concern = _with_amount(found, given.command, given.concern, given.maker)
        given = replace(given, concern=concern)
        if _asks_second(found, concern):
            return Outcome(case_no=records.open_case(given, id))
    return _done(given, id)


def _done(given: HandedIn, id: UUID) -> Outcome:
    by = people.by(given.maker)
    return Outcome(done=perform(given.found.code, given.command, by, id=id))


def resubmit(
    case_no: str,
    command: Command | Mapping[str, Any],
    staff: people.Staff,
    *,
    version: int,
) -> Outcome:
    """重新提交 · hand a returned case in again, corrected; only its maker does.

    It goes to a second person again, whatever the amount is now.
    """
    with records.alone_with(case_no) as case:
        _require_own(case, staff, "重新提交")
        records.require_step(case, "resubmit", version)
        found = spec(case.code)
        checked, concern = _allowed(found, command, staff)
        _require_same_concern(case, concern)
        concern = _with_amount(found, checked, concern, staff)
        records.hand_in_again(case, _handed_in(found, checked, concern, staff))
    return Outcome(case_no=case.number)


def withdraw(case_no: str, staff: people.Staff, reason: str = "", *, version: int) -> None:
    """撤回 · the maker takes a case back that is not done yet; a reason may be left out."""
    with records.alone_with(case_no) as case:
        _require_own(case, staff, "撤回")
        checking.refuse_if_performed(case)
        records.require_step(case, "withdraw", version)
        says = checking.told_reason(reason) if reason.strip() else ""
        records.take_step(case, "withdraw", staff.name, says=says)


def _allowed(
    found: OperationSpec, command: Command | Mapping[str, Any], staff: people.Staff
) -> tuple[Command, Concern]:
    """The command and what it concerns; `Refusal` where this person may not make it."""
    verdict, checked, concern = examine(staff, found, command)
    verdict.require()
    if checked is None or concern is None:
        raise Defect("a command that cannot be read was not refused")
    return checked, concern


def _may_ask(found: OperationSpec) -> bool:
    """Whether the file can ask for a second person where the code does not."""
    entry = approval(found)
    return not found.machine_only and entry is not None and entry.from_amount is not None


def _asks_second(found: OperationSpec, concern: Concern) -> bool:
    entry = approval(found)
    return found.two_persons or (entry is not None and entry.asks_from(concern.amount))


def _with_amount(
    found: OperationSpec, command: Command, concern: Concern, staff: people.Staff | None = None
) -> Concern:
    """Rehearse, which raises what the rules refuse, and take the amount it comes to."""
    done = rehearse(found.code, command, people.by(staff) if staff else REHEARSAL)
    if concern.amount is not None:
        return concern
    facts = done.receipt.facts
    told = next((facts[name] for name in MONEY_FACTS if name in facts), None)
    return concern if told is None else replace(concern, amount=yuan(told))


def _handed_in(
    found: OperationSpec, command: Command, concern: Concern, staff: people.Staff
) -> HandedIn:
    entry = approval(found)
    days, matter = (entry.days, entry.matter) if entry else (0, "")
    return HandedIn(found, command, concern, staff, days, matter or found.code)


def _require_same_concern(case: Case, concern: Concern) -> None:
    """A case stays with the thing it is about; what is only being opened may be corrected."""
    kept = {case.subject_kind, concern.kind} & KEPT_SUBJECTS
    if kept and (case.subject_kind, case.subject_key) != (concern.kind, concern.key):
        raise refuse(
            "case.other_subject",
            f"办件 {case.number} 是为{case.about}提交的，更正时不能换成别的对象；"
            "请撤回这件，另行提交。",
            case=case.number,
        )


def _require_own(case: Case, staff: people.Staff, what: str) -> None:
    if not records.is_maker(case, staff):
        raise refuse(
            "case.not_yours",
            f"办件 {case.number} 由{case.maker}经办，只有经办人本人可以{what}。",
            case=case.number,
        )
