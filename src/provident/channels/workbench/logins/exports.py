"""导出记录 · who took which list away as a workbook, what it was narrowed to, and how much."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from provident.channels.calc.words import mark
from provident.channels.workbench.listing import Column, Filter, Listing, Search, listing_page
from provident.channels.workbench.money.facts import way
from provident.channels.workbench.pages import page
from provident.kernel.sql import Statement
from provident.staff.api import Staff


@page("exports", "exports", mark("导出记录"))
def exports(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every list that somebody took away as a workbook."""
    return listing_page(request, staff, exports_listing(staff), parameters=exports_asked())


def exports_listing(staff: Staff, *, of_one: bool = False) -> Listing:
    """导出记录 · every list that was taken away, the newest first."""
    who = (
        Column(
            "username",
            mark("用户名"),
            link=lambda row: way(staff, "login", row["username"], "username"),
        ),
        Column("name", mark("姓名")),
    )
    return Listing(
        name="exports",
        title=_("导出记录"),
        source=Statement(__file__, "sql/exports.sql"),
        columns=(
            Column("at", mark("时刻"), "moment"),
            *(() if of_one else who),
            Column("what", mark("列表"), link=lambda row: row["page"]),
            Column("page", mark("所在页面"), on_screen=False),
            Column("conditions", mark("筛选条件"), sortable=False),
            Column("rows", mark("行数"), "count"),
        ),
        order="-at",
        key="id",
        branch="branch",
        empty=_("还没有人导出过列表。"),
        filters=(
            Filter("since", mark("日期自"), "day", "from", "date"),
            Filter("until", mark("日期至"), "day", "until", "date"),
        ),
        search=(
            *(() if of_one else (Search("username"), Search("name", "contains"))),
            Search("what", "contains"),
            Search("conditions", "contains"),
        ),
        search_hint=_("列表、筛选条件") if of_one else _("用户名、姓名、列表、筛选条件"),
    )


def exports_asked(login_id: int | None = None) -> dict[str, Any]:
    """The parameters of the exports: by one login, or by all."""
    return {"login": login_id, "zone": settings.TIME_ZONE}
