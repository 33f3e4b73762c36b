"""查找 · one box for every number, and for names with a second key.

What is typed may be a person's number, so it never stands in an address: the box posts.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as mark

from provident.channels.workbench.home import asked as asking
from provident.channels.workbench.home.finding import find, needs_second
from provident.channels.workbench.pages import page
from provident.staff.api import Staff


@page("search", "search", mark("查找"))
def search(request: HttpRequest, staff: Staff) -> HttpResponse:
    """One hit leads there at once; several are listed; without one it says what to do."""
    given = asking.read(request.POST.get("q", ""), request.POST.get("second", ""))
    groups = find(given, staff) if given.typed else []
    hits = [hit for group in groups for hit in group.hits]
    second = needs_second(given, staff)
    if len(hits) == 1 and hits[0].address:
        return redirect(hits[0].address)
    seen = {
        "title": _("查找"),
        "find_q": given.typed,
        "second": given.second_typed,
        "second_unread": bool(given.second_typed) and given.second is None,
        "offers_second": second,
        "is_name": given.may_be_person,
        "asked": bool(given.typed),
        "groups": groups,
        "count": len(hits),
        "sees_members": staff.may_see("member"),
        "sees_money": staff.may_see("bank_rows"),
        "sees_vouchers": staff.may_see("voucher"),
        "own_branch": staff.branch is not None,
    }
    return render(request, "workbench/start/search.html", seen)
