"""一件办件 · what is asked, what it would book, what happened so far, and the next step."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from provident.casework import api as casework
from provident.casework.reading import CaseView, StepLine
from provident.casework.rights import documents_in
from provident.channels.calc.words import mark
from provident.channels.workbench.cases.desk import STATES
from provident.channels.workbench.doing.booking import Booking, look
from provident.channels.workbench.doing.panels import panels_for
from provident.channels.workbench.doing.telling import cited, told
from provident.channels.workbench.forms.items import items_of
from provident.channels.workbench.forms.references import Known
from provident.channels.workbench.forms.typed import Typed, texts_of
from provident.channels.workbench.log.saying import Command, change_said, command_said
from provident.channels.workbench.log.unmasking import REASON as UNMASK_REASON
from provident.channels.workbench.log.unmasking import Unmasked
from provident.channels.workbench.log.unmasking import asked as unmasking_asked
from provident.channels.workbench.money.facts import Fact, fact, known, state, way
from provident.channels.workbench.pages import page
from provident.kernel.context import By
from provident.kernel.operation import rehearse, spec
from provident.kernel.refusal import Conflict, Reason, Refusal
from provident.kernel.sql import Statement
from provident.staff.api import Staff

_ROUNDS = Statement(__file__, "sql/rounds.sql")

REFUSED, OVERTAKEN = 422, 409
STILL_OPEN = ("waiting", "returned")


@dataclass(slots=True)
class Attempt:
    """这一次的办理 · what was typed and what spoke against it; nothing at the first look."""

    reason: str = ""
    reasons: tuple[Reason, ...] = ()
    status: int = 200


@dataclass(frozen=True, slots=True)
class Foreseen:
    """试算 · what would be booked, or why it cannot be done now."""

    says: str = ""
    booking: Booking | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """与上次提交的不同 · a field's title, what it was and what it is, "" for nothing."""

    title: str
    before: str
    after: str


@page("case", "cases/<str:case_no>", mark("办件"))
def case(request: HttpRequest, staff: Staff, case_no: str) -> HttpResponse:
    """One case; a POST takes a step or shows the numbers whole."""
    view = view_of(case_no, staff)
    unmasked, attempt = Unmasked(whole=False), Attempt()
    if request.method == "POST":
        if UNMASK_REASON in request.POST:
            subject = f"case:{view.line.number}"
            unmasked = unmasking_asked(
                request,
                staff,
                "办件请求中的号码",
                subject,
                lambda: documents_in(view.line.code, view.command),
            )
        else:
            attempt = _step(request, staff, view)
            if attempt.status == HttpResponseRedirect.status_code:
                return HttpResponseRedirect(reverse("desk:case", args=[view.line.number]))
            view = view_of(case_no, staff)
    return render(
        request,
        "workbench/cases/case.html",
        _context(view, staff, unmasked, attempt),
        status=attempt.status,
    )


def view_of(case_no: str, staff: Staff) -> CaseView:
    """The case as this person sees it; unknown and foreign ones are not there."""
    try:
        return casework.case(case_no, staff)
    except Refusal:
        raise Http404 from None


def _step(request: HttpRequest, staff: Staff, view: CaseView) -> Attempt:
    """Take the step that was asked for, as of the version that the page showed."""
    number, reason = view.line.number, request.POST.get("reason", "")
    typed = request.POST.get("version", "")
    version = int(typed) if typed.isascii() and typed.isdigit() else 0
    try:
        match request.POST.get("do"):
            case "check":
                casework.check(number, staff, version=version)
            case "give_back":
                casework.give_back(number, staff, reason, version=version)
            case "withdraw":
                casework.withdraw(number, staff, reason, version=version)
            case _:
                return Attempt(reason)
    except Refusal as refusal:
        return Attempt(reason, refusal.reasons, REFUSED)
    except Conflict as conflict:
        told_once = Reason(conflict.code, conflict.says, conflict.facts)
        return Attempt(reason, (told_once,), OVERTAKEN)
    return Attempt(status=HttpResponseRedirect.status_code)


def _context(
    view: CaseView, staff: Staff, unmasked: Unmasked, attempt: Attempt
) -> dict[str, Any]:
    line, found = view.line, spec(view.line.code)
    items = items_of(found.command)
    typed = Typed(items, texts_of(view.command), sent=True)
    concerned = bool({"check", "withdraw"} & view.may)
    says = change_said if line.state in STILL_OPEN else command_said
    return {
        "title": _(line.title),
        "view": view,
        "line": line,
        "state": state("", STATES, "overdue" if line.overdue else line.state),
        "facts": _facts(view, staff),
        "command": says(line.code, view.command, staff, whole=unmasked.whole),
        "differences": _differences(view, staff, whole=unmasked.whole),
        "unmasked": unmasked,
        "panels": panels_for(items, typed.given(), Known(staff)),
        "foreseen": _foreseen(view) if concerned else None,
        "steps": [_step_told(step) for step in view.steps],
        "basis": cited(found.basis),
        "keeps_out": told(view.keeps_out, set(), ()) if staff.may_check(line.code) else [],
        "attempt": attempt,
        "reasons": told(attempt.reasons, set(), ()),
        "again": reverse("desk:case", kwargs={"case_no": line.number, "part": "again"})
        if "resubmit" in view.may
        else "",
    }


def _facts(view: CaseView, staff: Staff) -> tuple[Fact, ...]:
    line = view.line
    return known(
        (
            fact(_("办件号"), line.number),
            fact(_("业务代码"), line.code),
            fact(_("办理对象"), line.about),
            fact(_("金额（元）"), line.amount),
            fact(_("网点"), line.branch),
            fact(_("经办"), line.maker),
            fact(_("复核"), line.checker),
            fact(_("受理会计日"), line.made_on),
            fact(_("受理时刻"), f"{localtime(line.made_at):%Y-%m-%d %H:%M:%S}"),
            fact(_("办理期限"), line.due_on),
            fact(_("提交次数"), line.round),
            fact(_("业务"), line.operation_no, way(staff, "operation", line.operation_no)),
        )
    )


def _foreseen(view: CaseView) -> Foreseen:
    """What a check would do now: the operation is run and rolled back."""
    by = By(view.line.maker, None, "counter")
    try:
        done, booking = rehearse(view.line.code, view.command, by, look)
    except Refusal as refusal:
        return Foreseen(reasons=refusal.reasons)
    except Conflict as conflict:
        return Foreseen(reasons=(Reason(conflict.code, conflict.says, conflict.facts),))
    return Foreseen(done.receipt.says, booking)


def _step_told(step: StepLine) -> dict[str, Any]:
    return {
        "title": _(step.title),
        "who": step.who,
        "at": f"{localtime(step.at):%Y-%m-%d %H:%M:%S}",
        "says": step.says,
        "round": step.round,
        "reasons": told(step.reasons, set(), ()),
    }


def _differences(view: CaseView, staff: Staff, *, whole: bool) -> list[Difference]:
    """What changed between the last two times that the case was handed in."""
    if view.line.round < 2:
        return []
    rounds = _ROUNDS.rows(number=view.line.number)[-2:]
    before, after = (
        _said(view.line.code, one["command"], staff, whole=whole) for one in rounds
    )
    was = {one.field: one for one in before.fields}
    now = {one.field: one for one in after.fields}
    fields = [*now, *(name for name in was if name not in now)]
    return [
        Difference(
            (now.get(name) or was[name]).title,
            was[name].value if name in was else "",
            now[name].value if name in now else "",
        )
        for name in fields
        if name not in was or name not in now or was[name].value != now[name].value
    ]


def _said(code: str, stored: Any, staff: Staff, *, whole: bool) -> Command:
    """Django's connections hand out jsonb as text."""
    asked = json.loads(stored) if isinstance(stored, str) else stored
    return command_said(code, asked, staff, whole=whole)
