"""缴存单位 · the list of employers, and everything of one on a page with parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as mark

from provident.casework import api as casework
from provident.channels.workbench.listing import Filter, Listing, listing_in, listing_page
from provident.channels.workbench.pages import page
from provident.channels.workbench.people import items
from provident.channels.workbench.people.employer_lists import (
    EMPLOYERS,
    MONTHS,
    OPERATIONS,
    PAYERS,
    RATIOS,
    RECEIPTS,
    STATES,
    UNALLOCATED,
)
from provident.channels.workbench.people.tables import table
from provident.channels.workbench.people.ways import Act, acts, parts
from provident.kernel import clock
from provident.kernel.dates import Month
from provident.kernel.refusal import Defect
from provident.kernel.sql import Statement
from provident.parties import api as parties
from provident.parties.finding import branches
from provident.staff.api import Staff

HEAD = Statement(__file__, "sql/employer_head.sql")
PAYER_ROWS = Statement(__file__, "sql/employer_payers.sql")
RATIO_ROWS = Statement(__file__, "sql/employer_ratios.sql")

PARTS = (
    ("about", mark("概况")),
    ("months", mark("逐月缴存")),
    ("unallocated", mark("未分摊")),
    ("receipts", mark("到账")),
    ("operations", mark("办理记录")),
)
LISTS: Mapping[str, Listing] = {
    "months": MONTHS,
    "unallocated": UNALLOCATED,
    "receipts": RECEIPTS,
    "operations": OPERATIONS,
}

ACTS = (
    "collection.confirm_lists",
    "collection.open_member",
    "collection.change_wage",
    "collection.seal_members",
    "collection.unseal_members",
    "collection.transfer_in",
    "collection.change_ratio",
    "collection.add_payer",
    "collection.remove_payer",
    "collection.change_employer",
)


@page("employers", "employers", mark("缴存单位"))
def employers(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every employer of the branch; whoever works for the whole centre can choose a branch."""
    listing = EMPLOYERS
    if staff.branch is None:
        chosen = Filter("branch", mark("网点"), "branch", words=branches())
        listing = replace(listing, filters=(*listing.filters, chosen))
    return listing_page(
        request,
        staff,
        listing,
        template="workbench/people/employers.html",
        context={"acts": acts(staff, ["collection.open_employer"])},
    )


@page("employer", "employers/<str:number>", mark("缴存单位"))
def employer(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """One employer.  A POST asks to see one masked item in full, for a reason."""
    head = HEAD.row(number=number, month=Month.of(clock.today()).first_day)
    if head is None or not staff.sees_branch(head["branch"]):
        raise Http404
    part, tabs = parts(request, PARTS)
    shown = {
        "title": head["name"],
        "head": head,
        "state": STATES[head["state"]],
        "parts": tabs,
        "acts": [*_uploading(staff, number), *acts(staff, ACTS, employer=number)],
        "members": f"{reverse('desk:members')}?employer={number}",
    }
    if request.method == "POST" or part == "about":
        shown |= _about(request, staff, head)
    else:
        listed = _listed(request, staff, part, head)
        if isinstance(listed, HttpResponse):
            return listed
        shown |= listed
    status = 422 if shown.get("reasons") else 200
    return render(request, "workbench/people/employer.html", shown, status=status)


def _uploading(staff: Staff, number: str) -> list[Act]:
    """The way to the page of rosters, for whoever opens members from one."""
    if not staff.may_make("collection.open_members"):
        return []
    address = f"{reverse('desk:rosters')}?employer={number}"
    return [Act(_("上传开户名单"), address)]


def _about(request: HttpRequest, staff: Staff, head: Mapping[str, Any]) -> dict[str, Any]:
    """The standard's items, payer accounts and ratios; one item in full where it was asked."""
    party = parties.find_employer(head["number"])
    if party is None:
        raise Defect(f"employer {head['number']} is gone")
    return {
        **items.told(request, staff, party, f"employer:{head['number']}"),
        "to_complete": parties.items_to_complete(party),
        "payers": table(PAYERS, PAYER_ROWS.rows(employer=head["id"])),
        "ratios": table(RATIOS, RATIO_ROWS.rows(employer=head["id"])),
    }


def _listed(
    request: HttpRequest, staff: Staff, part: str, head: Mapping[str, Any]
) -> dict[str, Any] | HttpResponse:
    """The list of one part, with the cases beside the operations."""
    parameters: dict[str, Any] = {"employer": head["id"]}
    if part == "months":
        parameters["today"] = clock.today()
    if part == "operations":
        parameters["number"] = head["number"]
    shown = listing_in(request, staff, LISTS[part], parameters=parameters)
    if isinstance(shown, HttpResponse):
        return shown
    found: dict[str, Any] = {"list": shown}
    if part == "operations":
        found["cases"] = casework.cases_of(staff, f"employer:{head['number']}")
    return found
