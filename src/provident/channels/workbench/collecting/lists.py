"""汇缴清册 · the monthly lists of employers, each with its order to pay (汇缴书)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_noop as mark

from provident.channels.workbench.collecting.listings import (
    BUNDLE_STATES,
    LINES,
    LIST_STANDS,
    LISTS,
)
from provident.channels.workbench.listing import listing_in, listing_page
from provident.channels.workbench.pages import page
from provident.channels.workbench.people.ways import Act, acts
from provident.collection.prints import remittance_pdf
from provident.kernel import clock
from provident.kernel.sql import Statement
from provident.staff import moments
from provident.staff.api import Staff

HEAD = Statement(__file__, "sql/list_head.sql")


@page("lists", "lists", mark("汇缴清册"))
def lists(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The lists of every employer of the branch, the newest first."""
    return listing_page(
        request,
        staff,
        LISTS,
        parameters={"today": clock.today()},
        template="workbench/collecting/lists.html",
        context={"acts": acts(staff, ["collection.confirm_lists", "collection.make_bundle"])},
    )


@page("list", "lists/<str:reference>", mark("汇缴清册"))
def one_list(request: HttpRequest, staff: Staff, reference: str) -> HttpResponse:
    """One list: its figures, its lines, how it was paid; `?paper=` gives it as PDF."""
    head = HEAD.row(reference=reference, today=clock.today())
    if head is None or not staff.sees_branch(head["branch"]):
        raise Http404
    if request.GET.get("paper") in ("order", "persons"):
        return _paper(staff, head, with_persons=request.GET["paper"] == "persons")
    shown = listing_in(request, staff, LINES, parameters={"list": head["id"]})
    if isinstance(shown, HttpResponse):
        return shown
    context = {
        "title": f"{head['month']:%Y-%m} · {head['employer_name']}",
        "head": head,
        "stands": LIST_STANDS[head["stands"]],
        "bundle_stands": BUNDLE_STATES.get(head["bundle_state"] or ""),
        "acts": _acts(staff, head),
        "list": shown,
    }
    return render(request, "workbench/collecting/list.html", context)


def _acts(staff: Staff, head: Mapping[str, Any]) -> list[Act]:
    """What can be begun from here: a list that is paid is undone with its receipt only."""
    found = acts(staff, ["collection.confirm_lists"], employer=head["employer"])
    if head["state"] != "confirmed":
        return found
    if head["bundle"]:
        return found + acts(staff, ["collection.cancel_bundle"], reference=head["bundle"])
    found += acts(staff, ["collection.make_bundle"], references=head["reference"])
    if head["newest"]:
        month = f"{head['month']:%Y-%m}"
        cancel = ["collection.cancel_list"]
        found += acts(staff, cancel, employer=head["employer"], month=month)
    return found


def _paper(staff: Staff, head: Mapping[str, Any], *, with_persons: bool) -> HttpResponse:
    """汇缴书 · the order to pay, with the list of persons where it is asked for."""
    made = remittance_pdf(
        [head["reference"]],
        printed_by=staff.name,
        printed_at=moments.now().astimezone(get_current_timezone()),
        with_persons=with_persons,
    )
    response = HttpResponse(made, content_type="application/pdf")
    name = quote(f"汇缴书-{head['reference']}.pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{name}"
    return response
