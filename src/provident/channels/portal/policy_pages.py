"""政策页 · the policy in force on any day at a centre, with history, basis and what comes next.

What a parameter says is worded by `provident.policy.outline`; here it is put on pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from provident.channels.calc.desk import Desk
from provident.channels.calc.fields import Day, Question, ask_for
from provident.channels.calc.reading import read_question
from provident.channels.calc.words import mark, say
from provident.channels.portal.policy_in_use import desk_for, today
from provident.channels.portal.speaking import speaker
from provident.channels.portal.telling import ReasonShown, show_reason
from provident.kernel.refusal import Refusal
from provident.policy.effects import CaseChanged, cases_changed
from provident.policy.outline import Card, Period, outline

BUSINESSES: Mapping[str, str] = MappingProxyType(
    {
        "collection": mark("缴存"),
        "withdrawal": mark("提取"),
        "lending": mark("贷款"),
        "deposit": mark("存款利息"),
        "treasury": mark("资金运作和增值收益"),
        "enforcement": mark("执法"),
        "settlement": mark("结算"),
    }
)
"""What the first word of a parameter's code stands for, in the order of the page."""


class PolicyQuestion(Question):
    """查哪一天的政策 · a day, and an area where the centre has some."""

    on: Day = ask_for(mark("日期"))
    area: str | None = ask_for(mark("区县"), default=None)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which place and day a request asks about; a day that is none is said in words."""

    desk: Desk
    on: date
    area: str | None
    typed_on: str
    reasons: tuple[ReasonShown, ...]

    @classmethod
    def of(cls, request: HttpRequest) -> _Asked:
        desk, now = desk_for(request.GET.get("centre")), today()
        area = request.GET.get("area")
        area = area if area in desk.areas else None
        typed = request.GET.get("on", "") or now.isoformat()
        try:
            on = read_question(PolicyQuestion, {"on": typed}).on
        except Refusal as refusal:
            reasons = tuple(show_reason(one, desk, speaker(), "on") for one in refusal.reasons)
            return cls(desk, now, area, typed, reasons)
        return cls(desk, on, area, typed, ())

    @property
    def status(self) -> int:
        return 400 if self.reasons else 200

    def card(self, name: str) -> Card:
        place = {"centre": self.desk.centre, "area": self.area}
        return outline(self.desk.library, name, on=self.on, **place)

    def context(self) -> dict[str, Any]:
        centres = self.desk.library.centres()
        known = centres.get(self.desk.centre)
        return {
            "desk": self.desk,
            "on": self.on,
            "typed_on": self.typed_on,
            "picker": "text" if self.reasons else "date",
            "area": self.area or "",
            "areas": self.desk.areas,
            "centres": centres,
            "centre_note": known.note if known else "",
            "reasons": self.reasons,
        }


@dataclass(frozen=True, slots=True)
class Business:
    """一项业务的参数 · its name and its cards."""

    code: str
    title: str
    cards: tuple[Card, ...]


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """现行政策: every parameter at a centre on a day, by business."""
    asked = _Asked.of(request)
    businesses = tuple(_businesses(asked))
    changes = sorted(
        ((card.next.valid_from, card) for one in businesses for card in one.cards if card.next),
        key=lambda change: (change[0], change[1].code),
    )
    context = {**asked.context(), "businesses": businesses, "changes": changes}
    return render(request, "portal/policy.html", context, status=asked.status)


@require_safe
def parameter(request: HttpRequest, name: str) -> HttpResponse:
    """一个参数: what it says on the day, everything that it ever said, and the articles."""
    asked = _Asked.of(request)
    library = asked.desk.library
    if name not in library.names():
        raise Http404(name)
    card, declared = asked.card(name), library.parameter(name)
    context = {
        **asked.context(),
        "card": card,
        "periods": [
            (period, _articles(asked, name, period), _cases_changed(asked, name, period, card))
            for period in reversed(card.periods)
        ],
        "unit": declared.measure.zh,
        "checked": declared.checked,
        "note": declared.note,
    }
    return render(
        request, "portal/parameter.html", context, status=400 if asked.reasons else 200
    )


def _businesses(asked: _Asked) -> Iterator[Business]:
    by_business: dict[str, list[Card]] = {}
    for name in asked.desk.library.names():
        by_business.setdefault(name.partition(".")[0], []).append(asked.card(name))
    order = [*BUSINESSES, *sorted(by_business.keys() - BUSINESSES.keys())]
    for code in order:
        if code in by_business:
            title = speaker().say(say(BUSINESSES.get(code, code)))
            yield Business(code, title, tuple(by_business[code]))


def _articles(asked: _Asked, name: str, period: Period) -> list[tuple[str, str]]:
    """Each citation of a period as people write it, with what the article says (our words)."""
    library, centre = asked.desk.library, asked.desk.centre
    record = library.record(name, on=period.valid_from, centre=centre, area=asked.area)
    codes = [citation.code for citation in record.basis]
    return [(library.cite(code), library.words(code) or "") for code in codes]


def _cases_changed(asked: _Asked, name: str, period: Period, card: Card) -> list[CaseChanged]:
    """The cases at this place that the beginning of a period answers differently."""
    if period is card.periods[0]:
        return []
    silent = gettext("没有规定")
    found = cases_changed(
        asked.desk.library,
        name,
        on=period.valid_from,
        centre=asked.desk.centre,
        area=asked.area,
    )
    return [
        CaseChanged(case.name, case.before or silent, case.after or silent) for case in found
    ]
