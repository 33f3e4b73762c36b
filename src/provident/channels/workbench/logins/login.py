"""用户 · the list of logins, and everything about one of them on a page with parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from provident.casework import api as casework
from provident.channels.calc.words import mark
from provident.channels.workbench.listing import Column, Listing, listing_in, listing_page
from provident.channels.workbench.log.unmasking import Unmasked, asked
from provident.channels.workbench.logins.acts import OPEN, acts_on, may_issue
from provident.channels.workbench.logins.exports import exports_asked, exports_listing
from provident.channels.workbench.logins.listings import (
    SECOND_FACTOR,
    STATES,
    WHOLE_CENTRE,
    changes_listing,
    logins_asked,
    logins_listing,
    sign_ins_asked,
    sign_ins_listing,
    unmaskings_asked,
    unmaskings_listing,
    work_listing,
)
from provident.channels.workbench.logins.roles import roles_told
from provident.channels.workbench.money.facts import Fact, fact, known, state
from provident.channels.workbench.pages import REFUSED, page
from provident.channels.workbench.people.tables import Table, table
from provident.channels.workbench.people.ways import acts, parts
from provident.parties.api import mask_id
from provident.parties.finding import branches
from provident.staff import reading
from provident.staff.api import Staff
from provident.staff.duties import duties
from provident.staff.sign_in_log import last_sign_in
from provident.standards import code_list

RELATIVE_COLUMNS = (
    Column("relation", mark("关系")),
    Column("name", mark("姓名")),
    Column("id_kind", mark("证件类型"), "code", code_list="identity_document"),
    Column("id_number", mark("证件号码")),
)


@page("logins", "logins", mark("用户"))
def logins(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Everybody who works here."""
    return listing_page(
        request,
        staff,
        logins_listing(staff),
        parameters=logins_asked(),
        template="workbench/logins/logins.html",
        context={"acts": acts(staff, [OPEN])},
    )


@page("login", "logins/<str:username>", mark("用户"))
def login(request: HttpRequest, staff: Staff, username: str) -> HttpResponse:
    """One login.  A POST asks to see the identity numbers whole, for a reason."""
    found = found_for(staff, username)
    part, tabs = parts(request, _parts(staff))
    shown = {
        "title": found.name,
        "login": found,
        "state": _state(found),
        "parts": tabs,
        "acts": acts_on(staff, found),
        "own": found.id == staff.id,
    }
    unmasked = Unmasked(whole=False)
    if request.method == "POST" or part == "about":
        subject = f"login:{found.username}"
        unmasked = asked(
            request, staff, "用户和亲属的证件号码", subject, lambda: _documents(found)
        )
        shown |= _about(staff, found, unmasked)
    else:
        listed = _listed(request, staff, part, found)
        if isinstance(listed, HttpResponse):
            return listed
        shown |= listed
    status = REFUSED if unmasked.reasons else 200
    return render(request, "workbench/logins/login.html", shown, status=status)


def found_for(staff: Staff, username: str) -> reading.LoginLine:
    """The login with this name; not there for whoever works in another branch."""
    found = reading.login(username)
    if found is None or staff.branch not in (None, found.branch):
        raise Http404
    return found


def _parts(staff: Staff) -> list[tuple[str, str]]:
    """The parts that this person may see: the fund's business is not every role's."""
    shown = [
        ("about", mark("概况")),
        ("sign_ins", mark("登录记录")),
        ("changes", mark("变更记录")),
    ]
    if staff.may_see("operations"):
        shown.append(("work", mark("办理的业务")))
    if staff.may_see("unmaskings"):
        shown.append(("unmaskings", mark("查看全号记录")))
    if staff.may_see("exports"):
        shown.append(("exports", mark("导出记录")))
    return shown


def _about(staff: Staff, found: reading.LoginLine, unmasked: Unmasked) -> dict[str, Any]:
    return {
        "facts": _facts(found, unmasked),
        "relatives": _relatives(found, unmasked),
        "roles": roles_told(found.roles),
        "unmasked": unmasked,
        "may_issue": found.issuable and may_issue(staff),
        "hours": duties().sign_in.one_time_hours,
    }


def _documents(found: reading.LoginLine) -> list[str]:
    return [found.id_number, *(one.id_number for one in reading.relatives(found.id))]


def _facts(found: reading.LoginLine, unmasked: Unmasked) -> tuple[Fact, ...]:
    kinds, last = code_list("identity_document").codes, last_sign_in(found.id)
    number = found.id_number if unmasked.whole else mask_id(found.id_number)
    branch = branches().get(found.branch or "", _(WHOLE_CENTRE))
    return known(
        (
            fact(_("用户名"), found.username),
            fact(_("姓名"), found.name),
            fact(_("证件类型"), kinds.get(found.id_kind, found.id_kind)),
            fact(_("证件号码"), number),
            fact(_("网点"), branch),
            _state(found),
            state(_("动态口令"), SECOND_FACTOR, "yes" if found.second_factor else "no"),
            fact(_("上次登录"), f"{localtime(last.at):%Y-%m-%d %H:%M:%S}" if last else ""),
            fact(_("上次登录的来源地址"), last.address if last else ""),
            fact(_("一次性口令有效至"), moment(found.one_time_until)),
            fact(_("连续登录失败，锁定至"), moment(found.locked_until)),
        )
    )


def moment(at: Any) -> str:
    """2026-11-02 09:30 in the centre's time; "" for no moment."""
    return f"{localtime(at):%Y-%m-%d %H:%M}" if at else ""


def _state(found: reading.LoginLine) -> Fact:
    code = next(key for key, word in reading.STATES.items() if word == found.state)
    return state(_("状态"), STATES, code)


def _relatives(found: reading.LoginLine, unmasked: Unmasked) -> Table:
    rows = [
        {
            "relation": _(one.relation),
            "name": one.name,
            "id_kind": one.id_kind,
            "id_number": one.id_number if unmasked.whole else mask_id(one.id_number),
        }
        for one in reading.relatives(found.id)
    ]
    return table(RELATIVE_COLUMNS, rows)


def _listed(
    request: HttpRequest, staff: Staff, part: str, found: reading.LoginLine
) -> dict[str, Any] | HttpResponse:
    """The list of one part, with the cases beside the changes."""
    make, parameters = _lists(found)[part]
    shown = listing_in(request, staff, make(staff), parameters=parameters)
    if isinstance(shown, HttpResponse):
        return shown
    subject = f"login:{found.username}"
    cases = casework.cases_of(staff, subject) if part == "changes" else []
    return {"list": shown, "cases": cases, "part": part}


def _lists(
    found: reading.LoginLine,
) -> Mapping[str, tuple[Callable[[Staff], Listing], dict[str, Any]]]:
    return {
        "sign_ins": (
            lambda staff: sign_ins_listing(staff, of_one=True),
            sign_ins_asked(found.id),
        ),
        "changes": (changes_listing, {"username": found.username}),
        "work": (work_listing, {"name": found.name}),
        "unmaskings": (
            lambda staff: unmaskings_listing(staff, of_one=True),
            unmaskings_asked(found.id),
        ),
        "exports": (
            lambda staff: exports_listing(staff, of_one=True),
            exports_asked(found.id),
        ),
    }
