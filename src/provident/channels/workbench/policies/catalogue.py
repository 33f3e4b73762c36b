"""业务目录 · every operation: what it rests on, how it is booked, who makes and checks it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from provident.casework.approvals import Approval, approval
from provident.channels.calc.words import mark
from provident.channels.portal.policy_pages import BUSINESSES
from provident.channels.workbench.doing.telling import cited
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
from provident.documents.notation import amount_text
from provident.kernel import operation as registry
from provident.kernel.sql import Statement
from provident.ledger import api as ledger
from provident.staff.api import Staff
from provident.staff.duties import duties, matches

_OPERATIONS = Statement(__file__, "sql/catalogue.sql")

MOVES = {
    "none": Tag(mark("不动资金")),
    "in": Tag(mark("资金进来")),
    "out": Tag(mark("资金出去"), "warn"),
    "inside": Tag(mark("账内划转")),
}

WHO = {"people": mark("人员办理"), "machine": mark("系统自动")}

ELSEWHERE = {"dayend": mark("日终"), "staff": mark("用户"), "policy": mark("政策")}
"""Businesses without parameters of their own."""


@page("catalogue", "catalogue", mark("业务目录"))
def catalogue(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every registered operation."""
    operations = json.dumps(list(_operations()), ensure_ascii=False)
    return listing_page(request, staff, _listing(staff), parameters={"operations": operations})


def _operations() -> Iterator[dict[str, Any]]:
    for found in registry.catalogue():
        people, entry = not found.machine_only, approval(found)
        yield {
            "code": found.code,
            "business": _business(found.code),
            "title": _(found.title),
            "moves": found.moves,
            "basis": _basis(found.basis),
            "posting": "；".join(_(ledger.posting_rule(one).title) for one in found.posting),
            "second": _second(found, entry),
            "who": "people" if people else "machine",
            "makers": _makers(found.code) if people else "",
            "checkers": _checkers(found.code, entry) if entry and people else "",
        }


def _business(code: str) -> str:
    first = code.partition(".")[0]
    word = BUSINESSES.get(first) or ELSEWHERE.get(first)
    return _(word) if word else first


def _basis(codes: tuple[str, ...]) -> str:
    """Citations, the articles of one document together: 《…》第十九条、第二十一条."""
    articles: dict[str, list[str]] = {}
    for text in cited(codes):
        document, mark_, article = text.rpartition("第")
        articles.setdefault(document or text, []).extend(
            [f"{mark_}{article}"] if document else []
        )
    return "；".join(f"{document}{'、'.join(found)}" for document, found in articles.items())


def _second(found: registry.OperationSpec, entry: Approval | None) -> str:
    if found.machine_only:
        return ""
    if found.two_persons or (entry and entry.from_amount == 0):
        return _("须两人")
    if entry and entry.from_amount is not None:
        return _("%(amount)s 元起须两人") % {"amount": amount_text(entry.from_amount)}
    return _("一人")


def _makers(code: str) -> str:
    return "、".join(
        _(one.title) for one in duties().roles.values() if matches(one.makes, code)
    )


def _checkers(code: str, entry: Approval) -> str:
    roles = duties().roles
    return "、".join(
        _(roles[name].title) for name in entry.checkers if matches(roles[name].checks, code)
    )


def _listing(staff: Staff) -> Listing:
    words = {
        word: word for word in sorted({_business(one.code) for one in registry.catalogue()})
    }
    return Listing(
        name="catalogue",
        title=_("业务目录"),
        source=_OPERATIONS,
        columns=(
            Column("title", mark("业务"), link=lambda row: way(staff, "form", row["code"])),
            Column("code", mark("业务代码")),
            Column("business", mark("类别"), on_screen=False),
            Column("moves", mark("资金"), "tag", tags=MOVES, on_screen=False),
            Column("second", mark("几人办理")),
            Column("makers", mark("经办岗位")),
            Column("checkers", mark("复核岗位")),
            Column("posting", mark("分录规则"), sortable=False),
            Column("basis", mark("依据"), sortable=False),
        ),
        order="code",
        key="code",
        filters=(
            Filter(
                "business",
                mark("类别"),
                "business",
                words=words,
            ),
            Filter("moves", mark("资金"), "moves", words=plain(MOVES)),
            Filter("who", mark("由谁办理"), "who", words=WHO),
        ),
        search=(Search("title", "contains"), Search("code"), Search("basis", "contains")),
        search_hint=_("名称、代码、依据"),
        empty=_("没有登记的业务。"),
    )
