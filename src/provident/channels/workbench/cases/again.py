"""更正后重新提交 · the form of a returned case, filled in as it was, for its maker."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from provident.casework import api as casework
from provident.casework.reading import CaseView
from provident.channels.calc.words import mark
from provident.channels.workbench.cases.case import OVERTAKEN, REFUSED, view_of
from provident.channels.workbench.doing.sheet import MORE, Sheet, opened, returned
from provident.channels.workbench.doing.telling import told
from provident.channels.workbench.forms.references import Known
from provident.channels.workbench.forms.typed import texts_of
from provident.channels.workbench.pages import page
from provident.kernel.operation import read_command, spec
from provident.kernel.refusal import Conflict, Refusal
from provident.staff.api import Staff

CASE_VERSION = "_case_version"
"""Beside the fields of the command, of which one may be called `version`."""


@page("case", "cases/<str:case_no>/<str:part>", mark("更正后重新提交"))
def again(request: HttpRequest, staff: Staff, case_no: str, part: str) -> HttpResponse:
    """The form with everything that was handed in; only the maker of a returned case."""
    view = view_of(case_no, staff)
    if part != "again" or "resubmit" not in view.may:
        raise Http404
    found = spec(view.line.code)
    if request.method != "POST":
        sheet = opened(found, staff, texts_of(view.command))
        return _page(request, sheet, view, str(view.line.version))
    sheet = returned(found, staff, request.POST)
    version = request.POST.get(CASE_VERSION, "")
    if sheet.held:
        sheet.notices.append(_("登录曾经过期，还没有提交。请核对后再提交。"))
    sheet.settle_version(unseen=_("下面列出了现在的信息。请核对后再提交。"))
    if sheet.notices or MORE in request.POST:
        return _page(request, sheet, view, version)
    return _hand_in(request, sheet, view, version)


def _hand_in(request: HttpRequest, sheet: Sheet, view: CaseView, version: str) -> HttpResponse:
    """Hand the case in; what speaks against it brings the form back with everything in it."""
    seen = int(version) if version.isascii() and version.isdigit() else 0
    try:
        command = read_command(sheet.found, sheet.typed.given())
        casework.resubmit(view.line.number, command, sheet.staff, version=seen)
    except Refusal as refusal:
        sheet.reasons += refusal.reasons
        return _page(request, sheet, view, version, status=REFUSED)
    except Conflict as conflict:
        sheet.conflict = conflict.says
        sheet.look_again()
        return _page(request, sheet, view, version, status=OVERTAKEN)
    return HttpResponseRedirect(reverse("desk:case", args=[view.line.number]))


def _page(
    request: HttpRequest, sheet: Sheet, view: CaseView, version: str, *, status: int = 200
) -> HttpResponse:
    form = sheet.form(Known(sheet.staff))
    back = next((step for step in reversed(view.steps) if step.says), None)
    context = {
        "title": _("更正后重新提交"),
        "line": view.line,
        "sheet": sheet,
        "form": form,
        "version": version,
        "why": back.says if back else "",
        "reasons": told(sheet.reasons, form.places, sheet.items),
    }
    return render(request, "workbench/cases/again.html", context, status=status)
