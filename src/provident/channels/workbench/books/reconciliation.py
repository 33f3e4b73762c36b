"""对账 · the three books with every difference, each bank account, and all the checks.

The figures are those of `provident books` and the checks those of `provident check`: nothing
is added up here.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as mark

from provident.channels.workbench.books import comparing
from provident.channels.workbench.books.leads import lead
from provident.channels.workbench.listing.declaring import Tag
from provident.channels.workbench.pages import page
from provident.dayend import api as dayend
from provident.documents.notation import amount_text
from provident.kernel import clock
from provident.kernel.models import BusinessDay
from provident.kernel.moment import now, one_moment
from provident.reconciliation import api as reconciliation
from provident.reconciliation.api import BankPosition, BookLine
from provident.staff.api import Staff


@page("reconciliation", "reconciliation", mark("对账"))
def three_books(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The books at the end of a day (`?on=`), and the checks: their names, or run by POST."""
    day, fault = _day(request)
    with one_moment() as as_of:
        bank = reconciliation.positions(day)
        lines = reconciliation.books(day, bank=bank)
    seen: dict[str, Any] = {
        "title": _("对账"),
        "day": day,
        "day_typed": request.GET.get("on", "").strip()[:40] or day.isoformat(),
        "fault": fault,
        "as_of": as_of,
        "lines": [_line(one, day, staff) for one in lines],
        "agrees": all(one.agrees for one in lines),
        "accounts": [_bank_account(one, staff) for one in bank],
        **_checks(request, staff),
    }
    return render(request, "workbench/books/reconciliation.html", seen)


def _checks(request: HttpRequest, staff: Staff) -> dict[str, Any]:
    if request.method != "POST":
        return {"checks": comparing.not_run(), "last_close": _last_close(staff)}
    started = time.monotonic()
    checks = comparing.run(staff)
    wrong = [one for one in checks if one.state.tone != "good"]
    return {
        "checks": checks,
        "run_at": now(),
        "run_seconds": f"{time.monotonic() - started:.1f}",
        "wrong": len(wrong),
        "seconds_max": int(comparing.SECONDS_MAX),
    }


def _last_close(staff: Staff) -> dict[str, Any] | None:
    """The newest close, which ran every check and found each of them to hold."""
    closed = BusinessDay.objects.filter(state=BusinessDay.CLOSED).order_by("-date").first()
    done = dayend.close_of(closed.date) if closed else None
    if closed is None or done is None:
        return None
    return {
        "day": closed.date,
        "at": localtime(done.recorded_at),
        "count": len(done.result["facts"]["checks"]),
        "address": lead(staff, "operation", done.number),
    }


@dataclass(frozen=True, slots=True)
class Shown:
    """三账的一行 · every amount written, "" where a book does not know the item."""

    item: str
    address: str
    business: str
    finance: str
    bank: str
    first_gap: str
    second_gap: str
    explained: str
    state: Tag
    note: str


def _line(one: BookLine, day: date, staff: Staff) -> Shown:
    return Shown(
        one.item,
        lead(staff, "difference", one.key, day.isoformat()),
        written(one.business),
        written(one.finance),
        written(one.bank),
        written(one.business_less_finance),
        written(one.finance_less_bank),
        written(one.explained),
        _state(one),
        one.note,
    )


def _state(one: BookLine) -> Tag:
    if one.business is None and one.bank is None:
        return Tag(_("还没有对账单"), "warn")
    return Tag(_("相符"), "good") if one.agrees else Tag(_("不符"), "bad")


def _bank_account(one: BankPosition, staff: Staff) -> dict[str, Any]:
    oldest = min((item.since for item in one.outstanding), default=None)
    return {
        "name": one.account_name,
        "number": one.account_no,
        "bank": one.bank_name,
        "book": amount_text(one.book_balance),
        "statement": written(one.statement_balance),
        "statement_day": one.statement_day,
        "count": len(one.outstanding),
        "oldest": (one.on - oldest).days if oldest else None,
        "difference": written(one.difference),
        "state": _position_state(one),
        "address": lead(staff, "difference", one.gl_account, one.on.isoformat()),
    }


def _position_state(one: BankPosition) -> Tag:
    if one.difference is None:
        return Tag(_("还没有对账单"), "warn")
    return Tag(_("不平"), "bad") if one.difference else Tag(_("调节后相符"), "good")


def written(amount: Decimal | None) -> str:
    """The amount, "" where there is none."""
    return "" if amount is None else amount_text(amount)


def _day(request: HttpRequest) -> tuple[date, str]:
    """The day that was asked for; the open one, with what is wrong, where it is none."""
    today, typed = clock.today(), request.GET.get("on", "").strip()
    if not typed:
        return today, ""
    try:
        asked = date.fromisoformat(typed)
    except ValueError:
        return today, _("不是日期，应写作 %s。下面是当前会计日的。") % today
    if not BusinessDay.objects.filter(pk=asked).exists():
        return today, _("%s 不是已开启的会计日。下面是当前会计日的。") % asked
    return asked, ""


def day_of(text: str) -> date:
    """The business day in an address.  Raises `Http404` for any other text."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if not BusinessDay.objects.filter(pk=day).exists():
        raise Http404
    return day
