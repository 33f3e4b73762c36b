"""Signing in: password, second factor, lock-out and its end.

The counts (5 failures, 15 minutes, one step of 30 seconds either way) are those the duties
state and RFC 6238 recommends, written here as numbers.
"""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from tests.staff import people_here as here


def events() -> list[tuple[str, str | None]]:
    from provident.staff.models import SignInEvent

    rows = SignInEvent.objects.order_by("id").values_list("what", "login__username")
    return list(rows)


def test_password_and_code_lead_in(door: here.Clock, teller: Any, browser: Client) -> None:
    answer = here.give_password(browser, "zhang", _held_to="/desk/do/x?employer=1")
    assert answer.status_code == 302
    assert browser.get("/desk/").status_code == 302, "the password alone opens nothing"
    answer = here.give_code(browser, here.code_at(door.now), _held_to="/desk/do/x?employer=1")
    assert answer["Location"] == "/desk/do/x?employer=1"
    assert browser.get("/desk/").content.decode() == "seen by 张明"
    assert events() == [("signed_in", "zhang")]


def test_a_role_without_second_factor_needs_none(
    door: here.Clock, auditor: Any, browser: Client
) -> None:
    assert here.give_password(browser, " SUN ")["Location"] == "/desk/"
    assert browser.get("/desk/").content.decode() == "seen by 孙丽"


def test_wrong_password_and_unknown_name_are_answered_alike(
    door: here.Clock, teller: Any, browser: Client
) -> None:
    wrong = here.give_password(browser, "zhang", "not the password")
    unknown = here.give_password(browser, "nobody", "not the password")
    assert wrong.status_code == unknown.status_code == 422
    assert "用户名或口令不对" in here.words(wrong)
    assert here.words(wrong) == here.words(unknown)
    assert events() == [("wrong_password", "zhang"), ("wrong_password", None)]


def test_an_unknown_name_costs_the_same_work(
    door: here.Clock, teller: Any, browser: Client, monkeypatch: Any
) -> None:
    from django.contrib.auth import hashers

    worked: list[int] = []
    scrypt = hashers.hashlib.scrypt

    def counted(*given: Any, **options: Any) -> bytes:
        worked.append(1)
        return scrypt(*given, **options)

    monkeypatch.setattr(hashers.hashlib, "scrypt", counted)
    here.give_password(browser, "zhang", "not the password")
    known = len(worked)
    here.give_password(browser, "nobody", "not the password")
    assert known == 1
    assert len(worked) == 2 * known


def test_five_failures_close_the_gate_for_fifteen_minutes(
    door: here.Clock, teller: Any, browser: Client
) -> None:
    for _ in range(4):
        assert "用户名或口令不对" in here.words(here.give_password(browser, "zhang", "wrong!"))
    fifth = here.words(here.give_password(browser, "zhang", "wrong!"))
    assert "09:45" in fifth, "09:30 in Ürümqi's official time, and fifteen minutes"
    assert "2026-11-02" in fifth
    door.on(minutes=14, seconds=59)
    assert "已暂停登录" in here.words(here.give_password(browser, "zhang"))
    door.on(seconds=1)
    assert here.give_password(browser, "zhang").status_code == 302
    assert [what for what, _ in events()] == [*["wrong_password"] * 5, "locked"]


def test_a_name_that_does_not_exist_is_locked_in_the_same_words(
    door: here.Clock, teller: Any, browser: Client
) -> None:
    for name in ("zhang", "nobody"):
        for _ in range(5):
            last = here.give_password(browser, name, "wrong!")
        assert "已暂停登录" in here.words(last)


def test_another_persons_failures_close_no_other_gate(
    door: here.Clock, teller: Any, browser: Client
) -> None:
    for _ in range(5):
        here.give_password(browser, "nobody", "wrong!")
    assert here.give_password(browser, "zhang").status_code == 302


def test_signing_in_forgets_the_failures_before(
    door: here.Clock, teller: Any, browser: Client
) -> None:
    for _ in range(2):
        for _ in range(4):
            here.give_password(browser, "zhang", "wrong!")
        assert here.sign_in(browser, "zhang", door).status_code == 302
        browser.post("/desk/sign-out")


def test_wrong_codes_count_although_the_password_is_right(
    door: here.Clock, teller: Any, browser: Client
) -> None:
    for _ in range(5):
        here.give_password(browser, "zhang")
        last = here.give_code(browser, "000000")
    assert "已暂停登录" in here.words(last)
    assert "已暂停登录" in here.words(here.give_password(Client(), "zhang"))


def test_a_code_may_be_one_step_early_or_late_and_no_more(
    door: here.Clock, teller: Any, browser: Client
) -> None:
    from datetime import timedelta

    at = door.now
    here.give_password(browser, "zhang")
    for steps in (-2, 2):
        late = here.give_code(browser, here.code_at(at + timedelta(seconds=30 * steps)))
        assert "动态口令不对" in here.words(late)
    for step in (-1, 0, 1):
        here.give_password(browser, "zhang")
        good = here.give_code(browser, here.code_at(at + timedelta(seconds=30 * step)))
        assert good.status_code == 302, step
        browser.post("/desk/sign-out")


def test_a_code_works_once(door: here.Clock, teller: Any, browser: Client) -> None:
    here.sign_in(browser, "zhang", door)
    thief = Client()
    here.give_password(thief, "zhang")
    assert "已经用过" in here.words(here.give_code(thief, here.code_at(door.now)))


def test_codes_are_read_with_blanks_and_full_width_digits(
    door: here.Clock, teller: Any, browser: Client
) -> None:
    code = here.code_at(door.now).translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})
    here.give_password(browser, "zhang")
    assert here.give_code(browser, f" {code[:3]} {code[3:]}").status_code == 302


def test_the_steps_must_be_done_in_ten_minutes(
    door: here.Clock, teller: Any, browser: Client
) -> None:
    here.give_password(browser, "zhang")
    door.on(minutes=10, seconds=1)
    answer = here.give_code(browser, here.code_at(door.now))
    assert "登录" in here.words(answer)
    assert browser.get("/desk/").status_code == 302


def test_a_stopped_login_is_told_so_only_with_its_password(
    door: here.Clock, teller: Any, browser: Client
) -> None:
    teller.active = False
    teller.save()
    assert "用户名或口令不对" in here.words(here.give_password(browser, "zhang", "wrong!"))
    assert "已停用" in here.words(here.give_password(browser, "zhang"))


def test_a_very_long_password_is_not_computed(
    door: here.Clock, teller: Any, browser: Client
) -> None:
    assert here.give_password(browser, "zhang", "x" * 100_000).status_code == 422


def test_strange_names_are_answered_in_words(door: here.Clock, browser: Client) -> None:
    for name in ("", "\x00", "名" * 500, "<script>alert(1)</script>", "𠀀𪚥"):
        answer = here.give_password(browser, name, "wrong!")
        assert answer.status_code == 422
        assert "<script>" not in answer.content.decode()


def test_the_way_back_stays_inside_the_desk(
    door: here.Clock, auditor: Any, browser: Client
) -> None:
    for way in (
        "https://evil.example/desk/",
        "//evil.example",
        "/desk/../admin",
        "javascript:1",
    ):
        answer = here.give_password(browser, "sun", _held_to=way)
        assert answer["Location"] == "/desk/", way


def test_every_input_has_its_label_and_no_script_is_needed(
    door: here.Clock, teller: Any, browser: Client
) -> None:
    pages = [browser.get("/desk/sign-in"), here.give_password(browser, "nobody")]
    here.give_password(browser, "zhang")
    pages.append(browser.get("/desk/sign-in/code"))
    here.sign_in(browser, "zhang", door)
    pages.append(browser.get("/desk/password"))
    for one in pages:
        text = one.content.decode()
        inputs = re.findall(r"<input (?![^>]*hidden)[^>]*\bid=\"(\w+)\"", text)
        assert inputs
        assert all(f'<label for="{each}"' in text for each in inputs)
        assert text.count("autocomplete=") >= len(inputs)
        assert "<script" not in text
        assert "no-store" in one["Cache-Control"]
