"""首页 · the three books first, then what waits for me, then the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as mark

from provident.channels.workbench.books.leads import lead
from provident.channels.workbench.home.standing import FRESH_SECONDS, Standing, standing
from provident.channels.workbench.home.three import Three, three
from provident.channels.workbench.home.waiting import waiting
from provident.channels.workbench.listing.declaring import Tag
from provident.channels.workbench.money.words import RECEIPT_STATES
from provident.channels.workbench.pages import page
from provident.documents.notation import amount_text
from provident.kernel import sql
from provident.kernel.dates import Month
from provident.staff.api import Staff

RECEIPTS = sql.Statement(__file__, "sql/receipts_today.sql")
RECEIPTS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Old:
    """往日未了的一行 · `age` is in days; `address` leads to the list."""

    title: str
    count: int
    amount: str
    age: int
    address: str


@page("home", "", mark("首页"))
def home(request: HttpRequest, staff: Staff) -> HttpResponse:
    """What fits the person's posts: nobody sees a part that he could not open."""
    now = standing()
    seen = {
        "title": _("今天"),
        "today": now.day,
        "as_of": now.as_of,
        "fresh_seconds": int(FRESH_SECONDS),
        "waiting": waiting(staff, now.day),
        "olds": _olds(now, staff),
        **_books(now, staff),
        **_progress(now, staff),
        **_receipts(now.day, staff),
    }
    return render(request, "workbench/start/home.html", seen)


def _books(now: Standing, staff: Staff) -> dict[str, Any]:
    found = three(now.lines)
    return {
        "three": found,
        "written": {
            "business": amount_text(found.business),
            "finance": amount_text(found.finance),
            "net": "" if found.net is None else amount_text(found.net),
            "deposits": "" if found.deposits is None else amount_text(found.deposits),
            "outstanding": amount_text(found.outstanding) if found.outstanding else "",
            "other": amount_text(found.other) if found.other else "",
        },
        "signs": (_business_sign(found), _bank_sign(found)),
        "members": f"{now.members:,}",
        "employers": f"{now.employers:,}",
        "to_books": lead(staff, "reconciliation"),
    }


def _business_sign(found: Three) -> dict[str, str]:
    if found.business_agrees:
        return {"sign": "=", "says": _("相等"), "tone": ""}
    gap = found.business_less_finance
    says = _("相差 %s") % amount_text(gap) if gap else _("各项有差额，合计相抵")
    return {"sign": "≠", "says": says, "tone": "off"}


def _bank_sign(found: Three) -> dict[str, str]:
    gap = found.finance_less_net
    if found.bank_agrees is None or gap is None:
        return {"sign": "?", "says": _("还没有对账单"), "tone": "unknown"}
    if found.bank_agrees:
        return {"sign": "=", "says": _("相等"), "tone": ""}
    says = _("相差 %s") % amount_text(gap) if gap else _("各户有差额，合计相抵")
    return {"sign": "≠", "says": says, "tone": "off"}


def _progress(now: Standing, staff: Staff) -> dict[str, Any]:
    if not staff.may_see("lists"):
        return {}
    found = now.progress_of(staff.branch)
    return {
        "progress": found,
        "month": str(Month.of(now.day)),
        "confirmed_total": amount_text(found.confirmed_total),
        "credited_total": amount_text(found.credited_total),
        "to_lists": lead(staff, "lists"),
    }


def _olds(now: Standing, staff: Staff) -> list[Old]:
    """What is old, for who deals with it: money without an owner and without a booking."""
    kinds = (
        ("suspense", _("暂收款"), now.unfinished["suspense"]),
        ("bank_rows", _("还没有处理的银行流水"), now.unfinished["new"]),
        ("bank_rows", _("搁置的银行流水"), now.unfinished["waiting"]),
        ("reconciliation", _("往日的未达账项"), now.earlier),
    )
    return [
        Old(
            title,
            found.count,
            amount_text(found.amount),
            _age(found.since, now.day),
            lead(staff, name),
        )
        for name, title, found in kinds
        if staff.may_see(name)
    ]


def _age(since: date | None, day: date) -> int:
    return max(0, (day - since).days) if since else 0


def _receipts(day: date, staff: Staff) -> dict[str, Any]:
    if not staff.may_see("receipts"):
        return {}
    rows = RECEIPTS.rows(day=day, branch=staff.branch, limit=RECEIPTS_SHOWN)
    total: Decimal | None = rows[0]["total"] if rows else None
    return {
        "receipts": [_receipt(row, staff) for row in rows],
        "receipts_count": rows[0]["count"] if rows else 0,
        "receipts_total": amount_text(total) if total is not None else "",
        "to_receipts": lead(staff, "receipts"),
    }


def _receipt(row: dict[str, Any], staff: Staff) -> dict[str, Any]:
    tag: Tag | None = RECEIPT_STATES.get(row["state"])
    return {
        "time": _clock(row["bank_time"]),
        "bank": row["bank_name"],
        "name": row["name"],
        "amount": amount_text(row["amount"]),
        "state": _(tag.word) if tag else row["state"],
        "tone": tag.tone if tag else "",
        "address": lead(staff, "receipt", row["id"]),
        "employer": lead(staff, "employer", row["employer"]),
    }


def _clock(bank_time: str) -> str:
    """The bank's time, six digits, as people write it."""
    digits = bank_time.replace(":", "")
    return f"{digits[:2]}:{digits[2:4]}" if digits.isdigit() and len(digits) >= 4 else ""
