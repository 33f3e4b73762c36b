"""办理权限 · whether this person may make or check this very command, with every reason.

Roles say what a person may do at all (`duties/roles.yaml`); here the command itself is looked
at: whose branch it belongs to, and whether it touches his own or his family's holder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provident.casework.approvals import approval
from provident.casework.models import Case
from provident.casework.records import is_maker
from provident.casework.subjects import Concern, concern_of
from provident.kernel.operation import (
    Command,
    OperationSpec,
    catalogue,
    read_command,
    spec,
)
from provident.kernel.refusal import Reason, Refusal, Verdict
from provident.staff import api as people


def allowed(staff: people.Staff, code: str, command: Command | Mapping[str, Any]) -> Verdict:
    """可否经办 · every reason why this person may not make this command; none if he may.

    Fields that cannot be read are among the reasons.  Whether the rules of the business
    allow it is not judged here.
    """
    verdict, _, _ = examine(staff, spec(code), command)
    return verdict


def examine(
    staff: people.Staff, found: OperationSpec, command: Command | Mapping[str, Any]
) -> tuple[Verdict, Command | None, Concern | None]:
    """The verdict of `allowed`, with the command typed and what it concerns, if readable."""
    verdict = may_begin(staff, found)
    try:
        checked = read_command(found, command)
    except Refusal as refusal:
        _add(verdict, refusal.reasons)
        return verdict, None, None
    concern = concern_of(found, checked)
    verdict.merge(keeps_out(staff, concern))
    return verdict, checked, concern


def may_begin(staff: people.Staff, found: OperationSpec) -> Verdict:
    """Whether the operation is one for people, and one of this person's roles makes it."""
    verdict = Verdict()
    if found.machine_only:
        verdict.refuse(
            "operation.machine_only", f"{found.title}由系统自动办理，无须也不能由人员发起。"
        )
    elif not staff.may_make(found.code):
        verdict.refuse(
            "staff.may_not_make",
            f"您的岗位不能经办“{found.title}”，请交给有这项权限的人员办理。",
            operation=found.code,
        )
    return verdict


def may_check(staff: people.Staff, case: Case, concern: Concern) -> Verdict:
    """可否复核 · every reason why this person may not check this case."""
    verdict = Verdict()
    verdict.refuse_if(
        is_maker(case, staff),
        "case.own_work",
        "这件业务由您经办，不能由您自己复核，请由另一位人员复核。",
        case=case.number,
    )
    verdict.refuse_if(
        not checks(staff, spec(case.code)),
        "staff.may_not_check",
        f"您的岗位不能复核“{case.title}”，请交给有这项权限的人员复核。",
        operation=case.code,
    )
    verdict.merge(keeps_out(staff, concern))
    return verdict


def checks(staff: people.Staff, found: OperationSpec) -> bool:
    """Whether a role of this person checks the operation, by both files of `duties/`."""
    entry = approval(found)
    return (
        entry is not None
        and bool(staff.roles & set(entry.checkers))
        and staff.may_check(found.code)
    )


def checked_codes(staff: people.Staff) -> list[str]:
    """The codes of all operations that this person checks."""
    return [one.code for one in catalogue() if not one.machine_only and checks(staff, one)]


def seen_codes(staff: people.Staff) -> list[str] | None:
    """The codes of all operations whose cases this person sees; None for every one.

    Whoever reads the log of operations reads every case; anybody else, such as an
    administrator, only cases of what he makes or checks himself.
    """
    if staff.may_see("operations"):
        return None
    return [
        one.code
        for one in catalogue()
        if not one.machine_only and (staff.may_make(one.code) or checks(staff, one))
    ]


def keeps_out(staff: people.Staff, concern: Concern) -> Verdict:
    """Reasons that lie in what a command concerns: a foreign branch, his own, his family's."""
    verdict = Verdict()
    foreign = sorted(one for one in concern.branches if not staff.sees_branch(one))
    verdict.refuse_if(
        bool(foreign),
        "branch.foreign",
        f"这笔业务属于网点 {'、'.join(foreign)}，您不能办理，请由该网点的人员办理。",
        branches=foreign,
    )
    verdict.refuse_if(
        concern.centre_wide and staff.branch is not None,
        "branch.centre_only",
        "这笔业务属于全中心，不属于哪个网点，请由中心的人员办理。",
    )
    _add(verdict, people.kin_reasons(staff, concern.id_numbers))
    return verdict


def documents_in(code: str, stored: Mapping[str, Any]) -> tuple[str, ...]:
    """回避 · the documents of the people in a command as it was kept, by any name.

    Those of the members it names, and every text in it, which may be one: also a command that
    this version cannot read any more shows whose numbers stand in it.
    """
    texts = tuple(_texts(stored))
    found = next((one for one in catalogue() if one.code == code), None)
    try:
        command = read_command(found, stored) if found else None
    except Refusal:
        command = None
    if found is None or command is None:
        return texts
    return (*concern_of(found, command).id_numbers, *texts)


def _texts(stored: Any) -> Iterator[str]:
    match stored:
        case str():
            yield stored
        case dict() | list():
            within: Any = stored.values() if isinstance(stored, dict) else stored
            for one in within:
                yield from _texts(one)
        case _:
            pass


def _add(verdict: Verdict, reasons: tuple[Reason, ...] | list[Reason]) -> None:
    for one in reasons:
        verdict.refuse(one.code, one.says, basis=one.basis, **one.facts)
