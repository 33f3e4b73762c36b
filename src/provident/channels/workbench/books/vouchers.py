"""记账凭证 · the list with its continuous print, and one voucher with what stands behind it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as mark

from provident.channels.workbench.books.leads import lead, owner_lead, owner_told
from provident.channels.workbench.books.paper import pdf, printed
from provident.channels.workbench.listing import (
    Column,
    Filter,
    Listing,
    Search,
    Tag,
    asking,
    listing_in,
    listing_page,
)
from provident.channels.workbench.pages import page
from provident.documents.notation import amount_text
from provident.kernel import sql
from provident.kernel.context import shown
from provident.kernel.dates import Month
from provident.kernel.money import ZERO
from provident.kernel.numbers import voucher_no
from provident.kernel.operation import catalogue
from provident.kernel.refusal import refuse
from provident.ledger.rules import posting_rules
from provident.ledger.vouchers import print_chosen
from provident.staff.api import Staff

ALL = sql.Statement(__file__, "sql/vouchers.sql")
ONE = sql.Statement(__file__, "sql/voucher.sql")
LINES = sql.Statement(__file__, "sql/voucher_lines.sql")
ENTRIES = sql.Statement(__file__, "sql/voucher_entries.sql")

PRINT_MAX = 500
"""Vouchers in one print; a month of more is printed day by day."""
PDF = "pdf"

DAY_STATES = {
    "open": Tag(mark("未封账")),
    "cut_off": Tag(mark("未封账")),
    "closed": Tag(mark("已封账"), "good"),
}
SIDES = {"D": Tag(mark("借")), "C": Tag(mark("贷"))}


@page("vouchers", "vouchers", mark("记账凭证"))
def vouchers(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every voucher; with `pdf` those that were asked for, to print."""
    listing = _vouchers(staff)
    if PDF in request.GET:
        return _print(request, staff, listing)
    query = request.GET.copy()
    query[PDF] = "1"
    return listing_page(
        request,
        staff,
        listing,
        template="workbench/books/vouchers.html",
        context={"print_address": f"?{query.urlencode()}", "print_max": PRINT_MAX},
    )


@page("voucher", "vouchers/<int:voucher>", mark("记账凭证"))
def voucher(request: HttpRequest, staff: Staff, *, voucher: int) -> HttpResponse:
    """One voucher: its lines, and the operations whose entries it holds."""
    head = ONE.row(voucher=voucher) if voucher < 2**63 else None
    if head is None:
        raise Http404
    number = voucher_no(Month.of(head["month"]), head["number"])
    if PDF in request.GET:
        return pdf(print_chosen([voucher], **printed(staff)), _("记账凭证%s.pdf") % number)
    entries = listing_in(request, staff, _entries(staff), parameters={"voucher": voucher})
    if isinstance(entries, HttpResponse):
        return entries
    return render(
        request,
        "workbench/books/voucher.html",
        {
            "title": _("记账凭证 %s") % number,
            "head": head,
            "month": Month.of(head["month"]),
            "rule": _rule_title(head["rule"]),
            "people": _people(head),
            "state": DAY_STATES[head["day_state"]],
            "before": head["before"] and lead(staff, "voucher", head["before"]),
            "after": head["after"] and lead(staff, "voucher", head["after"]),
            "list": entries,
            **_lines(voucher),
        },
    )


def _lines(voucher: int) -> dict[str, Any]:
    rows = LINES.rows(voucher=voucher)
    sums = {
        side: sum((row["amount"] for row in rows if row["side"] == side), ZERO) for side in "DC"
    }
    return {
        "lines": [
            {
                **row,
                "debit": amount_text(row["amount"]) if row["side"] == "D" else "",
                "credit": amount_text(row["amount"]) if row["side"] == "C" else "",
                "red": row["amount"] < 0,
            }
            for row in rows
        ],
        "debit": amount_text(sums["D"]),
        "credit": amount_text(sums["C"]),
    }


def _people(head: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (_("制单"), shown(head["prepared_by"])),
        (
            _("复核"),
            shown(head["checked_by"]) if head["checked_by"] else _("无（不须两人办理）"),
        ),
        (_("记账"), shown(head["posted_by"])),
        (_("会计主管"), head["chief"]),
    ]


def _vouchers(staff: Staff) -> Listing:
    rules = {code: rule.title for code, rule in posting_rules().items()}
    return Listing(
        name="vouchers",
        title=_("记账凭证"),
        source=ALL,
        columns=(
            Column("month", mark("月份"), "month"),
            Column(
                "number", mark("凭证号"), link=lambda row: lead(staff, "voucher", row["id"])
            ),
            Column("business_date", mark("会计日"), "date"),
            Column(
                "rule",
                mark("分录规则"),
                "tag",
                tags={code: Tag(title) for code, title in rules.items()},
            ),
            Column("summary", mark("摘要"), sortable=False),
            Column("amount", mark("金额（元）"), "yuan"),
            Column("prepared_by", mark("制单"), mask=shown, sortable=False),
            Column("checked_by", mark("复核"), mask=shown, sortable=False),
            Column("posted_by", mark("记账"), mask=shown, sortable=False, on_screen=False),
            Column("day_state", mark("状态"), "tag", tags=DAY_STATES),
        ),
        order="-id",
        key="id",
        sums=("amount",),
        empty=_("还没有凭证。涉及银行存款的业务记账后一分钟内编号，其余在日结时编号。"),
        filters=(
            Filter("month", mark("月份"), "month", kind="month"),
            Filter("since", mark("会计日自"), "business_date", "from", "date"),
            Filter("until", mark("会计日至"), "business_date", "until", "date"),
            Filter("rule", mark("分录规则"), "rule", words=rules),
            Filter("least", mark("金额不少于"), "amount", "from", "yuan"),
            Filter(
                "state",
                mark("状态"),
                "day_state",
                words={
                    "closed": mark("已封账"),
                    "open": mark("当日"),
                    "cut_off": mark("待日结"),
                },
            ),
        ),
        search=(Search("number_text", "is"), Search("summary", "contains")),
        search_hint=_("凭证号、摘要"),
    )


def _print(request: HttpRequest, staff: Staff, listing: Listing) -> HttpResponse:
    asked = asking.read(listing, request.GET, "", {}, staff)
    rows = list(asking.all_rows(asked, PRINT_MAX))
    if not rows:
        says = _("没有符合条件的凭证，无可打印。请放宽条件。")
        raise refuse("voucher.none_to_print", says)
    if len(rows) > PRINT_MAX:
        says = _("一次最多连打 %s 张凭证，这里超过了。请用月份、会计日等条件分次打印。")
        raise refuse("voucher.too_many_to_print", says % PRINT_MAX)
    return pdf(print_chosen([row["id"] for row in rows], **printed(staff)), _("记账凭证.pdf"))


def _entries(staff: Staff) -> Listing:
    titles = {one.code: one.title for one in catalogue()}
    return Listing(
        name="entries",
        title=_("所含分录行"),
        source=ENTRIES,
        columns=(
            Column(
                "operation_no",
                mark("业务流水号"),
                link=lambda row: lead(staff, "operation", row["operation_no"]),
            ),
            Column(
                "code",
                mark("业务"),
                "tag",
                tags={code: Tag(title) for code, title in titles.items()},
                sortable=False,
            ),
            Column("side", mark("借贷"), "tag", tags=SIDES),
            Column("gl_account", mark("科目编号")),
            Column("gl_name", mark("科目名称"), sortable=False),
            Column(
                "owner",
                mark("分户"),
                link=lambda row: owner_lead(staff, row["owner"]),
                mask=owner_told,
            ),
            Column("month", mark("缴存月份"), "month", sortable=False),
            Column("amount", mark("金额（元）"), "yuan"),
            Column("value_date", mark("起息日"), "date", on_screen=False),
            Column("maker", mark("经办"), mask=shown, sortable=False),
            Column("checker", mark("复核"), mask=shown, sortable=False),
        ),
        order="key",
        key="key",
        empty=_("这张凭证没有分录行。"),
        filters=(
            Filter("side", mark("借贷"), "side", words={"D": mark("借"), "C": mark("贷")}),
        ),
        search=(Search("operation_no", "is"), Search("owner", "contains")),
        search_hint=_("业务流水号、分户号码"),
    )


def _rule_title(code: str) -> str:
    rule = posting_rules().get(code)
    return rule.title if rule else code
