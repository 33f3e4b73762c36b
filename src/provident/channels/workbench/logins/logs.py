"""登录与查看记录 · everything that happened at the door, and who saw what whole and why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from provident.channels.calc.words import mark
from provident.channels.workbench.listing import listing_page
from provident.channels.workbench.logins.listings import (
    sign_ins_asked,
    sign_ins_listing,
    unmaskings_asked,
    unmaskings_listing,
)
from provident.channels.workbench.pages import page
from provident.staff.api import Staff


@page("sign_in_log", "sign-in-log", mark("登录记录"))
def sign_in_log(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every sign-in, failure, lock-out and sign-out."""
    return listing_page(request, staff, sign_ins_listing(staff), parameters=sign_ins_asked())


@page("unmaskings", "unmaskings", mark("查看全号记录"))
def unmaskings(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every look at numbers that the pages show masked."""
    return listing_page(
        request, staff, unmaskings_listing(staff), parameters=unmaskings_asked()
    )
