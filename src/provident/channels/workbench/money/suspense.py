"""暂收款 · receipts whose owner is not known: what is open, how old, and whose it may be."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from provident.channels.calc.words import mark
from provident.channels.workbench.listing import (
    Column,
    Filter,
    Listing,
    Search,
    listing_page,
)
from provident.channels.workbench.log.lines import lines_of
from provident.channels.workbench.log.masking import mask_text
from provident.channels.workbench.money.facts import Fact, deed, fact, known, state, way
from provident.channels.workbench.money.words import (
    INSTRUCTION_STATES,
    SUSPENSE_STATES,
    plain,
)
from provident.channels.workbench.pages import page
from provident.collection import api as collection
from provident.documents.notation import amount_text
from provident.kernel import clock
from provident.kernel.sql import Statement
from provident.parties.api import mask_card
from provident.settlement import inspection
from provident.staff.api import Staff

_ALL = Statement(__file__, "sql/suspense.sql")
_ONE = Statement(__file__, "sql/suspense_item.sql")
_CASES = Statement(__file__, "sql/cases_about.sql")

OPEN = "open"


def _items(staff: Staff) -> Listing:
    return Listing(
        name="suspense",
        title=_("暂收款"),
        source=_ALL,
        columns=(
            Column("id", mark("编号"), link=lambda row: way(staff, "suspense", row["id"])),
            Column("state", mark("状态"), "tag", tags=SUSPENSE_STATES),
            Column("business_date", mark("会计日"), "date"),
            Column("age", mark("已挂天数"), "count"),
            Column("payer_name", mark("付款人")),
            Column("payer_no", mark("付款账号"), mask=mask_card, on_screen=False),
            Column("amount", mark("金额（元）"), "yuan"),
            Column("why", mark("未自动匹配的原因")),
            Column("bank_name", mark("收款银行"), on_screen=False),
            Column("host_serial", mark("银行主机流水号"), on_screen=False),
            Column(
                "operation_no",
                mark("业务流水号"),
                link=lambda row: way(staff, "operation", row["operation_no"]),
                on_screen=False,
            ),
            Column("ended_on", mark("了结日期"), "date"),
        ),
        order="in_turn",
        key="id",
        sums=("amount",),
        empty=_("没有暂收款：到账的钱都知道是谁的。"),
        filters=(
            Filter("state", mark("状态"), "state", words=plain(SUSPENSE_STATES)),
            Filter("since", mark("会计日自"), "business_date", "from", "date"),
            Filter("until", mark("会计日至"), "business_date", "until", "date"),
            Filter("amount", mark("金额"), "amount", "is", "yuan"),
        ),
        search=(Search("payer_name", "contains"), Search("payer_no"), Search("host_serial")),
        search_hint=_("付款人、付款账号、主机流水号"),
    )


@page("suspense", "suspense", mark("暂收款"))
def suspense(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every item; what is open stands first, the oldest at the top."""
    return listing_page(
        request, staff, _items(staff), parameters={"today": clock.today().isoformat()}
    )


@page("suspense", "suspense/<int:item>", mark("暂收款"))
def suspense_item(request: HttpRequest, staff: Staff, item: int) -> HttpResponse:
    """One item: who paid, what speaks against disposing of it, whose it may be."""
    found = _ONE.row(item=item, today=clock.today())
    if found is None:
        raise Http404
    lines = lines_of(request, staff, found["operation_no"])
    if isinstance(lines, HttpResponse):
        return lines
    is_open = found["state"] == OPEN
    doubts = inspection.row_doubts(found["bank_row"]).reasons if is_open else ()
    context = {
        "title": _("暂收款 %(number)s") % {"number": item},
        "item": found,
        "is_open": is_open,
        "amount": amount_text(found["amount"]),
        "state": state("", SUSPENSE_STATES, found["state"]),
        "facts": _facts(found, staff),
        "payer": _payer(found, staff),
        "doubts": doubts,
        "proposals": _proposals(found, staff) if is_open else None,
        "cases": _cases(found["id"], staff) if is_open else [],
        "lines": lines,
        "deeds": _deeds(found, staff) if is_open else [],
    }
    return render(request, "workbench/money/suspense.html", context)


def _deeds(found: dict[str, Any], staff: Staff) -> list[Any]:
    match = deed(staff, "collection.match_suspense", suspense=found["id"])
    refund = deed(staff, "settlement.refund_suspense", main=False, item=found["id"])
    return match + refund


def _facts(found: dict[str, Any], staff: Staff) -> tuple[Fact, ...]:
    ended = found["ended_by"] or None
    employer = found["employer"] and f"{found['employer']} {found['employer_name']}"
    seen = bool(employer) and staff.sees_branch(found["employer_branch"])
    told_employer = employer if seen else employer and _("其他网点的单位")
    return known(
        (
            fact(
                _("入账业务"), found["operation_no"], _operation(found["operation_no"], staff)
            ),
            fact(_("了结业务"), ended, _operation(found["ended_by"], staff)),
            fact(_("了结日期"), found["ended_on"]),
            fact(
                _("匹配给"),
                told_employer,
                way(staff, "employer", found["employer"]) if seen else "",
            ),
            fact(
                _("到账"),
                found["receipt"] if seen else None,
                way(staff, "receipt", found["receipt"]),
            ),
            state(_("退款指令"), INSTRUCTION_STATES, found["instruction_state"] or ""),
        )
    )


def _payer(found: dict[str, Any], staff: Staff) -> tuple[Fact, ...]:
    row = way(staff, "bank_rows", found["bank_row"])
    return known(
        (
            fact(_("付款人"), found["opponent_name"] or _("银行没有报付款人")),
            fact(_("付款账号"), mask_card(found["opponent_no"])),
            fact(_("付款行号"), found["opponent_bank"]),
            fact(_("摘要"), mask_text(found["summary"])),
            fact(_("附言"), mask_text(found["remark"])),
            fact(_("收款专户"), f"{found['bank_name']} {mask_card(found['account_no'])}"),
            fact(_("银行入账日"), found["bank_date"]),
            fact(_("银行主机流水号"), found["host_serial"]),
            fact(_("银行流水"), found["bank_row"], row),
        )
    )


def _operation(number: str, staff: Staff) -> str:
    return way(staff, "operation", number)


def _proposals(found: dict[str, Any], staff: Staff) -> dict[str, Any]:
    """The employers that it may belong to; those of foreign branches are only counted."""
    row = inspection.row_facts(found["bank_row"])
    if row is None:
        return {"employers": [], "why": found["why"], "foreign": 0}
    asked = collection.proposals(row)
    mine = [one for one in asked.employers if staff.sees_branch(one.branch)]
    return {
        "employers": [_proposed(one, found["id"], staff) for one in mine],
        "why": asked.why,
        "foreign": len(asked.employers) - len(mine),
    }


def _proposed(one: collection.Proposed, item: int, staff: Staff) -> dict[str, Any]:
    buttons = deed(
        staff, "collection.match_suspense", suspense=item, employer=one.number, main=False
    )
    return {
        "name": f"{one.number} {one.name}",
        "address": way(staff, "employer", one.number),
        "why": _(one.why),
        "certain": one.certain,
        "fits": one.fits,
        "months": _months(one),
        "due": amount_text(one.due),
        "deed": buttons[0] if buttons else None,
    }


def _months(one: collection.Proposed) -> str:
    if not one.months:
        return _("没有待缴的月份")
    first, last = str(one.months[0]), str(one.months[-1])
    if first == last:
        return first
    span = {"first": first, "last": last, "count": len(one.months)}
    return _("%(first)s 至 %(last)s，%(count)s 个月") % span


def _cases(item: int, staff: Staff) -> list[dict[str, Any]]:
    """What is under way about it: two people must not dispose of the same money."""
    rows = _CASES.rows(kind="suspense", key=str(item))
    return [{**row, "address": way(staff, "case", row["number"])} for row in rows]
