"""A program signs in for a person; its token is the one thing that opens the business."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from tests.api.programs import Program, answer, reasons
from tests.staff import people_here as here

pytestmark = pytest.mark.database


@pytest.fixture
def clock(books: str, monkeypatch: pytest.MonkeyPatch) -> here.Clock:
    from provident.parties import registration
    from provident.staff import moments

    registration.register_branch("001", "市区管理部")
    standing = here.Clock()
    monkeypatch.setattr(moments, "now", standing)
    return standing


@pytest.fixture
def teller(clock: here.Clock) -> Any:
    return here.open_login("zhang", "张明", "teller", branch="001")


def sign_in(clock: here.Clock, **given: str) -> HttpResponse:
    clock.on(seconds=30)  # a code is good once
    given = {"username": "zhang", "password": here.PASSWORD} | given
    return Program().post("sign-in", {"code": here.code_at(clock.now)} | given)


def inside(clock: here.Clock) -> Program:
    return Program(answer(sign_in(clock))["token"])


def test_password_and_code_give_a_token(clock: here.Clock, teller: Any) -> None:
    came = sign_in(clock)
    assert came.status_code == 200
    told = answer(came)
    assert (told["name"], told["branch"], told["roles"]) == ("张明", "001", ["teller"])
    assert told["idle_minutes"] == 15  # duties/roles.yaml
    assert Program(told["token"]).get("operations").status_code == 200


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"password": "wrong"}, "sign_in.wrong"),
        ({"username": "nobody"}, "sign_in.wrong"),
        ({"code": ""}, "sign_in.code_missing"),
        ({"code": "000000"}, "sign_in.wrong_code"),
        ({"colour": "red"}, "command.field"),
        ({"password": "\ud800"}, "command.field"),
        ({"username": "z\x00"}, "sign_in.wrong"),
    ],
)
def test_it_is_refused_in_words(
    clock: here.Clock, teller: Any, given: dict[str, str], reason: str
) -> None:
    came = sign_in(clock, **given)
    assert came.status_code == 422
    assert reasons(came).keys() == {reason}


def test_five_failures_close_the_gate_for_programs_too(clock: here.Clock, teller: Any) -> None:
    for _ in range(5):
        sign_in(clock, password="wrong")
    assert reasons(sign_in(clock)).keys() == {"sign_in.locked"}


def test_a_first_password_is_chosen_on_the_pages(clock: here.Clock, teller: Any) -> None:
    teller.must_change_password = True
    teller.save()
    assert reasons(sign_in(clock)).keys() == {"sign_in.not_ready"}


@pytest.mark.parametrize("body", ["", "[]", "7", '{"username":'])
def test_what_is_no_sign_in_is_refused_in_the_same_shape(clock: here.Clock, body: str) -> None:
    came = Program().post("sign-in", body)
    assert came.status_code in {400, 422}
    assert reasons(came)


@pytest.mark.parametrize("token", ["", "x", "a" * 32, "a" * 10_000, "é" * 32, "0\x00" * 16])
def test_nobody_is_let_in_without_a_good_token(clock: here.Clock, token: str) -> None:
    came = Program(token).get("operations")
    assert came.status_code == 401
    assert came["WWW-Authenticate"] == "Bearer"
    assert reasons(came).keys() == {"sign_in.needed"}


def test_no_answer_carries_a_cookie(clock: here.Clock, teller: Any) -> None:
    signed_in = sign_in(clock)
    program = Program(answer(signed_in)["token"])
    clock.on(minutes=5)  # long enough for the session to be written again
    later = program.get("operations")
    out = program.post("sign-out")
    ended = program.get("operations")
    assert [one.status_code for one in (signed_in, later, out, ended)] == [200, 200, 204, 401]
    assert not any(one.cookies for one in (signed_in, later, out, ended))


def test_a_cookie_alone_opens_nothing(clock: here.Clock, teller: Any) -> None:
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = answer(sign_in(clock))["token"]
    assert browser.get("/api/v1/operations").status_code == 401
    posted = browser.post("/api/v1/operations/dayend.close", "{}", "application/json")
    assert posted.status_code == 401


def test_fifteen_minutes_without_a_request_end_it_and_it_is_said(
    clock: here.Clock, teller: Any
) -> None:
    program = inside(clock)
    clock.on(minutes=14)
    assert program.get("operations").status_code == 200
    clock.on(minutes=15)
    assert program.get("operations").status_code == 200, "counted from the last request"
    clock.on(minutes=15, seconds=1)
    came = program.get("operations")
    assert came.status_code == 401
    assert "长时间没有操作" in reasons(came)["sign_in.idle"]
    assert reasons(program.get("operations")).keys() == {"sign_in.needed"}


def test_a_sign_in_elsewhere_ends_it_and_it_is_said(clock: here.Clock, teller: Any) -> None:
    first = inside(clock)
    browser = Client()
    here.sign_in(browser, "zhang", clock)
    assert "在别处登录" in reasons(first.get("operations"))["sign_in.elsewhere"]
    second = inside(clock)
    assert second.get("operations").status_code == 200
    assert browser.get("/desk/").status_code == 302, "and a program ends a browser's session"


def test_a_change_of_rights_ends_it_and_it_is_said(clock: here.Clock, teller: Any) -> None:
    from provident.kernel.context import By
    from provident.kernel.operation import perform

    program = inside(clock)
    change = {
        "username": "zhang", "version": 1, "name": "张明", "branch": "", "roles": ["auditor"],
        "active": True,
    }  # fmt: skip
    perform("staff.change_login", change, By("田丽", "吴浩"))
    assert "已经变更" in reasons(program.get("operations"))["sign_in.changed"]


def test_signing_out_ends_the_token(clock: here.Clock, teller: Any) -> None:
    program = inside(clock)
    assert program.post("sign-out").status_code == 204
    assert program.post("sign-out").status_code == 401


def test_signing_in_under_way_in_a_browser_is_no_token(clock: here.Clock, teller: Any) -> None:
    """The password alone opens a session for the next step; it must not be a key."""
    browser = Client()
    here.give_password(browser, "zhang")
    half_way = browser.cookies[settings.SESSION_COOKIE_NAME].value
    assert Program(half_way).get("operations").status_code == 401


def test_a_token_is_no_cookie_and_a_cookie_is_no_token(clock: here.Clock, teller: Any) -> None:
    """Both are keys of sessions; each opens only the channel that it was given out for."""
    token = answer(sign_in(clock))["token"]
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = token
    assert browser.get("/desk/").status_code == 302
    browser.post("/desk/sign-out")
    assert Program(token).get("operations").status_code == 200, "nor did the browser end it"
    own = Client()
    here.sign_in(own, "zhang", clock)
    assert own.get("/desk/").status_code == 200
    cookie = own.cookies[settings.SESSION_COOKIE_NAME].value
    assert Program(cookie).get("operations").status_code == 401


def test_the_description_says_how_to_sign_in(client: Client) -> None:
    described = json.loads(client.get("/api/v1/openapi.json").content)
    (scheme,) = described["components"]["securitySchemes"].values()
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    assert "security" not in described["paths"]["/api/v1/sign-in"]["post"]


@pytest.fixture
def client() -> Client:
    return Client()
