"""现行政策 · what holds on a day at our centre, where it is written, and what changes next.

What a parameter says is worded by `provident.policy.outline`; its whole history, its articles
and the cases it changes stand on the public page of the parameter, to which each row leads.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from provident.channels.calc.words import mark
from provident.channels.portal.policy_pages import BUSINESSES
from provident.channels.workbench.listing import (
    Column,
    Filter,
    Listing,
    Search,
    Tag,
    listing_page,
)
from provident.channels.workbench.money.words import plain
from provident.channels.workbench.pages import page
from provident.channels.workbench.policies.releases import files, releases
from provident.kernel import clock
from provident.kernel.sql import Statement
from provident.policy import api as policy
from provident.policy.explanation import Line
from provident.staff.api import Staff

_CARDS = Statement(__file__, "sql/in_force.sql")

LINES_SHOWN_MAX = 3
"""A rule of more lines is shown by its first; the export and the public page have them all."""

STATES = {
    "in_force": Tag(mark("执行中"), "good"),
    "none_today": Tag(mark("这一天没有规定"), "warn"),
    "not_entered": Tag(mark("中心尚未录入"), "warn"),
}


@page("policies", "policies", mark("现行政策"))
def policies(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every parameter at our centre on a day; beside it the releases and the files."""
    match request.GET.get("tab"):
        case "releases":
            return releases(request, staff)
        case "files":
            return files(request, staff)
        case _:
            return _in_force(request, staff)


def _in_force(request: HttpRequest, staff: Staff) -> HttpResponse:
    typed = request.GET.get("on", "").strip()[:20]
    on, fault = _day(typed)
    active = policy.active_policy()
    cards = list(_cards(active.library, on))
    context = {
        "title": _("现行政策"),
        "here": "in_force",
        "on": typed or on.isoformat(),
        "fault": fault,
        "release": active.release_id,
        "changes": _changes(cards, on),
    }
    return listing_page(
        request,
        staff,
        _listing(on),
        parameters={"cards": json.dumps(cards, ensure_ascii=False)},
        template="workbench/policies/in_force.html",
        context=context,
    )


def _day(typed: str) -> tuple[date, str]:
    """The day that was asked for; the business day where none or an unreadable one was."""
    if not typed:
        return clock.today(), ""
    try:
        return date.fromisoformat(typed), ""
    except ValueError:
        return clock.today(), _("不是日期，应写作 2026-11-02；下面是今天的政策。")


def _cards(library: policy.Library, on: date) -> Iterator[dict[str, Any]]:
    for name in library.names():
        card = policy.outline(library, name, on=on, centre=settings.CENTRE)
        now, business = card.now, name.partition(".")[0]
        state = "in_force" if now else "none_today" if card.periods else "not_entered"
        yield {
            "code": name,
            "business": _(BUSINESSES[business]) if business in BUSINESSES else business,
            "title": _(card.title),
            "rule": _shortened(now.rule) if now else "",
            "whole": "\n".join(map(_written, now.rule)) if now else "",
            "since": now.valid_from.isoformat() if now else None,
            "until": now.valid_until.isoformat() if now and now.valid_until else None,
            "basis": "；".join(now.basis) if now else "",
            "state": state,
            "next_on": card.next.valid_from.isoformat() if card.next else None,
            "confidence": _(now.confidence) if now else "",
        }


def _written(line: Line) -> str:
    return f"{line.says} {line.result}".strip()


def _shortened(rule: tuple[Line, ...]) -> str:
    written = "；".join(map(_written, rule[:LINES_SHOWN_MAX]))
    beyond = len(rule) - LINES_SHOWN_MAX
    more = _("…（还有 %(count)s 行）") % {"count": beyond} if beyond > 0 else ""
    return written + more


def _address(code: str, on: date) -> str:
    asked = urlencode({"on": on.isoformat(), "centre": settings.CENTRE})
    return f"{reverse('parameter', args=[code])}?{asked}"


def _changes(cards: list[dict[str, Any]], on: date) -> list[dict[str, str]]:
    """What changes next, the nearest first."""
    changing = sorted(
        (one for one in cards if one["next_on"]), key=lambda one: (one["next_on"], one["code"])
    )
    return [
        {"on": one["next_on"], "title": one["title"], "address": _address(one["code"], on)}
        for one in changing
    ]


def _listing(on: date) -> Listing:
    businesses = {_(word): _(word) for word in BUSINESSES.values()}
    return Listing(
        name="policies",
        title=_("现行政策"),
        source=_CARDS,
        columns=(
            Column("business", mark("业务")),
            Column("title", mark("规定"), link=lambda row: _address(row["code"], on)),
            Column("code", mark("参数"), on_screen=False),
            Column("rule", mark("内容"), sortable=False),
            Column("whole", mark("全部内容"), on_screen=False),
            Column("state", mark("状态"), "tag", tags=STATES),
            Column("since", mark("自"), "date"),
            Column("until", mark("至（不含）"), "date", on_screen=False),
            Column("next_on", mark("下次变化"), "date"),
            Column("basis", mark("依据"), sortable=False),
            Column("confidence", mark("把握"), on_screen=False),
        ),
        order="business",
        key="code",
        filters=(
            Filter("business", mark("业务"), "business", words=businesses),
            Filter("state", mark("状态"), "state", words=plain(STATES)),
        ),
        search=(
            Search("title", "contains"),
            Search("whole", "contains"),
            Search("basis", "contains"),
            Search("code", "contains"),
        ),
        search_hint=_("名称、内容、依据"),
        empty=_("没有政策参数。请系统管理员核对政策文件后发布。"),
    )
