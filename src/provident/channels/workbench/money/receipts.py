"""到账 · money booked to employers: the list, and one receipt with all that came of it."""

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
    listing_in,
    listing_page,
)
from provident.channels.workbench.log.lines import lines_of
from provident.channels.workbench.log.masking import mask_text
from provident.channels.workbench.log.related import vouchers_of
from provident.channels.workbench.money.facts import Fact, deed, fact, known, state, way
from provident.channels.workbench.money.words import (
    HOW,
    LIST_MOVES,
    MOVES,
    RECEIPT_STATES,
    SOURCES,
    plain,
    worded,
)
from provident.channels.workbench.pages import page
from provident.documents.notation import amount_text
from provident.kernel.sql import Statement
from provident.parties.api import mask_card
from provident.staff.api import Staff

_ALL = Statement(__file__, "sql/receipts.sql")
_ONE = Statement(__file__, "sql/receipt.sql")
_LISTS = Statement(__file__, "sql/receipt_lists.sql")
_MOVES = Statement(__file__, "sql/receipt_moves.sql")


def _receipts(staff: Staff) -> Listing:
    return Listing(
        name="receipts",
        title=_("到账"),
        source=_ALL,
        columns=(
            Column("id", mark("编号"), link=lambda row: way(staff, "receipt", row["id"])),
            Column("business_date", mark("会计日"), "date"),
            Column("bank_name", mark("收款银行")),
            Column("payer_name", mark("付款人")),
            Column("payer_no", mark("付款账号"), mask=mask_card, on_screen=False),
            Column("amount", mark("金额（元）"), "yuan"),
            Column(
                "employer_name",
                mark("记入单位"),
                link=lambda row: way(staff, "employer", row["employer"]),
            ),
            Column("employer", mark("单位账号"), on_screen=False),
            Column("how", mark("匹配依据"), mask=lambda how: worded(HOW, how)),
            Column("state", mark("状态"), "tag", tags=RECEIPT_STATES),
            Column("bank_date", mark("银行入账日"), "date", on_screen=False),
            Column("host_serial", mark("银行主机流水号"), on_screen=False),
            Column(
                "operation_no",
                mark("业务流水号"),
                link=lambda row: way(staff, "operation", row["operation_no"]),
            ),
        ),
        order="-id",
        key="id",
        branch="branch",
        sums=("amount",),
        empty=_("还没有到账。单位汇款后，银行的到账通知到了就会自动出现在这里。"),
        filters=(
            Filter("state", mark("状态"), "state", words=plain(RECEIPT_STATES)),
            Filter("how", mark("匹配依据"), "how", words=HOW),
            Filter("since", mark("会计日自"), "business_date", "from", "date"),
            Filter("until", mark("会计日至"), "business_date", "until", "date"),
            Filter("amount", mark("金额"), "amount", "is", "yuan"),
        ),
        search=(
            Search("employer"),
            Search("employer_name", "contains"),
            Search("payer_name", "contains"),
            Search("bank_name", "contains"),
            Search("host_serial"),
            Search("operation_no"),
        ),
        search_hint=_("单位、付款人、收款银行、流水号"),
    )


@page("receipts", "receipts", mark("到账"))
def receipts(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every receipt of the employers that this person sees."""
    return listing_page(request, staff, _receipts(staff))


@page("receipt", "receipts/<int:receipt>", mark("到账"))
def receipt(request: HttpRequest, staff: Staff, receipt: int) -> HttpResponse:
    """One receipt: the bank's movement, the months it paid, the entry, the voucher."""
    found = _ONE.row(receipt=receipt)
    if found is None or not staff.sees_branch(found["branch"]):
        raise Http404
    operations = [one for one in (found["operation_no"], found["undone_by"]) if one]
    asked = {"operations": operations, "employer_id": found["employer_id"]}
    lists = listing_in(request, staff, _paid(staff), parameters=asked)
    lines = lines_of(request, staff, found["operation_no"])
    for answer in (lists, lines):
        if isinstance(answer, HttpResponse):
            return answer
    booked = found["state"] == "booked"
    context = {
        "title": _("到账 %(number)s") % {"number": receipt},
        "receipt": found,
        "amount": amount_text(found["amount"]),
        "state": state("", RECEIPT_STATES, found["state"]),
        "facts": _facts(found, staff),
        "bank": _bank(found, staff),
        "moves": [_move(one) for one in _MOVES.rows(**asked)],
        "lists": lists,
        "lines": lines,
        "vouchers": vouchers_of(found["operation_no"], staff),
        "deeds": deed(staff, "collection.undo_receipt", receipt=receipt) if booked else [],
    }
    return render(request, "workbench/money/receipt.html", context)


def _facts(found: dict[str, Any], staff: Staff) -> tuple[Fact, ...]:
    employer = f"{found['employer']} {found['employer_name']}"
    wrong = _("是，到账在不收缴存款的专户") if found["wrong_account"] else None
    return known(
        (
            fact(_("记入单位"), employer, way(staff, "employer", found["employer"])),
            fact(_("会计日"), found["business_date"]),
            fact(_("匹配依据"), worded(HOW, found["how"])),
            fact(_("专户有误"), wrong),
            _operation(_("入账业务"), found["operation_no"], staff),
            _operation(_("撤销业务"), found["undone_by"], staff),
        )
    )


def _bank(found: dict[str, Any], staff: Staff) -> tuple[Fact, ...]:
    if found["statement_place"]:
        stated = _("第 %(place)s 行") % {"place": found["statement_place"]}
    elif found["statement_fetched_at"]:
        stated = _("对账单上没有这一笔")
    else:
        stated = _("当日对账单还没有取得")
    row = way(staff, "bank_rows", found["bank_row"])
    return known(
        (
            fact(_("银行流水"), found["bank_row"], row),
            fact(_("收款专户"), f"{found['bank_name']} {mask_card(found['account_no'])}"),
            fact(_("银行金额（元）"), found["bank_amount"], row),
            fact(_("付款人"), found["opponent_name"]),
            fact(_("付款账号"), mask_card(found["opponent_no"])),
            fact(_("摘要"), mask_text(found["summary"])),
            fact(_("附言"), mask_text(found["remark"])),
            fact(_("银行入账日"), found["bank_date"]),
            fact(_("银行主机流水号"), found["host_serial"]),
            fact(_("来源"), worded(SOURCES, found["source"])),
            fact(_("对账单"), stated),
        )
    )


def _operation(label: str, number: str, staff: Staff) -> Fact:
    return fact(label, number or None, way(staff, "operation", number))


def _move(row: dict[str, Any]) -> dict[str, Any]:
    """One change of the employer's 未分摊, written."""
    word = worded(MOVES, row["cause"])
    return {**row, "amount": amount_text(row["amount"]), "cause": word}


def _paid(staff: Staff) -> Listing:
    return Listing(
        name="paid",
        title=_("付清的清册"),
        source=_LISTS,
        columns=(
            Column("month", mark("汇缴年月"), "month"),
            Column(
                "reference",
                mark("附言号"),
                link=lambda row: way(staff, "list", row["reference"]),
            ),
            Column("persons", mark("人数"), "count"),
            Column("members_total", mark("记入职工（元）"), "yuan"),
            Column("diverted_total", mark("转未分摊（元）"), "yuan"),
            Column("value_date", mark("起息日"), "date"),
            Column("what", mark("办理"), "tag", tags=LIST_MOVES),
        ),
        order="id",
        key="id",
        sums=("members_total", "diverted_total"),
        empty=_("这笔到账没有直接付清哪个月的清册，全部留在单位的未分摊款。"),
    )
