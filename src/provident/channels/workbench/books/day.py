"""日终 · where the days stand, what blocks a close, what is merely old, and the sealed days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as mark

from provident.channels.workbench.books.leads import form, lead
from provident.channels.workbench.books.paper import pdf, printed
from provident.channels.workbench.books.reconciliation import day_of
from provident.channels.workbench.listing import Column, Filter, Listing, Tag, listing_in
from provident.channels.workbench.pages import page
from provident.dayend import api as dayend
from provident.dayend.api import OpenItem
from provident.documents.notation import amount_text
from provident.kernel import sql
from provident.kernel.dates import interest_year_end
from provident.kernel.models import BusinessDay
from provident.kernel.money import ZERO
from provident.kernel.refusal import Reason, refuse
from provident.settlement.api import fetch_statement
from provident.staff.api import Staff

DAYS = sql.Statement(__file__, "sql/days.sql")
PROGRESS = sql.Statement(__file__, "sql/day_progress.sql")
ITEMS_SHOWN = 20
"""Unfinished items of one kind that are named; the oldest first."""

STATES = {
    "open": Tag(mark("营业中"), "good"),
    "cut_off": Tag(mark("已切点"), "warn"),
    "closed": Tag(mark("已日结")),
}


@page("day", "day", mark("日终"))
def day(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The days that are not closed with what they wait for, and all days with their seals.

    POST fetches the banks' statements of a day that is cut off.
    """
    if request.method == "POST":
        return _fetch(request, staff)
    days = listing_in(request, staff, _days(staff))
    if isinstance(days, HttpResponse):
        return days
    unclosed = list(
        BusinessDay.objects.exclude(state=BusinessDay.CLOSED).order_by("date")[:DAYS_SHOWN]
    )
    seen = {
        "title": _("日终"),
        "days": [_standing(one, staff) for one in unclosed],
        "list": days,
        "to_rows": lead(staff, "bank_rows"),
        **_unfinished(unclosed, staff),
    }
    return render(request, "workbench/books/day.html", seen)


DAYS_SHOWN = 10
"""Days that are not closed; there are two of them as a rule."""


@page("day", "day/<str:on>/report", mark("资金日结单"))
def report(_request: HttpRequest, staff: Staff, *, on: str) -> HttpResponse:
    """资金日结单 of a closed day as a PDF."""
    chosen = day_of(on)
    if not BusinessDay.objects.filter(pk=chosen, state=BusinessDay.CLOSED).exists():
        raise Http404
    return pdf(dayend.day_report_pdf(chosen, **printed(staff)), _("资金日结单%s.pdf") % chosen)


def _fetch(request: HttpRequest, staff: Staff) -> HttpResponse:
    """取对账单 · what a close needs and cannot fetch itself: it is one transaction."""
    chosen = day_of(request.POST.get("day", ""))
    if not staff.may_make("dayend.close"):
        raise refuse("staff.no_right", _("您的岗位不办理日结，不能取对账单。"))
    if not BusinessDay.objects.filter(pk=chosen, state=BusinessDay.CUT_OFF).exists():
        says = _("%s 不是已切点、待日结的会计日，不需要取对账单。") % chosen
        raise refuse("day.not_to_close", says)
    fetch_statement(chosen)
    return redirect("desk:day")


@dataclass(frozen=True, slots=True)
class Step:
    """一项进度 · how many of how many, in words and as a bar."""

    title: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Standing:
    """一个未日结的会计日 · its steps, what blocks its close, and the ways on."""

    day: date
    state: Tag
    is_open: bool
    opened_at: Any
    cut_off_at: Any
    steps: tuple[Step, ...]
    blocks: tuple[Reason, ...]
    settles_interest: bool
    to_cut_off: str
    to_close: str
    fetches: bool


def _standing(one: BusinessDay, staff: Staff) -> Standing:
    is_open = one.state == BusinessDay.OPEN
    settles = interest_year_end(one.date) == one.date + timedelta(days=1)
    ahead = "dayend.settle_interest" if settles else "dayend.cut_off"
    question = f"day={one.date}"
    return Standing(
        day=one.date,
        state=STATES[one.state],
        is_open=is_open,
        opened_at=one.opened_at,
        cut_off_at=one.cut_off_at,
        steps=_steps(one.date),
        blocks=() if is_open else dayend.what_blocks(one.date).reasons,
        settles_interest=settles,
        to_cut_off=form(staff, ahead, question) if is_open else "",
        to_close="" if is_open else form(staff, "dayend.close", question),
        fetches=not is_open and staff.may_make("dayend.close"),
    )


def _steps(chosen: date) -> tuple[Step, ...]:
    row = PROGRESS.row(day=chosen) or {}
    return (
        Step(_("分录已编凭证"), row["vouchered"], row["entries"]),
        Step(_("银行流水已处理"), row["dealt_with"], row["bank_rows"]),
        Step(_("银行户已取对账单"), row["statements"], row["bank_accounts"]),
    )


def _unfinished(unclosed: Sequence[BusinessDay], staff: Staff) -> dict[str, Any]:
    """未了事项 at the end of the oldest day that is not closed; none of them blocks."""
    if not unclosed:
        return {"kinds": []}
    chosen = unclosed[0].date
    kinds: dict[str, list[OpenItem]] = {}
    for item in dayend.open_items(chosen):
        kinds.setdefault(item.kind, []).append(item)
    return {
        "as_of_day": chosen,
        "kinds": [_kind(kind, items, chosen, staff) for kind, items in kinds.items()],
    }


_LISTS = {mark("暂收"): "suspense", mark("未分摊"): "employers", mark("在途指令"): "messages"}


def _kind(kind: str, items: Sequence[OpenItem], chosen: date, staff: Staff) -> dict[str, Any]:
    oldest = sorted(items, key=lambda item: (item.since, item.reference))
    return {
        "kind": _(kind),
        "count": len(items),
        "amount": amount_text(sum((item.amount for item in items), ZERO)),
        "oldest": max(item.age_days(chosen) for item in items),
        "address": lead(staff, _LISTS.get(kind, "reconciliation")),
        "items": [
            {
                "reference": item.reference,
                "since": item.since,
                "age": item.age_days(chosen),
                "amount": amount_text(item.amount),
                "note": item.note,
            }
            for item in oldest[:ITEMS_SHOWN]
        ],
        "rest": len(items) - ITEMS_SHOWN,
    }


def _days(staff: Staff) -> Listing:
    return Listing(
        name="days",
        title=_("会计日与封印"),
        source=DAYS,
        columns=(
            Column("date", mark("会计日"), "date", link=lambda row: _report(staff, row)),
            Column("state", mark("状态"), "tag", tags=STATES),
            Column("opened_at", mark("开启时刻"), "moment", on_screen=False),
            Column("cut_off_at", mark("切点时刻"), "moment"),
            Column("closed_at", mark("日结时刻"), "moment"),
            Column("entries", mark("分录"), "count"),
            Column("lines", mark("分录行"), "count"),
            Column("debit", mark("借方合计（元）"), "yuan"),
            Column("seal_short", mark("封印（前 16 位）"), sortable=False),
            Column("seal", mark("封印"), sortable=False, on_screen=False),
            Column("previous", mark("上一日封印"), sortable=False, on_screen=False),
            Column("signature", mark("签名"), sortable=False, on_screen=False),
        ),
        order="-date",
        key="date",
        empty=_("还没有会计日，请联系系统管理员初始化系统。"),
        filters=(
            Filter(
                "state", mark("状态"), "state", words={k: t.word for k, t in STATES.items()}
            ),
            Filter("since", mark("会计日自"), "date", "from", "date"),
            Filter("until", mark("会计日至"), "date", "until", "date"),
        ),
    )


def _report(staff: Staff, row: Any) -> str:
    """A closed day leads to its 资金日结单."""
    return lead(staff, "day", row["date"].isoformat()) if row["state"] == "closed" else ""
