"""缴存职工 · finding members, and everything of one on a page with parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as mark

from provident.casework import api as casework
from provident.channels.workbench.listing import Listing, listing_in
from provident.channels.workbench.pages import page
from provident.channels.workbench.people import items
from provident.channels.workbench.people.accrued import accrued
from provident.channels.workbench.people.member_lists import (
    ADJUSTED,
    BASES,
    ENROLMENTS,
    FOUND,
    HOLDS,
    LINES,
    MONTHS,
    OF_EMPLOYER,
    OPERATIONS,
    SEALS,
    STATES,
)
from provident.channels.workbench.people.tables import table
from provident.channels.workbench.people.ways import acts, parts
from provident.kernel import clock
from provident.kernel.dates import Month
from provident.kernel.identifiers import half_width
from provident.kernel.money import ZERO
from provident.kernel.refusal import Defect
from provident.kernel.sql import Statement
from provident.parties import api as parties
from provident.staff.api import Staff

BY_KEY = Statement(__file__, "sql/members_by_key.sql")
HEAD = Statement(__file__, "sql/member_head.sql")
HOLD_ROWS = Statement(__file__, "sql/member_holds.sql")
ENROLMENT_ROWS = Statement(__file__, "sql/member_enrolments.sql")
BASE_ROWS = Statement(__file__, "sql/member_bases.sql")
SEAL_ROWS = Statement(__file__, "sql/member_seals.sql")

TYPED_MAX = 100
FOUND_MAX = 50

PARTS = (
    ("about", mark("概况")),
    ("months", mark("逐月缴存")),
    ("lines", mark("账户明细")),
    ("history", mark("基数与封存")),
    ("operations", mark("办理记录")),
)
LISTS: Mapping[str, Listing] = {"months": MONTHS, "lines": LINES, "operations": OPERATIONS}


@dataclass(frozen=True, slots=True)
class Asked:
    """找谁 · what was typed into the search for a member; `fault` says what is missing."""

    key: str = ""
    name: str = ""
    employer: str = ""
    fault: str = ""


@page("members", "members", mark("缴存职工"))
def members(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Find a member by a number of his, or list those of one employer.

    Numbers of people are posted and never stand in an address; a name alone finds nobody.
    """
    if request.method == "POST":
        return _found(request, staff, _asked(request.POST))
    employer = request.GET.get("employer", "").strip()[:TYPED_MAX]
    numbers = [one for one in request.GET.get("found", "").split(",") if one][:FOUND_MAX]
    listing, parameters = FOUND, {"numbers": numbers}
    if employer:
        listing, parameters = OF_EMPLOYER, {"employer": employer}
    elif not numbers:
        return _page(request, staff, Asked())
    shown = listing_in(request, staff, listing, parameters=parameters, prefix="")
    if isinstance(shown, HttpResponse):
        return shown
    return _page(request, staff, Asked(employer=employer), shown)


def _asked(typed: QueryDict) -> Asked:
    key, name, employer = (
        half_width(typed.get(field, "").replace("\x00", "")).strip()[:TYPED_MAX]
        for field in ("key", "name", "employer")
    )
    fault = ""
    if not (key or employer):
        fault = _("请填写个人账号、证件号码、手机号码、银行卡号之一，或单位账号。")
        if name:
            fault = _("只凭姓名不能查找，请再填写职工的一个号码，或单位账号。")
    return Asked(key, name, employer, fault)


def _found(request: HttpRequest, staff: Staff, asked: Asked) -> HttpResponse:
    """The one member that was meant, or a list to choose from.

    Whoever is served by a foreign branch is not found, so that nobody learns who has a holder.
    """
    address = reverse("desk:members")
    if asked.fault:
        return _page(request, staff, asked, status=422)
    if not asked.key:
        chosen = {"employer": asked.employer} | ({"name": asked.name} if asked.name else {})
        return redirect(f"{address}?{urlencode(chosen)}")
    pattern = asked.name.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    rows = BY_KEY.rows(key=asked.key.upper(), name=pattern, branch=staff.branch)
    numbers = [row["number"] for row in rows]
    if len(numbers) == 1:
        return redirect("desk:member", numbers[0])
    if numbers:
        return redirect(f"{address}?{urlencode({'found': ','.join(numbers)})}")
    says = _("没有找到。请核对号码；填了姓名的，请核对姓名与号码是否一致。")
    return _page(request, staff, Asked(asked.key, asked.name, asked.employer, says), status=422)


def _page(
    request: HttpRequest, staff: Staff, asked: Asked, shown: object = None, status: int = 200
) -> HttpResponse:
    filled = {"employer": asked.employer} if asked.employer else {}
    context = {
        "title": _("缴存职工"),
        "asked": asked,
        "list": shown,
        "acts": acts(staff, ["collection.open_member"], **filled),
    }
    return render(request, "workbench/people/members.html", context, status=status)


@page("member", "members/<str:number>", mark("缴存职工"))
def member(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """One member.  A POST asks to see one masked item in full, for a reason."""
    head = HEAD.row(number=number, month=Month.of(clock.today()).first_day)
    if head is None or not staff.sees_branch(head["branch"]):
        raise Http404
    if request.GET.get("paper") == "statement":
        return _statement(request, head)
    part, tabs = parts(request, PARTS)
    shown = {
        "title": head["name"],
        "head": head,
        "state": STATES.get(head["state"]),
        "parts": tabs,
        "acts": _acts(staff, head),
        "money": _money(head),
        "part": part,
    }
    if request.method == "POST" or part == "about":
        shown |= {"part": "about"} | _about(request, staff, head)
    elif part == "history":
        shown |= _history(head)
    else:
        listed = _listed(request, staff, part, head)
        if isinstance(listed, HttpResponse):
            return listed
        shown |= listed
    status = 422 if shown.get("reasons") else 200
    return render(request, "workbench/people/member.html", shown, status=status)


def _acts(staff: Staff, head: Mapping[str, Any]) -> list[Any]:
    number, employer = head["number"], head["employer"]
    codes = ["collection.change_member"]
    if head["state"] not in ("01", "closed"):  # whoever pays in somewhere is sealed there first
        codes.append("collection.transfer_in")
    own = acts(staff, codes, member=number)
    if not employer:
        return own
    sealing = "seal_members" if head["state"] == "01" else "unseal_members"
    filled = {"wages.0.member": number}
    return [
        *own,
        *acts(staff, ["collection.change_wage"], employer=employer, **filled),
        *acts(staff, [f"collection.{sealing}"], employer=employer, members=number),
    ]


def _money(head: Mapping[str, Any]) -> dict[str, Any]:
    """The four figures of a member's money, in yuan.

    No operation freezes a balance yet, so nothing is 冻结; what can be used is the balance
    without what is on its way out.
    """
    frozen = ZERO
    return {
        "balance": head["balance"],
        "held": head["held"],
        "frozen": frozen,
        "free": head["balance"] - head["held"] - frozen,
    }


def _about(request: HttpRequest, staff: Staff, head: Mapping[str, Any]) -> dict[str, Any]:
    party = parties.find_member(head["number"])
    if party is None:
        raise Defect(f"member {head['number']} is gone")
    holds = HOLD_ROWS.rows(holder=head["holder_id"]) if head["held"] else []
    return {
        **items.told(request, staff, party, f"member:{head['number']}"),
        "to_complete": parties.items_to_complete(party),
        "accrued": None if head["closed_on"] else accrued(head, clock.today()),
        "adjusted": ADJUSTED.get(head["adjusted"] or ""),
        "holds": table(HOLDS, holds),
    }


def _history(head: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "enrolments": table(ENROLMENTS, ENROLMENT_ROWS.rows(member=head["id"])),
        "bases": table(BASES, BASE_ROWS.rows(member=head["id"])),
        "seals": table(SEALS, SEAL_ROWS.rows(member=head["id"])),
    }


def _listed(
    request: HttpRequest, staff: Staff, part: str, head: Mapping[str, Any]
) -> dict[str, Any] | HttpResponse:
    parameters: dict[str, dict[str, Any]] = {
        "months": {"member": head["id"], "today": clock.today()},
        "lines": {"holder": head["holder_id"]},
        "operations": {"member": head["id"], "number": head["number"]},
    }
    shown = listing_in(request, staff, LISTS[part], parameters=parameters[part])
    if isinstance(shown, HttpResponse):
        return shown
    cases = casework.cases_of(staff, f"member:{head['number']}") if part == "operations" else []
    return {"list": shown, "cases": cases}


def _statement(request: HttpRequest, head: Mapping[str, Any]) -> HttpResponse:
    """账户明细单 · all lines from the first on, as a page to print."""
    columns = [column for column in LINES.columns if column.on_screen]
    rows = sorted(
        LINES.source.rows(holder=head["holder_id"]),
        key=lambda row: (row["business_date"], row["id"]),
    )
    shown = {"head": head, "list": table(columns, rows), "money": _money(head)}
    return render(request, "workbench/people/member_statement.html", shown)
