"""The command line, the demonstration's people, and many tries at the same moment."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest
from django.test import Client
from typer.testing import CliRunner

from provident.kernel.refusal import Refusal
from tests.staff import people_here as here


def run(*arguments: str) -> str:
    from provident.staff.cli import app

    result = CliRunner().invoke(app, list(arguments))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def test_from_an_empty_house_to_the_first_teller(door: here.Clock, browser: Client) -> None:
    for username, name in (("tianli", "田丽"), ("wuhao", "吴浩")):
        number = here.NUMBERS[username]
        said = run("first-administrator", username, "--name", name, "--id-number", number)
        assert re.search(r"一次性口令：[a-z2-9]{4}(-[a-z2-9]{4}){2}（24 小时内有效", said)
    who = ("--maker", "田丽", "--checker", "吴浩")
    number = ("--id-number", here.NUMBERS["zhang"])
    said = run("open", "zhang", "--name", "张明", *number, "--role", "teller",
               "--branch", "001", *who)  # fmt: skip
    password = re.search(r"一次性口令：(\S+?)（", said)
    assert password
    assert here.give_password(browser, "zhang", password[1]).status_code == 302
    assert "待首次登录" in run("list")
    assert run("issue", "zhang") != said
    assert "一次性口令" in run("reset", "zhang", *who)
    with pytest.raises(Refusal, match="两人"):
        run("reset", "zhang", "--maker", "田丽", "--checker", "田丽")


def test_the_people_of_the_demonstration_sign_in(door: here.Clock) -> None:
    from provident.staff import demonstration

    people = demonstration.open_demonstration_logins(("001", "002"))
    roles = sorted(role for one in people for role in one.roles)
    assert roles == ["accountant", "administrator", "administrator", "auditor", "reviewer",
                     "teller", "teller"]  # fmt: skip
    for one in people:
        browser = Client()
        here.give_password(browser, one.username, demonstration.PASSWORD)
        code = run("code", one.username).strip()
        assert code == here.code_at(door.now, one.secret)
        assert here.give_code(browser, code)["Location"] == "/desk/"
        assert browser.get("/desk/").content.decode() == f"seen by {one.name}"


def test_a_real_centre_has_no_demonstration(town: str, clock: here.Clock) -> None:
    from django.test.utils import override_settings

    from provident.staff import demonstration
    from provident.staff.models import Login

    with override_settings(DEMONSTRATION=False):
        with pytest.raises(Refusal, match="示范中心"):
            demonstration.open_demonstration_logins(("001", "002"))
        with pytest.raises(Refusal, match="示范中心"):
            demonstration.present_code("zhangming")
    assert not Login.objects.exists()


def test_tries_at_the_same_moment_pass_the_gate_five_times(
    town: str, clock: here.Clock
) -> None:
    from django.db import connections

    from provident.staff import gate

    passed: list[bool] = []
    ready = threading.Barrier(12)

    def attempt() -> None:
        ready.wait()
        try:
            passed.append(gate.pass_gate("zhang"))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(passed) == [False] * 7 + [True] * 5


def test_a_code_sent_twice_at_once_works_once(town: str, clock: here.Clock) -> None:
    from django.db import connections

    from provident.staff import second_factor

    login = here.open_login("zhang", "张明", "teller", branch="001")
    code, spent = here.code_at(clock.now), []
    ready = threading.Barrier(6)

    def spend() -> None:
        ready.wait()
        try:
            spent.append(second_factor.spend(login, code))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=spend) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(spent) == [False] * 5 + [True]


def test_logins_are_read_in_words(town: str, clock: here.Clock) -> None:
    from provident.staff import gate
    from provident.staff.reading import login, logins

    stopped: Any = here.open_login("liu", "刘洋", "accountant")
    stopped.active = False
    stopped.save()
    here.open_login("zhang", "张明", "teller", branch="001", secret=None)
    assert [(one.username, one.state) for one in logins()] == [
        ("liu", "已停用"), ("zhang", "在用"),
    ]  # fmt: skip
    for _ in range(5):
        gate.pass_gate("zhang")
    found = login("zhang")
    assert found is not None
    assert found.locked_until is not None
    assert not found.second_factor
    assert login("nobody") is None
