"""程序登录 · a program signs in for a person, with the person's own password and code.

The token is the key of a session like a browser's: one session for a person, the same idle
time, ended by the same events.  But it opens this channel only, and a browser's cookie is no
token.  A program whose person has to choose a password
or set up the second factor is sent to the pages first.
"""

# Ninja reads the annotations of these functions while they are being defined.

import re
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.security import HttpBearer
from pydantic import Field

from provident.channels.api.faults import NOT_JSON, NOT_SIGNED_IN, REFUSED, TOO_LARGE
from provident.channels.api.shapes import Asked, RefusedOut
from provident.channels.workbench.signing.presence import address_of, arrive, go, present
from provident.kernel.refusal import refuse
from provident.staff import signing
from provident.staff.api import Staff
from provident.staff.duties import duties
from provident.staff.people import staff_of

CHANNEL = "api"
"""程序接口 · what the operation log says of operations that came this way."""

TOKEN = re.compile(r"[0-9a-z]{32}", re.ASCII)
"""How a key of a session is written; nothing else is looked for."""

router = Router(tags=["sign-in"])


class SignInIn(Asked):
    """登录 · `code` is the second factor's, where the person has set one up."""

    username: str = Field(title="用户名", max_length=150)
    password: str = Field(title="口令", max_length=256)
    code: str = Field(default="", title="动态口令", max_length=16)


class SignedInOut(Schema):
    """登录结果 · send `token` as `Authorization: Bearer …`."""

    token: str
    name: str
    branch: str | None
    roles: list[str]
    idle_minutes: int = Field(description="多少分钟没有请求即须重新登录")


class Bearer(HttpBearer):
    """令牌 · the person behind `Authorization: Bearer <token>`; `request.auth` is a `Staff`.

    Only the header counts: what a browser sends along by itself (a cookie) opens nothing here,
    so another site's page cannot act through it.
    """

    openapi_description = "登录所得的令牌"

    def authenticate(self, request: HttpRequest, token: str) -> Staff | None:
        if not TOKEN.fullmatch(token):
            return None
        visit = _visit(request, token)
        login = present(visit, CHANNEL)
        if login is None:
            vars(request)["ended"] = vars(visit).get("ended", "")  # told in the refusal
            return None
        if not _kept(visit.session):
            return None
        vars(request)["visit"] = visit
        return staff_of(login, channel=CHANNEL)


def _visit(request: HttpRequest, token: str | None = None) -> HttpRequest:
    """The session of a token as a request of its own.

    The request itself keeps the browser's session, if there is one, so that nothing of ours
    is answered as a cookie.
    """
    engine = import_module(settings.SESSION_ENGINE)
    visit = HttpRequest()
    visit.META = {"REMOTE_ADDR": address_of(request)}
    visit.session = engine.SessionStore(token)
    return visit


def _kept(session: Any) -> bool:
    """Write down that the person works; False where the session has ended meanwhile."""
    try:
        if session.modified:
            session.save()
    except UpdateError:
        return False
    return True


@router.post(
    "/sign-in",
    response={
        200: SignedInOut,
        NOT_JSON: RefusedOut,
        TOO_LARGE: RefusedOut,
        REFUSED: RefusedOut,
    },
    summary="登录",
    auth=None,
)
def sign_in(request: HttpRequest, given: SignInIn) -> SignedInOut:
    """Sign in; ends an earlier session of the same person, also one in a browser."""
    address = address_of(request)
    login = signing.by_password(given.username, given.password, address)
    if signing.next_step(login, code_given=False) == "code":
        if not given.code:
            raise refuse("sign_in.code_missing", "请同时填写动态口令（code）。", field="code")
        signing.by_code(login, given.code, address)
    if signing.next_step(login, code_given=True) is not None:
        raise refuse(
            "sign_in.not_ready",
            "请先在网页上登录一次，设定自己的口令和动态口令，再用程序登录。",
        )
    visit = _visit(request)
    arrive(visit, login, CHANNEL)
    staff = staff_of(login)
    return SignedInOut(
        token=visit.session.session_key or "",
        name=staff.name,
        branch=staff.branch,
        roles=sorted(staff.roles),
        idle_minutes=duties().sign_in.idle_minutes,
    )


@router.post(
    "/sign-out",
    response={204: None, NOT_SIGNED_IN: RefusedOut},
    summary="退出",
    auth=Bearer(),
)
def sign_out(request: HttpRequest) -> Status[None]:
    """End the session of this token."""
    go(vars(request)["visit"], CHANNEL)
    return Status(204, None)
