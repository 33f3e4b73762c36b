"""门户页面 · home, the calculators and their workbooks.

A calculator's page is a form that sends itself by GET: the address holds everything that was
typed, so a result can be kept and opened again, and no script is needed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from provident.channels.calc.answer import Answer, Sheet
from provident.channels.calc.catalogue import CALCULATORS, Calculator
from provident.channels.calc.desk import Desk
from provident.channels.portal.forms import first_choices, form_of
from provident.channels.portal.layout import LAYOUTS, Layout
from provident.channels.portal.policy_in_use import desk_for, today
from provident.channels.portal.speaking import speaker
from provident.channels.portal.tables import workbook_cell
from provident.channels.portal.telling import show, show_reason
from provident.channels.portal.typed import MORE, Typed
from provident.documents.workbook import Column, table
from provident.kernel.refusal import Refusal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a request asks of a calculator, with the answer or the reasons against it."""

    calculator: Calculator
    layout: Layout
    desk: Desk
    typed: Typed
    answer: Answer | None

    @classmethod
    def of(cls, request: HttpRequest, code: str) -> _Asked:
        if code not in CALCULATORS:
            raise Http404(code)
        calculator = CALCULATORS[code]
        desk, layout = desk_for(request.GET.get(CENTRE)), LAYOUTS[code]
        typed, answer = Typed(calculator, request.GET, layout.steered_by), None
        if typed.asked and not typed.wants_more:
            try:
                answer = calculator.answer(typed.given(desk.areas), desk)
            except Refusal as refusal:
                typed = replace(typed, reasons=refusal.reasons)
        return cls(calculator, layout, desk, typed, answer)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """门户首页: the calculators, and where the policy in force can be read."""
    return render(request, "portal/home.html", {"calculators": _tiles(), "desk": desk_for()})


@require_safe
def calculator(request: HttpRequest, code: str) -> HttpResponse:
    """一个计算器: its form, and below it the answer or every reason why there is none."""
    asked = _Asked.of(request, code)
    groups = asked.layout.groups_for(asked.typed.choice)
    form = form_of(asked.typed, groups, asked.layout.defaults(today()), asked.desk.areas)
    library = asked.desk.library
    placed = form.names
    reasons = [
        show_reason(reason, asked.desk, speaker(), field if field in placed else "")
        for field, reasons in asked.typed.reasons_by_field().items()
        for reason in reasons
    ]
    context = {
        "code": code,
        "title": speaker().say(asked.calculator.title),
        "purpose": speaker().say(asked.calculator.purpose),
        "form": form,
        "first_choices": first_choices(asked.typed, asked.layout.choices),
        "steered_by": asked.layout.steered_by if form.sections else "",
        "choice": asked.typed.choice,
        "desk": asked.desk,
        "centres": library.centres() if asked.layout.placed else {},
        "example": asked.layout.example_address,
        "reasons": reasons,
        "answer": show(asked.answer, asked.desk, speaker()) if asked.answer else None,
        "address": _address(request),
    }
    status = 400 if reasons else 200
    return render(request, "portal/calculator.html", context, status=status)


@require_safe
def workbook(request: HttpRequest, code: str, sheet: str) -> HttpResponse:
    """一张表的 Excel: the same question, the same answer, as a workbook."""
    asked = _Asked.of(request, code)
    sheets = {one.code: one for one in asked.answer.sheets} if asked.answer else {}
    if sheet not in sheets:
        raise Http404(sheet)
    response = HttpResponse(_workbook(asked, sheets[sheet]), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{code}-{sheet}.xlsx"'
    return response


def _workbook(asked: _Asked, sheet: Sheet) -> bytes:
    speak = speaker()
    summary = [speak.say(asked.answer.summary)] if asked.answer else []
    return table(
        [Column(speak.say(column)) for column in sheet.columns],
        ([workbook_cell(cell, speak) for cell in row] for row in sheet.rows),
        title=speak.say(sheet.title),
        notes=[speak.say(asked.calculator.title), *summary],
    )


def _tiles() -> list[dict[str, str]]:
    speak = speaker()
    return [
        {"code": each.code, "title": speak.say(each.title), "purpose": speak.say(each.purpose)}
        for each in CALCULATORS.values()
    ]


def _address(request: HttpRequest) -> str:
    """The question as it stands in the address, without the button that was pressed."""
    data = request.GET.copy()
    data.pop(MORE, None)
    return data.urlencode()
