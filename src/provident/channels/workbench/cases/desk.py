"""办件清单 · what waits for me, what I handed in, what is done, and everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from provident.casework.rights import checked_codes, seen_codes
from provident.channels.calc.words import mark
from provident.channels.workbench.listing import (
    Column,
    Filter,
    Listing,
    Search,
    Tag,
    listing_page,
)
from provident.channels.workbench.money.facts import way
from provident.channels.workbench.money.words import plain
from provident.channels.workbench.pages import page
from provident.kernel import clock
from provident.kernel.sql import Statement
from provident.staff.api import Staff

STATES = {
    "waiting": Tag(mark("待复核"), "warn"),
    "overdue": Tag(mark("待复核，已逾期"), "bad"),
    "returned": Tag(mark("已退回"), "warn"),
    "withdrawn": Tag(mark("已撤回")),
    "done": Tag(mark("已办结"), "good"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """一类办件 · its select, its order, and what to say when there is none.

    `of_branch`: only cases of the branch of whoever looks; his own are his wherever.
    """

    code: str
    title: str
    source: Statement
    order: str
    empty: str
    of_branch: bool


TABS = (
    Tab(
        "waiting",
        mark("待我复核"),
        Statement(__file__, "sql/waiting.sql"),
        "in_turn",
        mark("没有等您复核的办件。"),
        of_branch=True,
    ),
    Tab(
        "mine",
        mark("我经办的"),
        Statement(__file__, "sql/mine.sql"),
        "in_turn",
        mark("您没有在办的办件。须两人办理的业务提交以后，会出现在这里。"),
        of_branch=False,
    ),
    Tab(
        "ended",
        mark("已办结"),
        Statement(__file__, "sql/ended.sql"),
        "-in_turn",
        mark("您还没有办结的办件。"),
        of_branch=False,
    ),
    Tab(
        "every",
        mark("全部"),
        Statement(__file__, "sql/every.sql"),
        "-in_turn",
        mark("还没有办件。须两人办理的业务提交以后，会出现在这里。"),
        of_branch=True,
    ),
)


@page("cases", "cases", mark("办件"))
def cases(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The cases of one tab; whoever checks sees first what waits for him."""
    codes = checked_codes(staff)
    asked = request.GET.get("tab") or ("waiting" if codes else _first(staff))
    tab = next((one for one in TABS if one.code == asked), TABS[0])
    parameters: dict[str, Any] = {"name": staff.name, "codes": codes}
    parameters["seen"] = seen_codes(staff)
    parameters["today"] = clock.today().isoformat()
    tabs = [(one.code, _(one.title), one is tab) for one in TABS]
    return listing_page(
        request,
        staff,
        _cases(tab, staff),
        parameters=parameters,
        template="workbench/cases/cases.html",
        context={"title": _("办件"), "tabs": tabs},
    )


def _first(staff: Staff) -> str:
    """Whoever makes nothing (an auditor) sees everything first."""
    return "mine" if staff.may_see("form") and "auditor" not in staff.roles else "every"


def _cases(tab: Tab, staff: Staff) -> Listing:
    return Listing(
        name="cases",
        title=_(tab.title),
        source=tab.source,
        columns=(
            Column(
                "number", mark("办件号"), link=lambda row: way(staff, "case", row["number"])
            ),
            Column("title", mark("业务")),
            Column("about", mark("办理对象")),
            Column("amount", mark("金额（元）"), "yuan"),
            Column("state", mark("状态"), "tag", tags=STATES),
            Column("maker", mark("经办")),
            Column("checker", mark("复核")),
            Column("made_on", mark("受理日"), "date"),
            Column("due_on", mark("期限"), "date"),
            Column("moved_at", mark("最近一步"), "moment", on_screen=False),
            Column("operation_no", mark("业务流水号"), on_screen=False),
        ),
        order=tab.order,
        key="number",
        branch="branch" if tab.of_branch else "",
        empty=_(tab.empty),
        filters=(
            Filter("state", mark("状态"), "state", words=plain(STATES)),
            Filter("since", mark("受理日自"), "made_on", "from", "date"),
            Filter("until", mark("受理日至"), "made_on", "until", "date"),
            Filter("maker", mark("经办"), "maker", "starts", "text"),
        ),
        search=(  # by numbers: nobody is found by his name alone
            Search("number"),
            Search("subject"),
            Search("organisation", "contains"),
            Search("title", "contains"),
        ),
        search_hint=_("办件号、单位、个人账号、业务"),
    )
