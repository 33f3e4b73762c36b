"""分录行 · what an operation booked, 借 and 贷, line by line, each with its holder."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from provident.channels.calc.words import mark
from provident.channels.workbench.listing import Column, Listing, Search, listing_in
from provident.channels.workbench.listing.answering import Shown
from provident.channels.workbench.money.facts import way
from provident.kernel.sql import Statement
from provident.staff.api import Staff

_LINES = Statement(__file__, "sql/operation_lines.sql")


def lines_of(request: HttpRequest, staff: Staff, operation_no: str) -> Shown | HttpResponse:
    """The lines of one operation as a list inside a page, or its export or print."""
    parameters = {
        "operation_no": operation_no,
        "branch": staff.branch,
        "suspense": _("暂收款"),
        "foreign": _("其他网点的分户"),
    }
    return listing_in(request, staff, _lines(staff), parameters=parameters)


def _lines(staff: Staff) -> Listing:
    return Listing(
        name="lines",
        title=_("记账"),
        source=_LINES,
        columns=(
            Column("summary", mark("摘要"), on_screen=False),
            Column("gl_account", mark("科目")),
            Column(
                "holder",
                mark("分户"),
                link=lambda row: way(staff, row["page"], row["number"]) if row["page"] else "",
            ),
            Column("month", mark("缴存月份"), "month"),
            Column("debit", mark("借方（元）"), "yuan"),
            Column("credit", mark("贷方（元）"), "yuan"),
            Column("unit_share", mark("其中单位部分（元）"), "yuan", on_screen=False),
            Column("personal_share", mark("其中个人部分（元）"), "yuan", on_screen=False),
            Column("value_date", mark("起息日"), "date"),
        ),
        order="id",
        key="id",
        sums=("debit", "credit"),
        search=(Search("holder", "contains"), Search("gl_account")),
        search_hint=_("科目、分户"),
        empty=_("这笔业务没有记账，不动任何人的钱。"),
    )
