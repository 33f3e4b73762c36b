"""业务日志 · every operation that was done, and one of them from request to voucher."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from provident.casework.rights import documents_in
from provident.channels.calc.words import mark
from provident.channels.workbench.doing.telling import cited
from provident.channels.workbench.listing import (
    Column,
    Filter,
    Listing,
    Search,
    listing_page,
)
from provident.channels.workbench.log import related
from provident.channels.workbench.log.lines import lines_of
from provident.channels.workbench.log.saying import command_said, spec_of, titles
from provident.channels.workbench.log.unmasking import asked
from provident.channels.workbench.money.facts import Fact, fact, known, way
from provident.channels.workbench.money.words import worded
from provident.channels.workbench.pages import page
from provident.kernel.context import shown
from provident.kernel.sql import Statement
from provident.staff.api import Staff

_ALL = Statement(__file__, "sql/operations.sql")
_ONE = Statement(__file__, "sql/operation.sql")

CHANNELS = {
    "counter": mark("柜面"),
    "api": mark("程序接口"),
    "command_line": mark("命令行"),
    "system": mark("系统自动"),
}


def _operations(staff: Staff) -> Listing:
    return Listing(
        name="operations",
        title=_("业务日志"),
        source=_ALL,
        columns=(
            Column(
                "number",
                mark("业务流水号"),
                link=lambda row: way(staff, "operation", row["number"]),
            ),
            Column("business_date", mark("会计日"), "date"),
            Column("title", mark("业务")),
            Column("code", mark("业务代码"), on_screen=False),
            Column("about", mark("对象")),
            Column("maker", mark("经办")),
            Column("checker", mark("复核")),
            Column("channel", mark("渠道"), mask=lambda code: worded(CHANNELS, code)),
            Column("recorded_at", mark("系统时刻"), "moment"),
            Column("policy_release", mark("政策版本"), "count", on_screen=False),
        ),
        order="-number",
        key="number",
        branch="branch",
        empty=_("还没有办过业务。"),
        filters=(
            Filter("code", mark("业务"), "code", words=titles()),
            Filter("channel", mark("渠道"), "channel", words=CHANNELS),
            Filter("since", mark("会计日自"), "business_date", "from", "date"),
            Filter("until", mark("会计日至"), "business_date", "until", "date"),
            Filter("maker", mark("经办"), "maker", "starts", "text"),
            Filter("checker", mark("复核"), "checker", "starts", "text"),
        ),
        search=(  # by numbers: nobody is found by his name alone
            Search("number"),
            Search("employer"),
            Search("member"),
            Search("organisation", "contains"),
        ),
        search_hint=_("流水号、单位、个人账号"),
    )


@page("operations", "operations", mark("业务日志"))
def operations(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every operation of this person's branch, the newest first."""
    parameters = {"titles": json.dumps(titles(), ensure_ascii=False), "system": _("系统")}
    return listing_page(request, staff, _operations(staff), parameters=parameters)


@page("operation", "operations/<str:operation_no>", mark("业务"))
def operation(request: HttpRequest, staff: Staff, operation_no: str) -> HttpResponse:
    """One operation: what was asked, by whom, what it booked, on what it rests."""
    found = operation_seen(staff, operation_no)
    if found is None:
        raise Http404
    lines = lines_of(request, staff, operation_no)
    if isinstance(lines, HttpResponse):
        return lines
    command = _as_mapping(found["command"])
    unmasked = asked(
        request, staff, "业务请求中的号码", f"operation:{operation_no}",
        lambda: documents_in(found["code"], command),
    )  # fmt: skip
    spec = spec_of(found["code"])
    result = _as_mapping(found["result"])
    context = {
        "title": _(spec.title) if spec else found["code"],
        "operation": found,
        "says": result.get("says", ""),
        "facts": _facts(found, staff) + _opened(result.get("facts", {}), staff),
        "command": command_said(found["code"], command, staff, whole=unmasked.whole),
        "unmasked": unmasked,
        "lines": lines,
        "vouchers": related.vouchers_of(operation_no, staff),
        "instructions": related.instructions_of(operation_no, staff),
        "reversals": related.reversals_of(operation_no, staff),
        "things": related.things_of(operation_no, staff),
        "basis": cited(spec.basis) if spec else (),
        "release": _release(found, staff),
    }
    return render(request, "workbench/log/operation.html", context)


def operation_seen(staff: Staff, operation_no: str) -> dict[str, Any] | None:
    """One operation of the log; None where there is none, or another branch's."""
    found = _ONE.row(number=operation_no)
    if found is None or not (staff.branch is None or found["branch"] == staff.branch):
        return None
    return found


def _as_mapping(stored: Any) -> dict[str, Any]:
    """Django's connections hand out jsonb as text."""
    return json.loads(stored) if isinstance(stored, str) else stored


def _facts(found: dict[str, Any], staff: Staff) -> tuple[Fact, ...]:
    channel = worded(CHANNELS, found["channel"])
    return known(
        (
            fact(_("业务流水号"), found["number"]),
            fact(_("业务代码"), found["code"]),
            fact(_("会计日"), found["business_date"]),
            fact(_("系统时刻"), f"{localtime(found['recorded_at']):%Y-%m-%d %H:%M:%S}"),
            fact(_("经办"), shown(found["maker"])),
            fact(_("复核"), shown(found["checker"] or "")),
            fact(_("渠道"), channel),
            fact(_("办件"), found["case_no"], way(staff, "case", found["case_no"])),
            fact(_("请求摘要（SM3）"), found["command_hash"]),
        )
    )


def _opened(told: dict[str, Any], staff: Staff) -> tuple[Fact, ...]:
    """The employer or the member that the receipt names, such as the one just opened."""
    titles = {"employer": _("单位账号"), "member": _("个人账号")}
    return tuple(
        fact(title, told[name], way(staff, name, told[name]))
        for name, title in titles.items()
        if isinstance(told.get(name), str)
    )


def _release(found: dict[str, Any], staff: Staff) -> dict[str, str] | None:
    """The policy release that decided, with its page and the policy of that day."""
    if found["policy_release"] is None:
        return None
    return {
        "number": str(found["policy_release"]),
        "address": way(staff, "policy", found["policy_release"]),
        "published_at": f"{localtime(found['published_at']):%Y-%m-%d}",
        "note": found["published_why"] or "",
        "on_the_day": f"{reverse('policy')}?on={found['business_date'].isoformat()}",
    }
