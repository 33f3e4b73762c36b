"""银行流水 · what the bank told of the centre's accounts, movement by movement."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from provident.channels.calc.words import mark
from provident.channels.workbench.listing import (
    Column,
    Filter,
    Listing,
    Search,
    listing_page,
)
from provident.channels.workbench.log.masking import mask_text
from provident.channels.workbench.money.facts import Deed, Fact, deed, fact, known, state, way
from provident.channels.workbench.money.words import (
    HOW,
    RECEIPT_STATES,
    ROW_KINDS,
    ROW_STATES,
    SOURCES,
    SUSPENSE_STATES,
    plain,
    worded,
)
from provident.channels.workbench.pages import page
from provident.documents.notation import amount_text
from provident.kernel.sql import Statement
from provident.parties.api import mask_card
from provident.settlement import inspection
from provident.staff.api import Staff
from provident.standards import code_list

_ALL = Statement(__file__, "sql/bank_rows.sql")
_ONE = Statement(__file__, "sql/bank_row.sql")
_RECEIPTS = Statement(__file__, "sql/receipts_of_row.sql")

NEW, WAITING, CORRECTED = "new", "waiting", "corrected"


def _rows(staff: Staff) -> Listing:
    return Listing(
        name="bank_rows",
        title=_("银行流水"),
        source=_ALL,
        columns=(
            Column("id", mark("编号"), link=lambda row: way(staff, "bank_rows", row["id"])),
            Column("bank_date", mark("银行入账日"), "date"),
            Column("bank_name", mark("银行")),
            Column("account_no", mark("银行专户"), mask=mask_card),
            Column("opponent_name", mark("对方户名")),
            Column("opponent_no", mark("对方账号"), mask=mask_card, on_screen=False),
            Column("amount", mark("收付（元）"), "yuan"),
            Column("kind", mark("分类"), "tag", tags=ROW_KINDS),
            Column("state", mark("状态"), "tag", tags=ROW_STATES),
            Column("host_serial", mark("主机流水号")),
            Column("summary", mark("摘要"), mask=mask_text, on_screen=False),
            Column("remark", mark("附言"), mask=mask_text, on_screen=False),
            Column("why", mark("说明"), on_screen=False),
            Column(
                "operation_no",
                mark("业务流水号"),
                link=lambda row: way(staff, "operation", row["operation_no"]),
            ),
        ),
        order="-id",
        key="id",
        sums=("amount",),
        empty=_("还没有银行流水。登记银行专户并与结算平台连通后，银行的通知会自动进来。"),
        filters=(
            Filter("state", mark("状态"), "state", words=plain(ROW_STATES)),
            Filter("kind", mark("分类"), "kind", words=plain(ROW_KINDS)),
            Filter("since", mark("入账日自"), "bank_date", "from", "date"),
            Filter("until", mark("入账日至"), "bank_date", "until", "date"),
            Filter("account", mark("银行专户"), "account_no", "starts", "text"),
            Filter("amount", mark("金额"), "amount", "is", "yuan"),
        ),
        search=(
            Search("host_serial"),
            Search("opponent_name", "contains"),
            Search("opponent_no"),
            Search("remark", "contains"),
            Search("operation_no"),
        ),
        search_hint=_("主机流水号、对方、附言"),
    )


@page("bank_rows", "bank_rows", mark("银行流水"))
def bank_rows(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every movement, the newest first."""
    return listing_page(request, staff, _rows(staff))


@page("bank_rows", "bank_rows/<int:row>", mark("银行流水"))
def bank_row(request: HttpRequest, staff: Staff, row: int) -> HttpResponse:
    """One movement: what the bank said of it, what became of it, what can be done."""
    found = _ONE.row(row=row)
    if found is None:
        raise Http404
    shown = CORRECTED if found["corrected_by"] else found["state"]
    context = {
        "title": _("银行流水 %(number)s") % {"number": row},
        "row": found,
        "amount": amount_text(found["amount"]),
        "state": state("", ROW_STATES, shown),
        "kind": state("", ROW_KINDS, found["kind"]),
        "facts": _told_by_bank(found),
        "became": _became(found, staff),
        "doubts": inspection.row_doubts(row).reasons,
        "receipts": [
            _receipt(one, staff) for one in _RECEIPTS.rows(row=row, branch=staff.branch)
        ],
        "waits": shown in (NEW, WAITING),
        "deeds": _deeds(found, staff),
    }
    return render(request, "workbench/money/bank_row.html", context)


def _told_by_bank(found: dict[str, Any]) -> tuple[Fact, ...]:
    return known(
        (
            fact(_("银行专户"), f"{found['bank_name']} {mask_card(found['account_no'])}"),
            fact(_("专户性质"), _bank_account_kind(found["account_kind"])),
            fact(_("科目"), found["gl_account"]),
            fact(_("主机流水号"), found["host_serial"]),
            fact(_("银行入账日"), found["bank_date"]),
            fact(_("银行入账时间"), _clock(found["bank_time"])),
            fact(_("余额（元）"), found["balance"]),
            fact(_("对方户名"), found["opponent_name"]),
            fact(_("对方账号"), mask_card(found["opponent_no"])),
            fact(_("对方行号"), found["opponent_bank"]),
            fact(_("摘要"), mask_text(found["summary"])),
            fact(_("附言"), mask_text(found["remark"])),
            fact(_("冲正标识"), _("是，银行冲回先前的一笔") if found["redo"] else None),
            fact(_("同号另报"), mask_card(found["apart"]) if found["apart"] else None),
            fact(_("来源"), worded(SOURCES, found["source"])),
            fact(_("收到时刻"), f"{localtime(found['received_at']):%Y-%m-%d %H:%M:%S}"),
            fact(_("对账单"), _statement(found)),
        )
    )


def _bank_account_kind(code: str) -> str:
    name = code_list("special_bank_account").codes.get(code, "")
    return _(name) if name else code


def _statement(found: dict[str, Any]) -> str:
    if found["statement_place"]:
        return _("第 %(place)s 行") % {"place": found["statement_place"]}
    if found["statement_fetched_at"]:
        return _("对账单上没有这一笔")
    return _("当日对账单还没有取得")


def _clock(text: str) -> str:
    """101500 as 10:15:00."""
    return f"{text[:2]}:{text[2:4]}:{text[4:6]}" if len(text) == 6 else text


def _became(found: dict[str, Any], staff: Staff) -> tuple[Fact, ...]:
    number, corrected = found["operation_no"], found["corrected_by"]
    notice = way(staff, "message", found["frame"], "frame")
    return known(
        (
            fact(_("处理业务"), number, way(staff, "operation", number)),
            fact(_("更正业务"), corrected, way(staff, "operation", corrected)),
            fact(_("暂收款"), found["suspense"], way(staff, "suspense", found["suspense"])),
            state(_("暂收款状态"), SUSPENSE_STATES, found["suspense_state"] or ""),
            fact(_("冲回的流水"), found["undoes"], way(staff, "bank_rows", found["undoes"])),
            fact(
                _("冲回它的流水"),
                found["undone_by"],
                way(staff, "bank_rows", found["undone_by"]),
            ),
            fact(_("通知原文"), found["frame"], notice),
        )
    )


def _receipt(one: dict[str, Any], staff: Staff) -> dict[str, Any]:
    return {
        **one,
        "amount": amount_text(one["amount"]),
        "how": worded(HOW, one["how"]),
        "state": state("", RECEIPT_STATES, one["state"]),
        "address": way(staff, "receipt", one["id"]),
        "employer_address": way(staff, "employer", one["employer"]),
    }


def _deeds(found: dict[str, Any], staff: Staff) -> list[Deed]:
    """What can be done about it, by its kind; the operation itself judges whether it may be.

    A report that was found false is over; one that is booked may still be found false.
    """
    row, kind = found["id"], found["kind"]
    if found["corrected_by"]:
        return []
    deeds: list[Deed] = []
    if found["state"] == WAITING:
        if kind in ("interest", "fee"):
            given = {"bank_row": row, "item": kind}
            deeds += deed(staff, "settlement.book_bank_item", **given)
        elif kind == "reversal":
            deeds += deed(staff, "settlement.book_bank_item", main=False, bank_row=row)
        if kind == "own_transfer":
            side = "paid_row" if found["amount"] < 0 else "received_row"
            deeds += deed(staff, "settlement.book_own_transfer", **{side: row})
        deeds += deed(staff, "settlement.retry_row", main=kind == "receipt", bank_row=row)
        deeds += deed(staff, "settlement.close_item", main=False, bank_rows=row)
    deeds += deed(staff, "settlement.correct_row", main=kind == "disputed", wrong_row=row)
    return deeds
