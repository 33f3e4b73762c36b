"""一次性口令 · the paper with which somebody comes in for the first time.

The password is made, shown on the answer to this one POST and kept nowhere but as a digest:
it stands in no address, no session and no log, and the browser is told to keep nothing.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from provident.channels.calc.words import mark
from provident.channels.workbench.logins.acts import may_issue
from provident.channels.workbench.logins.login import found_for, moment
from provident.channels.workbench.pages import REFUSED, page
from provident.channels.workbench.signing.presence import address_of
from provident.kernel.refusal import Refusal, refuse
from provident.staff import activation, reading
from provident.staff.api import Staff, unmask
from provident.staff.duties import duties

WHY = "why"
"""The field that says what the password is for and how it comes into its person's hands."""


@page("login", "logins/<str:issued_to>/one-time", mark("一次性口令"))
def one_time(request: HttpRequest, staff: Staff, issued_to: str) -> HttpResponse:
    """Issue a one-time password; to look at the address again shows nothing."""
    found = found_for(staff, issued_to)
    if request.method != "POST":
        return redirect("desk:login", username=found.username)
    why = request.POST.get(WHY, "")
    try:
        code = _issue(request, staff, found, why)
    except Refusal as refusal:
        told = {"reasons": refusal.reasons, "why": why, "may_issue": found.issuable}
        return _page(request, found, status=REFUSED, **told)
    issued = reading.login(found.username)
    return _page(request, found, code=code, until=moment(issued and issued.one_time_until))


@sensitive_variables()
def _issue(request: HttpRequest, staff: Staff, found: reading.LoginLine, why: str) -> str:
    """The new password.  Seeing it is like seeing a number whole: who did, and why, is
    written down before it is made."""
    if not may_issue(staff):
        says = _("您的岗位不能签发一次性口令，请由系统管理员签发。")
        raise refuse("login.no_right_to_issue", says)
    activation.require_issuable(found.username)
    unmask(staff, "一次性口令", f"login:{found.username}", why)
    return activation.issue(found.username, address=address_of(request))


def _page(
    request: HttpRequest, found: reading.LoginLine, *, status: int = 200, **shown: object
) -> HttpResponse:
    rules, roles = duties().sign_in, duties().roles
    context = {
        "title": _("一次性口令"),
        "login": found,
        "hours": rules.one_time_hours,
        "length": rules.password_length_min,
        "second_factor": not found.second_factor
        and any(roles[name].second_factor for name in found.roles if name in roles),
        **shown,
    }
    return render(request, "workbench/logins/one_time.html", context, status=status)
