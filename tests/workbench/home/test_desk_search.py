"""查找 · every kind of number exactly, names only with a second key, nobody foreign."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

pytestmark = pytest.mark.database

ID_NUMBER = "11010519491231002X"
"""The example of GB 11643-1999."""


@pytest.fixture
def town(books: str) -> Any:
    """Two employers; 张三 of the first, born 1949-12-31, and another 张三 of the second."""
    from provident.parties.models import Employer, Member
    from tests import small_town

    built: Any = small_town.build(books)
    people = Member.objects.order_by("number")
    built.zhang, built.other = people[0], people[3]
    Member.objects.filter(pk=built.zhang.pk).update(
        name="张三", id_kind="01", id_number=ID_NUMBER, birth=date(1949, 12, 31),
        mobile="13800001111", card_no="6217000000000000001",
    )  # fmt: skip
    Member.objects.filter(pk=built.other.pk).update(name="张三", birth=date(1990, 3, 15))
    Employer.objects.filter(number="0010000010").update(
        name="天山第一小学", match_name="天山第一小学"
    )
    return built


@pytest.fixture
def look(town: Any) -> Callable[..., Any]:
    """Search as somebody: `look(role, text, second, branch=…)`."""
    from tests.workbench import desks

    def search(role: str, q: str, second: str = "", branch: str | None = None) -> Any:
        client = desks.signed_in_client(role, branch)
        return client.post("/desk/search", {"q": q, "second": second})

    return search


@pytest.mark.parametrize(
    "text", [ID_NUMBER, ID_NUMBER.lower(), "110105 19491231 002X", "13800001111",
             "138-0000-1111", "6217 0000 0000 0000 001", "001000010001", "张三 002X",
             "张三 1949-12-31", "张三 19491231"]
)  # fmt: skip
def test_a_person_is_found_by_every_number(look: Any, town: Any, text: str) -> None:
    answer = look("accountant", text)
    assert answer.status_code == 302
    assert answer["Location"] == f"/desk/members/{town.zhang.number}"


@pytest.mark.parametrize("second", ["天山第一", "002x", "1949年12月31日"])
def test_a_name_with_a_second_key(look: Any, town: Any, second: str) -> None:
    answer = look("accountant", "张三", second)
    assert answer["Location"] == f"/desk/members/{town.zhang.number}"


def test_a_name_alone_asks_for_a_second_key(look: Any, town: Any) -> None:
    answer = look("accountant", "张三")
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "只凭姓名不能查职工" in shown
    assert town.zhang.number not in shown
    assert town.other.number not in shown


def test_a_second_key_that_cannot_be_read_says_what_it_may_be(look: Any) -> None:
    shown = look("accountant", "张三", "12").content.decode()
    assert "请填证件号后四位、出生日期（如 1990-03-15）、单位账号或单位名称。" in shown


def test_several_are_listed_masked(look: Any, town: Any) -> None:
    from provident.parties.models import Member

    Member.objects.filter(pk=town.other.pk).update(mobile="13800001111")
    shown = look("accountant", "13800001111").content.decode()
    assert "找到 2 条" in shown
    assert "110***********002X" in shown
    assert ID_NUMBER not in shown


def test_foreign_people_are_not_found(look: Any, town: Any) -> None:
    from provident.parties.models import Branch

    Branch.objects.create(code="002", name="水磨沟管理部")
    assert look("teller", ID_NUMBER, branch="001").status_code == 302
    for text, second in ((ID_NUMBER, ""), ("张三", "002X"), ("天山第一小学", "")):
        shown = look("teller", text, second, branch="002").content.decode()
        assert "没有找到" in shown
        assert "没有找到" in shown
        assert "不属于您的网点" in shown
        assert town.zhang.number not in shown


@pytest.mark.parametrize("text", ["0010000010", "91650100MA00000001", "天山第一小学", "天山"])
def test_an_employer(look: Any, text: str) -> None:
    assert look("teller", text, branch="001")["Location"] == "/desk/employers/0010000010"


def test_a_list_by_its_reference(look: Any, town: Any) -> None:
    answer = look("teller", town.lists[0].reference, branch="001")
    assert answer["Location"] == f"/desk/lists/{town.lists[0].reference}"


def test_operation_voucher_bank_row_and_suspense(look: Any, town: Any) -> None:
    from provident.ledger.models import Voucher
    from provident.ledger.vouchers import number_vouchers
    from provident.settlement.models import SuspenseItem

    done = town.pay_as_stranger("12.30")
    number_vouchers(town.today(), posted_by="记账")
    voucher, item = Voucher.objects.get(), SuspenseItem.objects.get()
    assert voucher.number == 1
    for text, place in (
        (done.operation_no, f"operations/{done.operation_no}"),
        ("2026-11-1", f"vouchers/{voucher.pk}"),
        ("202611-1", f"vouchers/{voucher.pk}"),
        ("01202611000001", f"vouchers/{voucher.pk}"),
        ("HOST000001", f"bank-rows/{item.bank_row.pk}"),
        (f"暂收{item.pk}", f"suspense/{item.pk}"),
    ):
        answer = look("accountant", text)
        assert answer.status_code == 302, text
        assert answer["Location"].replace("_", "-") == f"/desk/{place}", text


def test_a_teller_does_not_find_what_he_may_not_open(look: Any, town: Any) -> None:
    town.pay_as_stranger("12.30")
    assert "没有找到" in look("teller", "HOST000001", branch="001").content.decode()


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "%", "_", "'; drop table member; --", "9" * 5000, "<script>",
             "99999999999999999999"]
)  # fmt: skip
def test_strange_texts_find_nothing_and_harm_nothing(look: Any, text: str) -> None:
    answer = look("accountant", text)
    assert answer.status_code == 200
    assert "可以查什么" in answer.content.decode()
    assert "<script>" not in answer.content.decode().split("<main", 1)[1]


def test_nothing_typed_stands_in_an_address(look: Any) -> None:
    from tests.workbench import desks

    client = desks.signed_in_client("accountant")
    shown = client.get("/desk/search").content.decode()
    assert shown.count('action="/desk/search"') == shown.count(
        'method="post" action="/desk/search"'
    )
    asked_by_address = client.get("/desk/search", {"q": ID_NUMBER})
    assert asked_by_address.status_code == 200
    assert "找到" not in asked_by_address.content.decode()


def test_every_look_up_has_an_index(town: Any) -> None:
    """With seq scans forbidden as far as the planner can, none is left but on tiny tables."""
    from provident.channels.workbench.home import finding
    from provident.kernel import sql

    given = {
        "text": "1", "kinds": ["01", "02"], "branch": None, "limit": 21, "like": "天山%",
        "month": date(2026, 11, 1), "number": 1, "item": 1, "name": "张三",
    }  # fmt: skip
    cursor = sql.cursor()
    cursor.execute("set enable_seqscan = off")
    for name in (
        "MEMBERS",
        "EMPLOYERS",
        "LISTS",
        "OPERATIONS",
        "CASES",
        "VOUCHERS",
        "SUSPENSE",
    ):
        statement = getattr(finding, name)
        used = {key: value for key, value in given.items() if f"%({key})s" in statement.text}
        plan = cursor.execute("explain " + statement.text, used).fetchall()
        assert not [line for (line,) in plan if "Seq Scan" in line], (name, plan)
