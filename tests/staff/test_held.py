"""An expired session in mid-work: nothing typed is lost, nothing is done twice or unseen."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.staff import people_here as here

TYPED = {
    "employer": "0010000017",
    "reason": "  行首的空格\n第二行 <b>粗</b> & “引号”\n",
    "members": ["1", "2", "3"],
    "bank_code": "105",
    "name": "阿依古丽·买买提 𠀀",
}


def sign_in_with(browser: Client, clock: here.Clock, answer: Any, username: str) -> Any:
    """Sign in on the page that was answered, carrying what it carries."""
    more = {name: value for name, value in here.hidden(answer).items() if name[:5] == "_held"}
    clock.on(seconds=30)
    answer = here.give_password(browser, username, **more)
    if answer.status_code == 302:
        answer = browser.get(answer["Location"])
    more = {name: value for name, value in here.hidden(answer).items() if name[:5] == "_held"}
    return here.give_code(browser, here.code_at(clock.now), **more)


@pytest.fixture
def idle(door: here.Clock, teller: Any, browser: Client) -> Client:
    """A browser whose session has just ended by idleness."""
    here.sign_in(browser, "zhang", door)
    door.on(minutes=20)
    return browser


def test_everything_typed_is_shown_again_and_not_done(door: here.Clock, idle: Client) -> None:
    answer = idle.post("/desk/do/x?employer=1", TYPED)
    assert answer.status_code == 401
    page = here.words(answer)
    assert "长时间没有操作" in page
    assert "已经保留" in page
    last = sign_in_with(idle, door, answer, "zhang")
    assert 'action="/desk/do/x?employer=1"' in last.content.decode()
    assert '<input type="hidden" name="_held" value="1">' in last.content.decode()
    fields = here.carried(last)
    again: dict[str, list[str]] = {}
    for name, value in fields:
        again.setdefault(name, []).append(value)
    back = idle.post("/desk/do/x?employer=1", again | {"_held": "1"}).content.decode()
    assert back.startswith("shown ")
    assert json.loads(back.removeprefix("shown ")) == {
        name: [value] if isinstance(value, str) else value for name, value in TYPED.items()
    }


def test_it_survives_a_wrong_password(door: here.Clock, idle: Client) -> None:
    answer = idle.post("/desk/do/x", TYPED)
    more = {name: value for name, value in here.hidden(answer).items() if name[:5] == "_held"}
    answer = here.give_password(idle, "zhang", "wrong!", **more)
    last = sign_in_with(idle, door, answer, "zhang")
    assert ("employer", "0010000017") in here.carried(last)


def test_passwords_and_codes_do_not_travel(door: here.Clock, idle: Client) -> None:
    typed = {"new_password": "geheim", "one_time_code": "123456", "_held": "1", "code": "105"}
    answer = idle.post("/desk/do/x", typed)
    assert json.loads(here.hidden(answer)["_held_fields"]) == [["code", "105"]]


def test_a_file_cannot_travel_and_the_page_says_so(door: here.Clock, idle: Client) -> None:
    file = SimpleUploadedFile("名单.xlsx", b"PK")
    answer = idle.post("/desk/do/x", {"employer": "1", "file": file})
    assert "文件不能保留" in here.words(answer)


def test_more_than_a_megabyte_does_not_travel(door: here.Clock, idle: Client) -> None:
    answer = idle.post("/desk/do/x", {"members": "1" * (1024 * 1024 + 1)})
    assert "内容太多" in here.words(answer)
    assert "_held_fields" not in here.hidden(answer)
    last = sign_in_with(idle, door, answer, "zhang")
    assert last["Location"] == "/desk/do/x"


def test_a_megabyte_of_chinese_travels_through_the_forms(
    door: here.Clock, idle: Client
) -> None:
    text = "单" * 300_000
    answer = idle.post("/desk/do/x", {"members": text})
    last = sign_in_with(idle, door, answer, "zhang")
    assert here.carried(last) == [("members", text)]


@pytest.mark.parametrize("junk", ["", "{", "[1]", '{"a": 1}', '[["a"]]', "null"])
def test_a_spoilt_hidden_field_costs_only_itself(
    door: here.Clock, teller: Any, browser: Client, junk: str
) -> None:
    here.give_password(browser, "zhang", _held_to="/desk/do/x", _held_fields=junk)
    answer = here.give_code(
        browser, here.code_at(door.now), _held_to="/desk/do/x", _held_fields=junk
    )
    assert answer.status_code in {200, 302}


def test_a_get_comes_back_to_its_page(door: here.Clock, idle: Client) -> None:
    answer = idle.get("/desk/do/x?employer=1&month=2026-11")
    page = idle.get(answer["Location"])
    last = sign_in_with(idle, door, page, "zhang")
    assert last["Location"] == "/desk/do/x?employer=1&month=2026-11"


def test_a_partial_request_sends_the_whole_page_to_the_door(
    door: here.Clock, idle: Client
) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://127.0.0.1/desk/do/x?a=1"}
    answer = idle.get("/desk/do/y", headers=headers)
    assert answer["HX-Redirect"].startswith("/desk/sign-in?next=%2Fdesk%2Fdo%2Fx%3Fa%3D1")
    headers["HX-Current-URL"] = "https://evil.example/elsewhere"
    answer = idle.get("/desk/do/y", headers=headers)
    assert "next=%2Fdesk%2F" in answer["HX-Redirect"]
    answer = idle.post("/desk/do/y", TYPED, headers=headers)
    assert answer["HX-Retarget"] == "body"
    assert "_held_fields" in here.hidden(answer)


class TestForgery:
    """POSTs without the token: from elsewhere nothing is taken, our own page is kept."""

    @pytest.fixture
    def strict(self, door: here.Clock, auditor: Any) -> Client:
        browser = Client(enforce_csrf_checks=True, headers={"host": "127.0.0.1"})
        page = browser.get("/desk/sign-in")
        token = here.hidden(page)["csrfmiddlewaretoken"]
        here.give_password(browser, "sun", csrfmiddlewaretoken=token)
        return browser

    def test_signing_in_itself_needs_the_token(self, door: here.Clock, auditor: Any) -> None:
        browser = Client(enforce_csrf_checks=True, headers={"host": "127.0.0.1"})
        assert here.give_password(browser, "sun").status_code == 403
        assert browser.get("/desk/").status_code == 302

    def test_a_post_from_elsewhere_is_refused(self, strict: Client) -> None:
        for origin in ("https://evil.example", "null"):
            answer = strict.post("/desk/do/x", TYPED, headers={"origin": origin})
            assert answer.status_code == 403
            assert "没有办理" in here.words(answer)
            assert not here.carried(answer)

    def test_a_page_from_before_the_sign_in_is_shown_again(self, strict: Client) -> None:
        headers = {"origin": "http://127.0.0.1"}
        answer = strict.post("/desk/do/x", {"employer": "1"}, headers=headers)
        assert here.carried(answer) == [("employer", "1")]
        token = here.hidden(answer)["csrfmiddlewaretoken"]
        again = {"employer": "1", "_held": "1", "csrfmiddlewaretoken": token}
        back = strict.post("/desk/do/x", again, headers=headers)
        assert back.content.decode() == 'shown {"employer": ["1"]}'
