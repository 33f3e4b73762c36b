"""Sessions: one a person, ended by idleness and by changes, and told why in words."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from provident.kernel.context import By
from provident.kernel.operation import perform
from tests.staff import people_here as here

TWO = By("田丽", "吴浩")
CHANGED: dict[str, Any] = {
    "version": 1, "name": "张明", "branch": "001", "roles": ["teller"], "active": True,
}  # fmt: skip


def told(browser: Client) -> str:
    """What the sign-in page says to somebody whose session ended."""
    answer = browser.get("/desk/")
    assert answer.status_code == 302
    return here.words(browser.get(answer["Location"]))


@pytest.fixture
def inside(door: here.Clock, teller: Any, browser: Client) -> Client:
    here.sign_in(browser, "zhang", door)
    return browser


def test_a_second_sign_in_ends_the_first_and_says_so(door: here.Clock, inside: Client) -> None:
    second = Client(REMOTE_ADDR="10.1.2.3")
    here.sign_in(second, "zhang", door)
    assert second.get("/desk/").content.decode() == "seen by 张明"
    assert "在别处登录" in told(inside)
    assert "在别处登录" not in told(inside), "told once, then it is an ordinary sign-in page"


def test_fifteen_minutes_without_work_end_a_session(door: here.Clock, inside: Client) -> None:
    door.on(minutes=14)
    assert inside.get("/desk/").status_code == 200
    door.on(minutes=15)
    assert inside.get("/desk/").status_code == 200, (
        "idle since the last click, not since before"
    )
    door.on(minutes=15, seconds=1)
    assert "长时间没有操作" in told(inside)


def test_the_session_gets_a_new_id_when_somebody_signs_in(
    door: here.Clock, teller: Any, browser: Client
) -> None:
    name = settings.SESSION_COOKIE_NAME
    here.give_password(browser, "zhang")
    before = browser.cookies[name].value
    here.give_code(browser, here.code_at(door.now))
    after = browser.cookies[name].value
    assert before != after
    thief = Client()
    thief.cookies[name] = before
    assert thief.get("/desk/").status_code == 302


def test_the_cookies_are_out_of_reach(door: here.Clock, inside: Client) -> None:
    inside.get("/desk/password")
    for name in (settings.SESSION_COOKIE_NAME, "csrftoken"):
        assert inside.cookies[name]["httponly"]
        assert inside.cookies[name]["samesite"] == "Lax"


@pytest.mark.parametrize(
    ("code", "command"),
    [
        ("staff.change_login", CHANGED | {"active": False}),
        ("staff.change_login", CHANGED | {"branch": "002"}),
        ("staff.reset_login", {}),
    ],
)
def test_a_change_of_the_login_ends_the_session(
    door: here.Clock, inside: Client, code: str, command: dict[str, Any]
) -> None:
    perform(code, {"username": "zhang", **command}, TWO)
    assert "已经变更" in told(inside)


def test_a_password_changed_elsewhere_ends_the_session(
    door: here.Clock, teller: Any, inside: Client
) -> None:
    from provident.staff import passwords

    passwords.change(teller, "three camels and a well")
    assert "已经变更" in told(inside)


def test_changing_the_password_keeps_the_session(door: here.Clock, inside: Client) -> None:
    form = {"new_password": "three camels and a well"}
    form["new_password_again"] = form["new_password"]
    wrong = inside.post("/desk/password", form | {"old_password": "not mine"})
    assert "原口令不对" in here.words(wrong)
    answer = inside.post("/desk/password", form | {"old_password": here.PASSWORD})
    assert answer.status_code == 302
    assert "口令已经修改" in here.words(inside.get(answer["Location"]))
    assert inside.get("/desk/").content.decode() == "seen by 张明"


def test_signing_out_needs_a_post_and_ends_the_session(
    door: here.Clock, inside: Client
) -> None:
    inside.get("/desk/sign-out")
    assert inside.get("/desk/").status_code == 200
    answer = inside.post("/desk/sign-out")
    assert answer["Clear-Site-Data"] == '"cache"'
    assert "已退出" in here.words(inside.get(answer["Location"]))
    assert inside.get("/desk/").status_code == 302


def test_the_last_sign_in_is_shown_with_the_failures_since(
    door: here.Clock, teller: Any
) -> None:
    here.sign_in(Client(REMOTE_ADDR="10.1.2.3"), "zhang", door)
    door.on(hours=1)
    for _ in range(2):
        here.give_password(Client(), "zhang", "wrong!")
    browser = Client()
    here.sign_in(browser, "zhang", door)
    page = here.words(browser.get("/desk/my-sign-ins"))
    assert "上次登录 2026-11-02 09:30，来自 10.1.2.3" in page
    assert "2 次失败" in page
    assert "口令错误" in page


def test_my_sign_ins_are_mine_alone(door: here.Clock, inside: Client) -> None:
    for _ in range(2):
        here.give_password(Client(REMOTE_ADDR="10.9.9.9"), "nobody", "wrong!")
    assert "10.9.9.9" not in here.words(inside.get("/desk/my-sign-ins"))


def test_a_session_row_holds_no_secret(door: here.Clock, inside: Client) -> None:
    from django.contrib.sessions.models import Session

    for row in Session.objects.all():
        text = str(row.get_decoded())
        assert here.PASSWORD not in text
        assert here.SECRET not in text
