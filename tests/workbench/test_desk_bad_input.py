"""坏的输入 · what no page may stumble over, whoever types it; and where each item is proven.

=====================================  ==================================================
the second click, the back button      doing/test_desk_doing, cases/test_desk_cases
two tellers on one employer            doing/test_desk_doing (what the other has changed)
a stale form                           doing/test_desk_doing, cases/test_desk_cases
an expired session in mid-work         staff/test_held, doing/test_desk_doing
a 5 MB paste                           doing/test_desk_hostile (forms); here (other pages)
500 characters, rare characters        doing/test_desk_hostile (forms); here (other pages)
script in every field                  doing/test_desk_hostile (forms); here (every query,
                                       every part of an address, every stored text)
another branch's number                test_desk_rights
a file that is not what it says        collecting/test_rosters; here (executables, pictures)
a closed day behind an open page       doing/test_desk_doing (forms); here (日终)
=====================================  ==================================================
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import enrolment_city as city
from workbench.desks import words
from workbench.everything import Place, one_of_everything

pytestmark = pytest.mark.database

SCRIPT = '"><script>alert(1)</script>{{ 7|add:7 }}'
HOSTILE = {
    "script": SCRIPT,
    "500": "买" * 500,
    "rare": "\U00030edd㐂\U0002b740\U0002ceb0\U000313be",
    "nul": "a\x00b",
    "controls": "\x1b[31m\u202e\ufffe\r\nSet-Cookie: a=b",
    "digits": "１２３٤٥٦" + "9" * 40,
    "sql": "' or 1=1; drop table employer; --",
    "like": "%_\\%",
    "path": "../../../etc/passwd",
    "empty": " ",
}
QUERIES = (
    "q", "sort", "page", "part", "tab", "export", "print", "pdf", "paper", "errors", "template",
    "employer", "day", "on", "since", "until", "from", "to", "state", "month", "kind", "code",
    "maker", "amount", "account", "least", "rule", "channel", "category", "centre", "second",
    "case", "again", "with", "branch", "role", "run", "statement", "year",
)  # fmt: skip
POSTED = (
    "q", "second", "whole", "reason", "unmask_reason", "do", "version", "why", "employer",
    "day", "name", "_held", "_token", "_case", "_case_version", "birth", "tail", "number",
)  # fmt: skip
FINE = {200, 302, 403, 404, 409, 422}
WHO = {"logins": "s", "login": "s", "unmaskings": "u", "exports": "u", "sign_in_log": "s",
       "form": "t", "rosters": "t", "roster": "t"}  # fmt: skip


@pytest.fixture
def place(books: str) -> Place:
    return one_of_everything()


def pages() -> list[Any]:
    from provident.channels.workbench.pages import pages

    return list(pages())


def harmless(answer: Any, where: str) -> None:
    """Answered in words, and nothing that was typed has become markup or a header."""
    assert answer.status_code in FINE, f"{where}: {answer.status_code}"
    assert b"<script>alert" not in answer.content, where
    assert "Set-Cookie: a=b" not in str(answer.headers), where


def asked_by(page: Any) -> set[str]:
    """The keys that a page's own links and forms ask for."""
    text = page.content.decode("utf-8", "replace").partition("<main")[2]
    linked = re.findall(r'href="\?([a-z_.]+)=', text)
    return {*linked, *re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', text)}


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE)
def test_whatever_stands_in_the_query_of_any_page(place: Place, typed: str) -> None:
    for page in pages():
        client = place.clients[WHO.get(page.name, "a")]
        address = place.address(page.path)
        page_of_it = client.get(address)
        harmless(client.get(address, dict.fromkeys(QUERIES, typed)), address)
        for key in sorted({*asked_by(page_of_it), "q", "page", "sort"}):
            harmless(client.get(address, {key: typed}), f"{address}?{key}")


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE)
def test_whatever_is_posted_to_any_page(place: Place, typed: str) -> None:
    from provident.kernel.models import Operation

    before = Operation.objects.count()
    for page in pages():
        client = place.clients[WHO.get(page.name, "a")]
        address = place.address(page.path)
        names = {*asked_by(client.get(address)), *POSTED}
        harmless(client.post(address, dict.fromkeys(names, typed)), address)
        harmless(client.post(address, dict.fromkeys(POSTED[:6], typed)), address)
        harmless(client.post(address, dict.fromkeys(POSTED[6:], typed)), address)
    assert Operation.objects.count() == before


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE)
def test_whatever_stands_in_a_part_of_an_address(place: Place, typed: str) -> None:
    from provident.kernel.models import Operation

    before = Operation.objects.count()
    for page in pages():
        client = place.clients[WHO.get(page.name, "a")]
        for part in re.findall(r"<str:\w+>", page.path):
            path = page.path.replace(part, quote(typed, safe=""))
            address = place.address(path) if "<" in path else f"/desk/{path}"
            for answer in (client.get(address), client.post(address, {"reason": typed})):
                harmless(answer, address)
                assert answer.status_code in (404, 403, 422, 200), address
    assert Operation.objects.count() == before


@pytest.mark.parametrize("number", ["0", "9" * 19, "9" * 40])
def test_a_number_that_no_row_has(place: Place, number: str) -> None:
    for page in pages():
        if "<int:" in page.path:
            path = re.sub(r"<int:\w+>", number, page.path)
            client = place.clients[WHO.get(page.name, "a")]
            assert client.get(f"/desk/{path}").status_code == 404, path


def test_five_megabytes_in_the_other_boxes(place: Place) -> None:
    """Django's own limit is answered in words; below it the text is cut or refused."""
    text = "长" * 1_800_000  # 5.4 MB in UTF-8
    teller = place.clients["t"]
    assert teller.post("/desk/search", {"q": text}).status_code == 200
    case = place.address("cases/<str:case_no>")
    for data in ({"do": "withdraw", "reason": text, "version": "1"}, {"unmask_reason": text}):
        answer = teller.post(case, data)
        assert answer.status_code in (200, 422)
        assert "字" in words(answer)
    huge = teller.post("/desk/search", {"q": "x" * 9_000_000})
    assert huge.status_code == 400
    assert "太大" in huge.content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("名单.xlsx", b"MZ\x90\x00" + b"\x00" * 5000),
        ("名单.xlsx", b"\x89PNG\r\n\x1a\n" + b"\x00" * 5000),
        ("名单.xlsx", b"<html><script>alert(1)</script></html>"),
        ("名单.xlsx", "姓名,证件号码\n王,1".encode("gb18030")),
        ("../../名单.xlsx\x00.exe", b"PK\x03\x04" + b"\xff" * 5000),
        ('"><script>alert(1)</script>.xlsx', b"PK\x05\x06" + b"\x00" * 18),
    ],
    ids=["program", "picture", "page", "csv", "spoilt zip", "empty zip"],
)
def test_a_file_that_is_not_what_it_says(place: Place, name: str, content: bytes) -> None:
    file = SimpleUploadedFile(name, content)
    sent = {"employer": place.town.employer, "file": file}
    answer = place.clients["t"].post("/desk/rosters", sent)
    harmless(answer, name)
    assert answer.status_code == 422
    assert "名单没有收下" in words(answer)


def test_a_stored_text_never_becomes_markup(place: Place, books: str) -> None:
    """Names and remarks come from files and from banks, so nothing has looked at them."""
    texts = {
        "employer": ("name", "address", "handler_name"),
        "member": ("name", "address"),
        "bank_row": ("opponent_name", "remark", "summary", "why"),
        "suspense_item": ("why",),
        "roster_upload": ("file_name",),
        "casework_case": ("about", "title"),
        "wire_message": ("return_message",),
        "unmasking": ("reason", "what"),
        "list_export": ("what", "conditions"),
    }
    place.clients["t"].get("/desk/employers?export=employers")
    with psycopg.connect(books, autocommit=True) as behind:
        behind.execute("set session_replication_role = replica")
        for table, columns in texts.items():
            for column in columns:
                behind.execute(f"update {table} set {column} = %s", [SCRIPT])
    seen = 0
    for page in pages():
        for who in ("t", "a", "s", "u"):
            answer = place.clients[who].get(place.address(page.path))
            harmless(answer, page.path)
            seen += answer.content.count(b"&lt;script&gt;alert")
    assert seen > 40, "the texts are on the pages"


def test_the_day_was_closed_behind_an_open_page(place: Place) -> None:
    """The page of the first accountant still offers the cut-off that the second has done."""
    from provident.kernel.context import By
    from provident.kernel.models import BusinessDay
    from provident.kernel.operation import perform

    accountant = place.clients["a"]
    form = "/desk/do/dayend.cut_off"
    token = re.search(
        r'name="_token" value="([^"]+)"',
        accountant.get(f"{form}?day=2026-11-02").content.decode(),
    )
    assert token
    perform("dayend.cut_off", {"day": date(2026, 11, 2)}, By("另一会计"))
    sent = {"day": "2026-11-02", "_day": "2026-11-02", "_token": token[1], "do": "submit"}
    asked = accountant.post(form, sent)
    assert "打开这一页时会计日是 2026-11-02，现在是 2026-11-03" in words(asked)
    accountant.post(form, sent | {"_day": "2026-11-03"})
    assert BusinessDay.objects.count() == 2, "the day of the page, and the one after it"
    fetched = accountant.post("/desk/day", {"day": "2026-11-03"})
    assert fetched.status_code == 422
    assert "不需要取对账单" in words(fetched)
    assert BusinessDay.objects.get(state=BusinessDay.OPEN).date == date(2026, 11, 3)


def test_two_browsers_check_one_case(place: Place) -> None:
    """Both reviewers have the page open; the second is told, and nothing is done twice."""
    from provident.kernel.models import Operation

    case, check = place.address("cases/<str:case_no>"), {"do": "check", "version": "1"}
    assert place.clients["r"].post(case, check).status_code == 302
    late = place.clients["R"].post(case, check)
    assert late.status_code == 409
    assert "这一步没有办成" in words(late)
    assert "复核办结" in words(late)
    assert Operation.objects.filter(code="collection.change_employer").count() == 1
    assert city.Employer.objects.get(number=place.town.employer).pay_day == 15
