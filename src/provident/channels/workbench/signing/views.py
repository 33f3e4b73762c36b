"""登录页面 · sign in, second factor, own password, sign out, my sign-ins.

None of these pages does business.  Each step of signing in is shown where it is due, and what
somebody had typed before his session ended travels along (`held`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from provident.channels.workbench.signing import steps
from provident.channels.workbench.signing.guard import last_sign_in, not_signed_in
from provident.channels.workbench.signing.held import Held, carried
from provident.channels.workbench.signing.presence import (
    WHY,
    address_of,
    arrive,
    go,
    present,
    stay,
)
from provident.kernel.refusal import Reason, Refusal
from provident.staff import second_factor as factor
from provident.staff import signing
from provident.staff.duties import duties
from provident.staff.models import Login
from provident.staff.people import staff_of
from provident.staff.sign_in_log import last_lines, record

REFUSED = 422
LINES = 30
QR_BORDER = 2

ADDRESSES: dict[signing.Step, str] = {
    "code": "signing:second_factor",
    "password": "signing:first_password",
    "set_up": "signing:set_up",
}

Reasons = tuple[Reason, ...]


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """用户名和口令."""
    held = carried(request)
    if request.method != "POST":
        if present(request) is not None:
            return redirect(held.to)
        return _show(request, "sign_in", held, why=WHY.get(request.GET.get("why", "")))
    username = request.POST.get("username", "")
    try:
        login = signing.by_password(
            username, request.POST.get("password", ""), address_of(request)
        )
    except Refusal as refusal:
        return _show(request, "sign_in", held, refusal.reasons, username=username[:32])
    steps.begin(request, login)
    return _onward(request, login, held)


@never_cache
def second_factor(request: HttpRequest) -> HttpResponse:
    """动态口令."""
    return _step(request, "code", _take_code)


@never_cache
@sensitive_post_parameters("new_password", "new_password_again")
def first_password(request: HttpRequest) -> HttpResponse:
    """首次使用：设定自己的口令."""
    return _step(request, "password", _take_password)


@never_cache
def set_up(request: HttpRequest) -> HttpResponse:
    """启用动态口令."""
    return _step(request, "set_up", _take_first_code)


def _step(
    request: HttpRequest, step: signing.Step, take: Callable[[HttpRequest, Login], None]
) -> HttpResponse:
    """Show a step that is due, or take what was filled in and go on to the next."""
    held, login = carried(request), steps.under_way(request)
    if login is None:
        return _show(request, "sign_in", held, why=WHY["idle"] if request.POST else None)
    due = signing.next_step(login, code_given=steps.code_given(request))
    if due != step:
        return _onward(request, login, held)
    if request.method != "POST" or "submit" not in request.POST:
        return _show_step(request, step, login, held)
    try:
        take(request, login)
    except Refusal as refusal:
        return _show_step(request, step, login, held, refusal.reasons)
    login.refresh_from_db()
    return _onward(request, login, held)


def _take_code(request: HttpRequest, login: Login) -> None:
    signing.by_code(login, request.POST.get("one_time_code", ""), address_of(request))
    steps.give_code(request)


def _take_first_code(request: HttpRequest, login: Login) -> None:
    _take_code(request, login)
    record("second_factor_set", login, address_of(request))


def _take_password(request: HttpRequest, login: Login) -> None:
    new, again = _new_password(request)
    signing.choose_password(login, new, again, address_of(request))
    steps.give_password(request, login)


def _new_password(request: HttpRequest) -> tuple[str, str]:
    return request.POST.get("new_password", ""), request.POST.get("new_password_again", "")


def _onward(request: HttpRequest, login: Login, held: Held) -> HttpResponse:
    """The next step; when none is left the person is in and back where he was."""
    step = signing.next_step(login, code_given=steps.code_given(request))
    if step is None:
        steps.end(request)
        arrive(request, login)
        return _show(request, "go_on", held) if held.posted else redirect(held.to)
    if held.posted:
        return _show_step(request, step, login, held)
    return redirect(f"{reverse(ADDRESSES[step])}?{urlencode({'next': held.to})}")


def _show_step(
    request: HttpRequest, step: signing.Step, login: Login, held: Held, reasons: Reasons = ()
) -> HttpResponse:
    if step != "set_up":
        return _show(request, step, held, reasons, rules=duties().sign_in)
    secret = factor.secret_to_confirm(login)
    address = factor.address_of(login, secret, settings.CENTRE_NAME)
    spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return _show(request, step, held, reasons, secret=spaced, qr=_qr(address))


def _qr(text: str) -> dict[str, Any]:
    """A QR code as the size of its square and the path of its dark modules."""
    rows = list(segno.make(text, error="m").matrix_iter(border=QR_BORDER))
    dark = (
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, module in enumerate(row)
        if module
    )
    return {"size": len(rows), "path": "".join(dark)}


def _show(
    request: HttpRequest, name: str, held: Held, reasons: Reasons = (), **shown: Any
) -> HttpResponse:
    status = REFUSED if reasons else 200
    context = {"held": held, "reasons": reasons, **shown}
    return render(request, f"workbench/signing/{name}.html", context, status=status)


@never_cache
def sign_out(request: HttpRequest) -> HttpResponse:
    """退出；浏览器保存的页面一并清除."""
    if request.method == "POST":
        go(request)
    response = redirect(f"{reverse('signing:sign_in')}?why=signed_out")
    response["Clear-Site-Data"] = '"cache"'
    return response


@never_cache
@sensitive_post_parameters("old_password", "new_password", "new_password_again")
def change_password(request: HttpRequest) -> HttpResponse:
    """修改口令."""
    login = present(request)
    if login is None:
        return not_signed_in(request)
    held, rules = Held(), duties().sign_in
    if request.method != "POST":
        return _show(request, "change_password", held, rules=rules)
    new, again = _new_password(request)
    try:
        signing.prove_password(login, request.POST.get("old_password", ""), address_of(request))
        signing.choose_password(login, new, again, address_of(request))
    except Refusal as refusal:
        return _show(request, "change_password", held, refusal.reasons, rules=rules)
    stay(request, login)
    return redirect(f"{reverse('signing:my_sign_ins')}?changed=1")


@never_cache
def my_sign_ins(request: HttpRequest) -> HttpResponse:
    """我的登录记录."""
    login = present(request)
    if login is None:
        return not_signed_in(request)
    shown = {
        "who": staff_of(login),
        "last": last_sign_in(request),
        "lines": last_lines(login.pk, LINES),
        "changed": "changed" in request.GET,
    }
    return _show(request, "my_sign_ins", Held(), **shown)
