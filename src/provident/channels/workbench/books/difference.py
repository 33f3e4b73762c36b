"""差额 · one item of the three books taken apart.

The way leads from the difference to the row, the operation, the case and the people.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as mark

from provident.channels.workbench.books import comparing
from provident.channels.workbench.books.leads import lead
from provident.channels.workbench.books.paper import pdf, printed
from provident.channels.workbench.books.reconciliation import day_of, written
from provident.channels.workbench.pages import page
from provident.documents.notation import amount_text
from provident.kernel import sql
from provident.kernel.context import shown
from provident.kernel.moment import one_moment
from provident.kernel.money import ZERO
from provident.kernel.operation import catalogue
from provident.reconciliation import api as reconciliation
from provident.reconciliation.api import BankPosition, BookLine, Outstanding
from provident.staff.api import Staff

BEHIND = sql.Statement(__file__, "sql/behind.sql")

CHECKS = {
    "members": {"compare.members", "compare.interest", "documents.list_credits"},
    "unallocated": {"compare.unallocated", "documents.employer_money"},
    "suspense": {"compare.suspense", "compare.receipt"},
    "held": {"compare.instructions"},
}
"""Which checks compare an item row by row."""
BANK_CHECKS = {"compare.bank_lines", "compare.statement_rows", "compare.statement_chain"}
LISTS = {"members": "lists", "unallocated": "employers", "suspense": "suspense"}
"""Where the business documents of an item are listed."""


@page("difference", "reconciliation/<str:item>/<str:on>", mark("差额"))
def difference(request: HttpRequest, staff: Staff, *, item: str, on: str) -> HttpResponse:
    """A bank account's 余额调节表, or the rows behind what the centre owes."""
    day = day_of(on)
    with one_moment():
        bank = reconciliation.positions(day)
        lines = reconciliation.books(day, bank=bank)
    line = next((one for one in lines if one.key == item), None)
    if line is None:
        raise Http404
    position = next((one for one in bank if one.gl_account == item), None)
    if position and "pdf" in request.GET:
        return _print(day, position, staff)
    run = request.method == "POST" or not line.agrees
    codes = BANK_CHECKS if position else CHECKS[item]
    seen = {
        "title": line.item,
        "day": day,
        "checks": comparing.run(staff, codes) if run else [],
        "to_books": f"{lead(staff, 'reconciliation')}?on={day}",
        **(_balances(position, staff) if position else _figures(line, item, staff)),
    }
    template = "position" if position else "owed"
    return render(request, f"workbench/books/{template}.html", seen)


def _print(day: date, position: BankPosition, staff: Staff) -> HttpResponse:
    """银行存款余额调节表 as a PDF.  Refused for a day without a statement."""
    found = reconciliation.position_of(position.account_no, day)
    paper = reconciliation.to_pdf(
        found, prepared_by=staff.name, checked_by=None, **printed(staff)
    )
    name = _("余额调节表%(number)s-%(day)s.pdf")
    return pdf(paper, name % {"number": position.gl_account, "day": day})


def _figures(line: BookLine, item: str, staff: Staff) -> dict[str, Any]:
    return {
        "business": written(line.business),
        "finance": amount_text(line.finance),
        "gap": amount_text(line.business_less_finance or ZERO),
        "agrees": line.agrees,
        "to_documents": lead(staff, LISTS[item]) if item in LISTS else "",
        "to_vouchers": lead(staff, "vouchers"),
    }


def _balances(one: BankPosition, staff: Staff) -> dict[str, Any]:
    behind = _behind(one.outstanding)
    return {
        "position": one,
        "book": amount_text(one.book_balance),
        "statement": written(one.statement_balance),
        "adjusted_book": amount_text(one.adjusted_book),
        "adjusted_statement": written(one.adjusted_statement),
        "gap": written(one.difference),
        "groups": [
            {"title": title, "rows": [_row(row, one.on, behind, staff) for row in rows]}
            for title, rows in _groups(one)
        ],
        "printable": one.statement_day == one.on,
        "to_rows": lead(staff, "bank_rows"),
    }


def _groups(one: BankPosition) -> list[tuple[str, list[Outstanding]]]:
    """The four groups of the 余额调节表, in its order."""
    named = (
        (_("银行已收、中心未收"), "bank", True),
        (_("银行已付、中心未付"), "bank", False),
        (_("中心已收、银行未收"), "book", True),
        (_("中心已付、银行未付"), "book", False),
    )
    rows = one.outstanding
    return [
        (title, [row for row in rows if (row.side, row.amount > 0) == (side, received)])
        for title, side, received in named
    ]


def _behind(rows: tuple[Outstanding, ...]) -> dict[str, dict[str, Any]]:
    numbers = sorted({row.operation_no for row in rows if row.operation_no})
    return {row["number"]: row for row in BEHIND.rows(numbers=numbers)} if numbers else {}


def _row(
    row: Outstanding, on: date, behind: dict[str, dict[str, Any]], staff: Staff
) -> dict[str, Any]:
    done = behind.get(row.operation_no or "")
    titles = {one.code: one.title for one in catalogue()}
    return {
        "since": row.since,
        "age": (on - row.since).days,
        "reference": row.reference,
        "address": lead(staff, "bank_rows", row.bank_row) if row.bank_row else "",
        "summary": row.summary,
        "amount": amount_text(abs(row.amount)),
        "operation_no": row.operation_no or "",
        "operation": lead(staff, "operation", row.operation_no) if row.operation_no else "",
        "title": titles.get(done["code"], done["code"]) if done else "",
        "case_no": done["case_no"] or "" if done else "",
        "case": lead(staff, "case", done["case_no"]) if done and done["case_no"] else "",
        "maker": shown(done["maker"]) if done else "",
        "checker": shown(done["checker"]) if done and done["checker"] else "",
    }
