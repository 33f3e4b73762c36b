"""The people of the tests and a browser each; a desk with one page that asks the guard.

Identity numbers are synthetic, with the check digit of GB 11643-1999 computed by hand.
Second factors are computed from the secret by RFC 6238 here, not by the code under test.
"""

from __future__ import annotations

import base64
import hmac
import html
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.views.i18n import set_language

PASSWORD = "a long way to Kashgar"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
OTHER_SECRET = "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU"
START = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)

NUMBERS = {
    "tianli": "650105197901171078",
    "wuhao": "650106198106302084",
    "zhang": "650101198803121041",
    "ayigul": "650102199207152029",
    "wang": "650103198509081053",
    "liu": "65010419830526206X",
    "sun": "650107197612041093",
}


class Clock:
    """The clock of the door, standing still until a test moves it."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def on(self, **by: float) -> None:
        self.now += timedelta(**by)


def code_at(moment: datetime, secret: str = SECRET) -> str:
    """RFC 6238 with SHA-1, six digits, thirty seconds."""
    counter = (int(moment.timestamp()) // 30).to_bytes(8, "big")
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def open_login(
    username: str, name: str, *roles: str, branch: str = "", secret: str | None = SECRET
) -> Any:
    """A login in use: with its own password and, unless None, a second factor."""
    from provident.staff import passwords
    from provident.staff.models import Login
    from provident.staff.sealing import seal

    login = Login.objects.create(
        username=username,
        name=name,
        id_kind="01",
        id_number=NUMBERS[username],
        branch_id=branch or None,
        roles=list(roles),
    )
    passwords.change(login, PASSWORD)
    if secret:
        login.totp_secret, login.totp_confirmed = seal(secret, login.pk), True
        login.save()
    return login


def give_password(
    client: Client, username: str, password: str = PASSWORD, **more: str
) -> HttpResponse:
    form = {"username": username, "password": password, "submit": "1", **more}
    return client.post("/desk/sign-in", form)


def give_code(client: Client, code: str, **more: str) -> HttpResponse:
    return client.post("/desk/sign-in/code", {"one_time_code": code, "submit": "1", **more})


def sign_in(client: Client, username: str, clock: Clock, **more: str) -> HttpResponse:
    """Password, then the code that the telephone shows; a later code for each call."""
    clock.on(seconds=30)
    answer = give_password(client, username, **more)
    assert answer.status_code in {200, 302}, words(answer)
    return give_code(client, code_at(clock.now), **more)


def words(answer: HttpResponse) -> str:
    """The page's text as a person sees it."""
    text = re.sub(r"<(style|script).*?</\1>", "", answer.content.decode(), flags=re.DOTALL)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


def hidden(answer: HttpResponse) -> dict[str, str]:
    """The hidden fields of a page, by name."""
    found = re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.content.decode()
    )
    return {name: html.unescape(value) for name, value in found}


def carried(answer: HttpResponse) -> list[tuple[str, str]]:
    """The fields that the last page sends to where they were typed."""
    found = re.findall(
        r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>',
        answer.content.decode(),
        re.DOTALL,
    )
    return [(html.unescape(name), html.unescape(value)) for name, value in found]


def page(request: HttpRequest, **parts: str) -> HttpResponse:
    """A page of the desk: shows who is in, and whether a POST was shown or done."""
    from provident.channels.workbench.signing.guard import not_signed_in, signed_in

    staff = signed_in(request)
    if staff is None:
        return not_signed_in(request)
    if request.method != "POST":
        return HttpResponse(f"seen by {staff.name}")
    typed = {name: request.POST.getlist(name) for name in request.POST if name[0] != "_"}
    typed.pop("csrfmiddlewaretoken", None)
    what = "shown" if request.POST.get("_held") else "done"
    return HttpResponse(f"{what} {json.dumps(typed, ensure_ascii=False)}")


urlpatterns = [
    path("language", set_language, name="language"),
    path("desk/", include("provident.channels.workbench.signing.urls")),
    path("desk/", page),
    path("desk/do/<str:code>", page),
]
