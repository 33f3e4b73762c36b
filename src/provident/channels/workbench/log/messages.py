"""报文 · what was said on the wire: requests of ours, and the notices of the bank."""

from __future__ import annotations

import json
import re

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
    Tag,
    listing_in,
    listing_page,
)
from provident.channels.workbench.log import wire_fields
from provident.channels.workbench.log.unmasking import asked
from provident.channels.workbench.money.facts import Fact, fact, known, state, way
from provident.channels.workbench.money.words import (
    INSTRUCTION_STATES,
    ROW_KINDS,
    ROW_STATES,
    plain,
)
from provident.channels.workbench.pages import page
from provident.kernel.sql import Statement
from provident.settlement import inspection
from provident.staff.api import Staff

_SENT = Statement(__file__, "sql/messages.sql")
_NOTICES = Statement(__file__, "sql/notices.sql")
_INSTRUCTION = Statement(__file__, "sql/instruction_of_message.sql")
_ROWS = Statement(__file__, "sql/rows_of_notice.sql")

ROWS_SHOWN_MAX = 50
"""More rows of a notice than these are read in the list of its movements."""

_DATA = re.compile(r"(<field name=\"DATA\">)[^<]*", re.IGNORECASE)

STATES = {
    "sent_unknown": Tag(mark("已发送，未见应答"), "warn"),
    "answered": Tag(mark("已应答"), "good"),
    "undelivered": Tag(mark("没有送达"), "bad"),
}


def _sent(staff: Staff) -> Listing:
    return Listing(
        name="messages",
        title=_("发出的报文"),
        source=_SENT,
        columns=(
            Column(
                "seq_no",
                mark("发送方流水号"),
                link=lambda row: way(staff, "message", row["id"], "message"),
            ),
            Column("kind", mark("交易")),
            Column("tx_code", mark("交易代码")),
            Column("node", mark("接收方节点号")),
            Column("sent_at", mark("发送时刻"), "moment"),
            Column("state", mark("状态"), "tag", tags=STATES),
            Column("return_code", mark("返回码")),
            Column("return_message", mark("返回信息")),
        ),
        order="-id",
        key="id",
        empty=_("还没有发出过报文。"),
        filters=(
            Filter("state", mark("状态"), "state", words=plain(STATES)),
            Filter("kind", mark("交易"), "tx_code", words=wire_fields.kinds()),
            Filter("since", mark("发送日期自"), "sent_on", "from", "date"),
            Filter("until", mark("发送日期至"), "sent_on", "until", "date"),
        ),
        search=(Search("seq_no"), Search("return_code"), Search("return_message", "contains")),
        search_hint=_("流水号、返回码"),
    )


def _received(staff: Staff) -> Listing:
    return Listing(
        name="notices",
        title=_("收到的通知"),
        source=_NOTICES,
        columns=(
            Column(
                "id", mark("编号"), link=lambda row: way(staff, "message", row["id"], "frame")
            ),
            Column("received_at", mark("收到时刻"), "moment"),
            Column("sender_seq_no", mark("发送方流水号")),
            Column("rows_total", mark("明细笔数"), "count"),
            Column("rows_new", mark("新的笔数"), "count"),
            Column("rows_known", mark("已有的笔数"), "count"),
        ),
        order="-id",
        key="id",
        empty=_("还没有收到过通知。"),
        filters=(
            Filter("since", mark("收到日期自"), "received_on", "from", "date"),
            Filter("until", mark("收到日期至"), "received_on", "until", "date"),
        ),
        search=(Search("sender_seq_no"),),
        search_hint=_("发送方流水号"),
    )


@page("messages", "messages", mark("报文"))
def messages(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The requests that were sent; on the other tab the notices that came."""
    if request.GET.get("tab") == "notices":
        return _notices(request, staff)
    parameters = {"kinds": json.dumps(wire_fields.kinds(), ensure_ascii=False)}
    return listing_page(
        request,
        staff,
        _sent(staff),
        parameters=parameters,
        template="workbench/log/messages.html",
        context={"here": "messages"},
    )


def _notices(request: HttpRequest, staff: Staff) -> HttpResponse:
    return listing_page(
        request,
        staff,
        _received(staff),
        template="workbench/log/messages.html",
        context={"here": "notices"},
    )


@page("message", "messages/<int:message>", mark("报文"))
def message(request: HttpRequest, staff: Staff, message: int) -> HttpResponse:
    """One request with its answer, field by field."""
    seen = inspection.wire(message)
    if seen is None:
        raise Http404
    unmasked = asked(request, staff, "报文中的账号", f"wire_message:{message}")
    sent = wire_fields.request_shown(seen.request, seen.tx_code, whole=unmasked.whole)
    came = wire_fields.answer_shown(seen.answer or {}, seen.tx_code, whole=unmasked.whole)
    context = {
        "title": wire_fields.kinds().get(seen.tx_code, seen.tx_code),
        "seen": seen,
        "state": state("", STATES, seen.state),
        "facts": _facts(seen, staff),
        "parts": ((_("请求"), sent), (_("应答"), came)),
        "unmasked": unmasked,
    }
    return render(request, "workbench/log/message.html", context)


def _facts(seen: inspection.WireSeen, staff: Staff) -> tuple[Fact, ...]:
    found = _INSTRUCTION.row(seq_no=seen.seq_no) or {}
    number = found.get("operation_no")
    return known(
        (
            fact(_("发送方流水号"), seen.seq_no),
            fact(_("交易代码"), seen.tx_code),
            fact(_("接收方节点号"), seen.node),
            fact(_("发送时刻"), f"{localtime(seen.sent_at):%Y-%m-%d %H:%M:%S}"),
            state(_("状态"), STATES, seen.state),
            fact(_("返回码"), seen.return_code),
            fact(_("返回信息"), seen.return_message),
            fact(_("结算指令"), found.get("id")),
            state(_("指令状态"), INSTRUCTION_STATES, found.get("state", "")),
            fact(_("发起业务"), number, way(staff, "operation", number)),
        )
    )


def _movements(staff: Staff) -> Listing:
    return Listing(
        name="movements",
        title=_("这份通知带来的新流水"),
        source=_ROWS,
        columns=(
            Column("id", mark("编号"), link=lambda row: way(staff, "bank_rows", row["id"])),
            Column("bank_date", mark("银行入账日"), "date"),
            Column("host_serial", mark("主机流水号")),
            Column("opponent_name", mark("对方户名")),
            Column("amount", mark("收付（元）"), "yuan"),
            Column("kind", mark("分类"), "tag", tags=ROW_KINDS),
            Column("state", mark("状态"), "tag", tags=ROW_STATES),
        ),
        order="id",
        key="id",
        sums=("amount",),
        empty=_("这份通知没有新的流水：里面的每一笔先前都已报来。"),
    )


@page("message", "messages/notices/<int:frame>", mark("到账通知"))
def notice(request: HttpRequest, staff: Staff, frame: int) -> HttpResponse:
    """One notice as it came: head, rows, raw text, and the movements it brought."""
    seen = inspection.notice(frame)
    if seen is None:
        raise Http404
    movements = listing_in(request, staff, _movements(staff), parameters={"frame": frame})
    if isinstance(movements, HttpResponse):
        return movements
    unmasked = asked(request, staff, "到账通知中的账号", f"notice_frame:{frame}")
    whole = unmasked.whole
    context = {
        "title": _("到账通知 %(number)s") % {"number": frame},
        "seen": seen,
        "facts": _notice_facts(seen),
        "head": wire_fields.head_shown(seen.head, whole=whole),
        "rows": [wire_fields.row_shown(row, whole=whole) for row in seen.rows[:ROWS_SHOWN_MAX]],
        "beyond": max(0, len(seen.rows) - ROWS_SHOWN_MAX),
        "raw": seen.body if whole else _without_file(seen.body),
        "movements": movements,
        "unmasked": unmasked,
    }
    return render(request, "workbench/log/notice.html", context)


def _without_file(body: str) -> str:
    """The raw text without the packed file, in which the account numbers stand."""
    instead = _("（压缩的明细文件，查看全号后显示）")
    return _DATA.sub(lambda found: f"{found[1]}{instead}", body)


def _notice_facts(seen: inspection.NoticeSeen) -> tuple[Fact, ...]:
    return known(
        (
            fact(_("收到时刻"), f"{localtime(seen.received_at):%Y-%m-%d %H:%M:%S}"),
            fact(_("发送方流水号"), seen.sender_seq_no),
            fact(_("明细笔数"), seen.rows_total),
            fact(_("新的笔数"), seen.rows_new),
        )
    )
