"""办理页 · the form of an operation, its rehearsal, and what was done.

The page works without script.  Nothing typed is lost: whatever speaks against it, the form
comes back with everything in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as mark

from provident.casework import api as casework
from provident.channels.workbench.doing.booking import booking_of, look
from provident.channels.workbench.doing.panels import panels_for
from provident.channels.workbench.doing.sheet import (
    REASONS_SHOWN_MAX,
    Sheet,
    opened,
    reopened,
    returned,
)
from provident.channels.workbench.doing.telling import cited, told
from provident.channels.workbench.forms.items import items_of
from provident.channels.workbench.forms.layouts import lead_of
from provident.channels.workbench.forms.normal import normal
from provident.channels.workbench.forms.references import Known, kinds
from provident.channels.workbench.forms.typed import Typed, texts_of
from provident.channels.workbench.log.operations import operation_seen
from provident.channels.workbench.money.facts import way
from provident.channels.workbench.pages import page
from provident.kernel.context import shown
from provident.kernel.models import Operation
from provident.kernel.operation import (
    Command,
    OperationSpec,
    catalogue,
    read_command,
    rehearse,
)
from provident.kernel.refusal import Conflict, Refusal
from provident.staff.api import Staff, by

REFUSED, OVERTAKEN = 422, 409

OTHER_BODY = "operation.other_body"


@page("form", "do/<str:code>", mark("办理业务"))
def form(request: HttpRequest, staff: Staff, code: str) -> HttpResponse:
    """The form of one operation; its address may fill it in (`?employer=…`)."""
    found = _operation(code)
    if request.method != "POST" and (number := request.GET.get("case", "")):
        return _page(request, _given_back(found, staff, number))
    if request.method != "POST":
        return _page(request, opened(found, staff, request.GET))
    sheet = returned(found, staff, request.POST)
    if sheet.held:
        sheet.notices.append(
            _("登录曾经过期，还没有办理。刚才填写的内容都在这里，请核对后再提交。")
        )
    sheet.settle_day()
    sheet.settle_version(
        unseen=_("下面列出了现在的信息。请核对，只填写要变更的项目，然后再提交。")
    )
    if sheet.notices or sheet.more:
        return _page(request, sheet)
    return _answer(request, sheet, submit=request.POST.get("do") == "submit")


@page("form", "done/<str:operation_no>", mark("办结"))
def done(request: HttpRequest, staff: Staff, operation_no: str) -> HttpResponse:
    """What was done: the receipt, what was booked, and where to go on.

    It is for whoever did it or could have, of the branch that the operation belongs to.
    """
    operation = Operation.objects.filter(number=operation_no).first()
    if operation is None or operation_seen(staff, operation_no) is None:
        raise Http404
    found, known = _operation(operation.code), Known(staff)
    his_own = staff.name in (operation.maker, operation.checker)
    if not (his_own or staff.may_make(found.code) or staff.may_see("operation")):
        raise Http404
    items = items_of(found.command)
    typed = Typed(items, texts_of(operation.command), sent=True)
    if any(known.foreign(one.refers, typed.text(one, one.name).split()) for one in items):
        raise Http404
    context = {
        "title": found.title,
        "operation": operation,
        "maker": shown(operation.maker),
        "checker": operation.checker or "",
        "says": operation.result["says"],
        "warnings": operation.result["facts"].get("warnings", []),
        "to_complete": operation.result["facts"].get("to_complete", []),
        "again": "again" in request.GET,
        "lists": _lists(operation.result["facts"], staff),
        "booking": booking_of(operation_no),
        "panels": panels_for(items, typed.given(), known),
        "basis": cited(found.basis),
        "another": reverse("desk:form", args=[found.code]),
        "may_make": staff.may_make(found.code) and not found.machine_only,
    }
    return render(request, "workbench/doing/done.html", context)


def _lists(told: Mapping[str, Any], staff: Staff) -> list[tuple[str, str]]:
    """The lists that the receipt names, each with its page: from there goes its 汇缴书."""
    named = [one for one in told.get("lists", ()) if isinstance(one, dict)]
    numbers = [one["reference"] for one in named if "reference" in one]
    return [(number, way(staff, "list", number)) for number in numbers]


@page("form", "find/<str:kind>", mark("查号码"))
def find(request: HttpRequest, staff: Staff, kind: str) -> HttpResponse:
    """What a typed number stands for, as a piece of the form."""
    if kind not in kinds():
        raise Http404
    asked = normal("text", request.GET.get("q", "")[:64], refers=kind)
    found = Known(staff).found(kind, [asked])
    return render(request, "workbench/forms/found.html", {"found": found})


def _given_back(found: OperationSpec, staff: Staff, number: str) -> Sheet:
    """The form of a case that this person may hand in again."""
    case = casework.case(number, staff)
    if case.line.code != found.code or "resubmit" not in case.may:
        raise Http404
    return reopened(found, staff, case)


def _operation(code: str) -> OperationSpec:
    for found in catalogue():
        if found.code == code:
            return found
    raise Http404


def _answer(request: HttpRequest, sheet: Sheet, *, submit: bool) -> HttpResponse:
    """Rehearse or submit; a refusal or a conflict brings the form back."""
    try:
        command = read_command(sheet.found, sheet.typed.given())
        if submit:
            return _submit(sheet, command)
        _rehearse(sheet, command)
    except Refusal as refusal:
        sheet.reasons += refusal.reasons
        return _page(request, sheet, status=REFUSED)
    except Conflict as conflict:
        sheet.conflict = conflict.says
        if conflict.code == OTHER_BODY:
            sheet.renew_token()
        sheet.look_again()
        return _page(request, sheet, status=OVERTAKEN)
    return _page(request, sheet)


def _submit(sheet: Sheet, command: Command) -> HttpResponse:
    if sheet.case:
        number, version = sheet.case
        outcome = casework.resubmit(number, command, sheet.staff, version=version)
    else:
        outcome = casework.submit(sheet.found.code, command, sheet.staff, id=sheet.token)
    if outcome.done is None:
        return HttpResponseRedirect(reverse("desk:case", args=[outcome.case_no]))
    again = f"?{urlencode({'again': 1})}" if outcome.done.replayed else ""
    address = reverse("desk:form", kwargs={"operation_no": outcome.done.operation_no})
    return HttpResponseRedirect(address + again)


def _rehearse(sheet: Sheet, command: Command) -> None:
    """What would be booked.  Whoever may not do it learns nothing of what the rules would
    say: their reasons name people and money that may be another branch's."""
    casework.allowed(sheet.staff, sheet.found.code, command).require()
    receipt, sheet.booking = rehearse(sheet.found.code, command, by(sheet.staff), look)
    sheet.says = receipt.receipt.says


def _page(request: HttpRequest, sheet: Sheet, *, status: int = 200) -> HttpResponse:
    found, staff, known = sheet.found, sheet.staff, Known(sheet.staff)
    form, his = sheet.form(known), staff.may_make(found.code)
    context: dict[str, Any] = {
        "title": found.title,
        "sheet": sheet,
        "form": form,
        "lead": lead_of(found.code) or _in_chinese(found.about),
        "reasons": told(sheet.reasons[:REASONS_SHOWN_MAX], form.places, sheet.items),
        "total": len(sheet.reasons),
        "panels": panels_for(sheet.items, _numbers(sheet), known) if his else [],
        "basis": cited(found.basis),
        "closed": _closed(found, staff),
        "two_persons": found.two_persons,
    }
    return render(request, "workbench/doing/form.html", context, status=status)


def _numbers(sheet: Sheet) -> dict[str, str]:
    """The numbers of things that are typed, also where the rest cannot be read yet."""
    single = [item for item in sheet.items if item.refers and item.kind != "lines"]
    return {item.name: sheet.typed.text(item, item.name) for item in single}


def _in_chinese(about: str) -> str:
    """What an operation says about itself, where it says it in Chinese."""
    first = about.strip().partition("\n")[0]
    return first if "\u4e00" <= first[:1] <= "\u9fff" else ""


def _closed(found: OperationSpec, staff: Staff) -> str:
    """Why this person cannot do the operation from here, or ""."""
    if found.machine_only:
        return _("这项业务由系统自动办理，无须也不能由人员发起。下面只供查看它需要什么。")
    if not staff.may_make(found.code):
        return _(
            "您的岗位不能经办这项业务。下面只供查看；如工作需要，请联系系统管理员调整岗位。"
        )
    return ""
