"""在席 · who is signed in in this browser, and why somebody is not any more.

A session holds for one person at one place and on one channel: a program's token is no cookie
of a browser, and the other way round.  Another sign-in, a change of his rights, a new
password or idleness ends it, and he is told which of them it was.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

from django.contrib import auth
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy

from provident.staff import moments, signing
from provident.staff.duties import duties
from provident.staff.models import Login
from provident.staff.sign_in_log import failures_since, last_sign_in

SEEN = "seen"
SEEN_EVERY_SECONDS = 30
"""How often the session writes down that somebody works; not at every click."""

LAST = "last_sign_in"

CHANNEL: Final = "channel"
DESK: Final = "desk"
"""A session notes the channel that it was made for, under this key; the desk is one."""

BACKEND: Final = "provident.staff"
"""What Django notes as the origin of a sign-in; there is only one."""

WHY = {
    "elsewhere": gettext_lazy(
        "您的用户刚刚在别处登录，这里的登录已经结束。如果不是您本人，请立即联系系统管理员。"
    ),
    "idle": gettext_lazy("长时间没有操作，已自动退出，请重新登录。"),
    "changed": gettext_lazy("您的用户信息或口令已经变更，请重新登录。"),
    "signed_out": gettext_lazy("已退出。离开座位前，请确认没有留下纸质材料。"),
}
"""Why somebody has to sign in (again), by the word that the address carries."""


@dataclass(frozen=True, slots=True)
class LastSignIn:
    """上次登录 · in words and numbers, for the person to notice what was not he himself.

    `at` as 2026-11-02 09:30; `failures` counts wrong passwords and codes since then.
    """

    at: str
    address: str
    failures: int


def address_of(request: HttpRequest) -> str:
    """Where the request comes from."""
    return request.META.get("REMOTE_ADDR") or ""


def present(request: HttpRequest, channel: str = DESK) -> Login | None:
    """The login that this session belongs to; None when there is none or it has ended.

    When it has ended, the session is emptied and `request.ended` says why (a key of `WHY`).
    One that was made for another channel opens nothing here and goes on there.
    """
    session = request.session
    if auth.SESSION_KEY not in session or session.get(CHANNEL) != channel:
        return None
    login = Login.objects.filter(pk=int(session[auth.SESSION_KEY])).first()
    why = _ended(request, login)
    if why is None:
        return login
    if login is not None and why == "idle":
        signing.leave(login, session.session_key or "", "idle", address_of(request))
    session.flush()
    request.ended = why  # type: ignore[attr-defined]  # told on the page that follows
    return None


def _ended(request: HttpRequest, login: Login | None) -> str | None:
    session, now = request.session, int(moments.now().timestamp())
    digest = session.get(auth.HASH_SESSION_KEY, "")
    if login is None or not login.active or not login.session_key:
        return "changed"
    if login.session_key != session.session_key:
        return "elsewhere"
    if not constant_time_compare(digest, login.get_session_auth_hash()):
        return "changed"
    seen = int(session.get(SEEN, 0))
    if now - seen > duties().sign_in.idle_minutes * 60:
        return "idle"
    if now - seen >= SEEN_EVERY_SECONDS:
        session[SEEN] = now
    return None


def arrive(request: HttpRequest, login: Login, channel: str = DESK) -> None:
    """The person is in: a new session id, and this session is his only one."""
    before = last_sign_in(login.pk)
    auth.login(request, login, backend=BACKEND)
    request.session[CHANNEL] = channel
    request.session[SEEN] = int(moments.now().timestamp())
    if before is not None:
        noted = LastSignIn(
            moments.shown(before.at), before.address, failures_since(login.pk, before.at)
        )
        request.session[LAST] = asdict(noted)
    request.session.save()
    request.session.clear_expired()
    signing.enter(login, request.session.session_key or "", address_of(request))


def stay(request: HttpRequest, login: Login) -> None:
    """The password was changed: the session goes on under a new id."""
    request.session.cycle_key()
    request.session[auth.HASH_SESSION_KEY] = login.get_session_auth_hash()
    request.session.save()
    login.session_key = request.session.session_key or ""
    login.save(update_fields=["session_key"])


def go(request: HttpRequest, channel: str = DESK) -> None:
    """退出 · end the session, also a sign-in that is under way; another channel's goes on."""
    login = present(request, channel)
    if login is not None:
        signing.leave(
            login, request.session.session_key or "", "signed_out", address_of(request)
        )
    if request.session.get(CHANNEL, channel) == channel:
        request.session.flush()
