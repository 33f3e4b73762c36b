"""First use: one-time password, own password, set-up of the second factor."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from provident.kernel.context import By
from provident.kernel.operation import perform
from provident.kernel.refusal import Refusal
from tests.staff import people_here as here

NEW = "three camels and a well"


@pytest.fixture
def newcomer(door: here.Clock) -> str:
    """The one-time password of a teller whose login was just opened."""
    from provident.staff import activation

    command = {
        "username": "ayigul",
        "name": "阿依古丽·买买提",
        "id_number": here.NUMBERS["ayigul"],
        "branch": "002",
        "roles": ["teller"],
    }
    perform("staff.open_login", command, By("田丽", "吴浩"))
    return activation.issue("ayigul")


def choose(browser: Client, new: str, again: str | None = None) -> Any:
    form = {"new_password": new, "new_password_again": new if again is None else again}
    return browser.post("/desk/sign-in/password", form | {"submit": "1"})


def test_from_the_one_time_password_to_the_desk(
    door: here.Clock, newcomer: str, browser: Client
) -> None:
    answer = here.give_password(browser, "ayigul", newcomer)
    assert answer["Location"].startswith("/desk/sign-in/password")
    answer = choose(browser, NEW)
    assert answer["Location"].startswith("/desk/sign-in/set-up")
    page = browser.get("/desk/sign-in/set-up")
    shown = re.search(r'<code dir="ltr">([A-Z2-7 ]+)</code>', page.content.decode())
    assert shown
    assert '<svg class="qr"' in page.content.decode()
    secret = shown[1].replace(" ", "")
    again = browser.get("/desk/sign-in/set-up").content.decode()
    assert shown[1] in again, "leaving the page spoils nothing"
    form = {"one_time_code": "000000", "submit": "1"}
    assert "动态口令不对" in here.words(browser.post("/desk/sign-in/set-up", form))
    form = {"one_time_code": here.code_at(door.now, secret), "submit": "1"}
    assert browser.post("/desk/sign-in/set-up", form)["Location"] == "/desk/"
    assert browser.get("/desk/").content.decode() == "seen by 阿依古丽·买买提"
    browser.post("/desk/sign-out")
    door.on(seconds=30)
    here.give_password(browser, "ayigul", NEW)
    assert here.give_code(browser, here.code_at(door.now, secret))["Location"] == "/desk/"


def test_the_qr_code_says_what_the_page_says(
    door: here.Clock, newcomer: str, browser: Client
) -> None:
    """Format of the address: Key Uri Format (otpauth://totp/issuer:name?secret=…)."""
    from provident.staff import second_factor
    from provident.staff.models import Login

    login = Login.objects.get(username="ayigul")
    secret = second_factor.secret_to_confirm(login)
    address = second_factor.address_of(login, secret, "示范中心")
    assert address.startswith("otpauth://totp/")
    assert f"secret={secret}" in address
    assert secret.encode() not in bytes(login.totp_secret or b""), "stored enciphered"


def test_no_step_can_be_left_out(door: here.Clock, newcomer: str, browser: Client) -> None:
    here.give_password(browser, "ayigul", newcomer)
    assert browser.get("/desk/").status_code == 302
    answer = browser.get("/desk/sign-in/set-up")
    assert answer["Location"].startswith("/desk/sign-in/password")
    choose(browser, NEW)
    assert browser.get("/desk/").status_code == 302
    answer = browser.get("/desk/sign-in/password")
    assert answer["Location"].startswith("/desk/sign-in/set-up"), "chosen once"


def test_the_one_time_password_works_for_a_day_and_until_a_password_is_chosen(
    door: here.Clock, newcomer: str, browser: Client
) -> None:
    here.give_password(browser, "ayigul", newcomer)
    choose(browser, NEW)
    other = Client()
    assert "用户名或口令不对" in here.words(here.give_password(other, "ayigul", newcomer))


def test_a_one_time_password_is_too_old_after_24_hours(
    door: here.Clock, newcomer: str, browser: Client
) -> None:
    door.on(hours=24)
    assert "一次性口令已经过期" in here.words(here.give_password(browser, "ayigul", newcomer))


def test_none_is_issued_for_somebody_with_a_password_of_his_own(
    door: here.Clock, teller: Any
) -> None:
    from provident.staff import activation

    with pytest.raises(Refusal, match="已经设定自己的口令"):
        activation.issue("zhang")
    with pytest.raises(Refusal, match="没有用户名"):
        activation.issue("nobody")


def test_a_new_one_replaces_the_one_before(
    door: here.Clock, newcomer: str, browser: Client
) -> None:
    from provident.staff import activation

    second = activation.issue("ayigul")
    assert here.give_password(browser, "ayigul", newcomer).status_code == 422
    assert here.give_password(browser, "ayigul", second).status_code == 302


def test_no_password_stands_in_the_operation_log(newcomer: str) -> None:
    from provident.kernel.models import Operation

    for row in Operation.objects.all():
        assert newcomer not in f"{row.command} {row.result}"


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("short9xyz", "至少 10 个字符"),
        ("my zhang word", "不能含有用户名或姓名"),
        ("张明 is my name", "不能含有用户名或姓名"),
        ("password123", "太常见"),
        ("Q1W2E3R4T5Y6", "太常见"),
        ("83921740561287", "太常见"),
        ("aaaaaaaaaaaab", "太常见"),
        ("x" * 129, "最多 128 个字符"),
        (here.PASSWORD, "最近 5 次"),
    ],
)
def test_passwords_that_are_not_taken(
    door: here.Clock, teller: Any, password: str, says: str
) -> None:
    from provident.staff import passwords

    told = [reason.says for reason in passwords.judge(teller, password, password).reasons]
    assert any(says in one for one in told), told


def test_everything_wrong_with_a_password_is_told_at_once(
    door: here.Clock, teller: Any
) -> None:
    from provident.staff import passwords

    codes = {reason.code for reason in passwords.judge(teller, "zhang", "other").reasons}
    assert codes == {"password.short", "password.own_name", "password.again"}


def test_the_last_five_are_remembered_and_the_sixth_is_not(
    door: here.Clock, teller: Any
) -> None:
    from provident.staff import passwords

    used = [f"camel number {number} drinks" for number in range(5)]
    for one in used:
        passwords.change(teller, one)
    assert not any(passwords.judge(teller, one, one).allowed for one in used)
    assert passwords.judge(teller, here.PASSWORD, here.PASSWORD).allowed
