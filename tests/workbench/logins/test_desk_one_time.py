"""一次性口令 · shown on one answer and nowhere else; it opens only the first door."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from django.test import Client
from staff_centre import TWO, Centre

from provident.kernel.operation import perform
from tests.staff import people_here as here
from workbench.desks import words

ADDRESS = "/desk/logins/zhang/one-time"
WHY = {"why": "新到岗，当面交给本人"}
CODE = re.compile(r"<code[^>]*>([a-z2-9]{4}(?:-[a-z2-9]{4}){2})</code>")


def issued(client: Client, **given: str) -> Any:
    return client.post(ADDRESS, WHY | given)


def code_of(response: Any) -> str:
    found = CODE.search(response.content.decode())
    assert found, words(response)
    return found[1]


def stored(superuser: str) -> str:
    """Everything that the database holds in tables of the application, as text."""
    import psycopg
    from psycopg.sql import SQL, Identifier

    with psycopg.connect(superuser) as connection:
        names = connection.execute(
            "select schemaname, tablename from pg_tables"
            " where schemaname in ('public', 'ledger')"
        ).fetchall()
        return "\n".join(
            str(row)
            for name in names
            for row in connection.execute(
                SQL("select t::text from {0} t").format(Identifier(*name))
            ).fetchall()
        )


def test_it_is_shown_once_and_kept_nowhere(
    centre: Centre, books: str, caplog: pytest.LogCaptureFixture
):
    client = centre.as_administrator()
    with caplog.at_level(logging.DEBUG):
        answer = issued(client)
    code = code_of(answer)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    body = words(answer)
    assert "张明" in body
    assert "有效至" in body
    assert "按提示用手机启用动态口令" in body  # a teller needs it: duties/roles.yaml
    assert code not in caplog.text
    assert code not in stored(books)
    again = client.get(ADDRESS)
    assert again["Location"] == "/desk/logins/zhang"
    assert code not in client.get("/desk/logins/zhang").content.decode()
    assert "待首次登录" in words(client.get("/desk/logins"))


def test_it_lets_its_person_in_and_only_to_choose_a_password(centre: Centre):
    code = code_of(issued(centre.as_administrator()))
    browser = Client()
    came = browser.post("/desk/sign-in", {"username": "zhang", "password": code}, follow=True)
    assert "新口令" in came.content.decode()
    assert browser.get("/desk/").status_code != 200


def test_who_issued_it_and_why_stands_in_both_logs(centre: Centre):
    from provident.staff.models import SignInEvent, Unmasking

    issued(centre.as_administrator())
    seen = Unmasking.objects.get()
    assert (seen.login, seen.subject) == (centre.tianli, "login:zhang")
    assert (seen.what, seen.reason) == ("一次性口令", WHY["why"])
    assert SignInEvent.objects.filter(login=centre.zhang, what="one_time_issued").count() == 1


def test_a_second_one_replaces_the_first(centre: Centre):
    from django.contrib.auth.hashers import check_password

    from provident.staff.models import Login

    client = centre.as_administrator()
    first, second = code_of(issued(client)), code_of(issued(client))
    digest = Login.objects.get(username="zhang").password
    assert check_password(second, digest)
    assert not check_password(first, digest)


def test_without_a_reason_none_is_made(centre: Centre):
    from provident.staff.models import Login

    answer = issued(centre.as_administrator(), why="给他")
    assert answer.status_code == 422
    assert not CODE.search(answer.content.decode())
    assert 'value="给他"' in answer.content.decode()
    assert Login.objects.get(username="zhang").one_time_until is None


def test_the_auditor_sees_no_button_and_gets_none(centre: Centre):
    client = centre.as_auditor()
    assert "怎样交给本人" not in words(client.get("/desk/logins/zhang"))
    answer = issued(client)
    assert answer.status_code == 422
    assert "请由系统管理员签发" in words(answer)


@pytest.mark.parametrize("case", ["own_password", "stopped"])
def test_who_has_a_password_or_is_stopped_gets_none(centre: Centre, case: str):
    from provident.staff import passwords
    from provident.staff.models import Unmasking

    client = centre.as_administrator()
    if case == "own_password":
        passwords.change(centre.zhang, here.PASSWORD)
    else:
        centre.zhang.active = False
        centre.zhang.save()
    assert "怎样交给本人" not in words(client.get("/desk/logins/zhang"))
    answer = issued(client)
    assert answer.status_code == 422
    assert not CODE.search(answer.content.decode())
    assert not Unmasking.objects.exists()


def test_after_a_reset_one_can_be_issued_again(centre: Centre):
    from provident.staff import passwords

    passwords.change(centre.zhang, here.PASSWORD)
    perform("staff.reset_login", {"username": "zhang"}, TWO)
    assert code_of(issued(centre.as_administrator()))
