"""首页 · the three books at a glance, what waits, what is old; how many statements it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytestmark = pytest.mark.database


@pytest.fixture
def town(books: str) -> Iterator[Any]:
    """Two employers with three members each; nothing has been paid yet."""
    from provident.channels.workbench.home import standing
    from tests import small_town

    standing.forget()
    yield small_town.build(books)
    standing.forget()


@pytest.fixture
def sign_in(town: Any) -> Callable[..., Any]:
    from tests.workbench import desks

    return desks.signed_in_client


def page(client: Any, address: str = "/desk/") -> str:
    from provident.channels.workbench.home import standing

    standing.forget()
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_a_statement_the_bank_is_not_known(town: Any, sign_in: Any) -> None:
    shown = page(sign_in("auditor"))
    assert "还没有对账单" in shown
    assert "≠" not in shown


def test_the_three_books_agree_when_everything_was_booked(town: Any, sign_in: Any) -> None:
    """2 × 3 members × 600 = 3 600 by list, 88.88 from a stranger: 3 688.88 in each book."""
    for one in town.lists:
        town.pay(one)
    town.pay_as_stranger("88.88")
    town.statement(town.today())
    shown = page(sign_in("accountant"))
    assert shown.count("<strong>3,688.88</strong>") == 3
    assert "≠" not in shown
    assert "暂收款" in shown


def test_a_member_changed_behind_the_books_shows(town: Any, sign_in: Any) -> None:
    town.pay(town.lists[0])
    town.statement(town.today())
    town.corrupt("update list_credit set members_total = members_total - 0.01")
    shown = page(sign_in("accountant"))
    assert "≠" in shown
    assert "相差 −0.01" in shown
    assert 'href="/desk/reconciliation"' in shown


def test_a_bank_that_has_less_shows(town: Any, sign_in: Any) -> None:
    town.pay(town.lists[0])
    town.statement(town.today())
    town.corrupt("update statement_day set closing_balance = closing_balance - 100")
    assert "相差 100.00" in page(sign_in("accountant"))


def test_progress_counts_employers_of_the_branch(town: Any, sign_in: Any) -> None:
    town.pay(town.lists[0])
    assert "已入账 1 家，应缴 2 家（50%）" in page(sign_in("teller", "001"))


def test_progress_of_another_branch_is_its_own(town: Any, sign_in: Any) -> None:
    from provident.parties.models import Branch

    Branch.objects.create(code="002", name="水磨沟管理部")
    town.pay(town.lists[0])
    shown = page(sign_in("teller", "002"))
    assert "第1单位" not in shown
    assert "本月还没有应缴的单位" in shown


def test_an_auditor_has_no_tasks_and_a_reviewer_has(town: Any, sign_in: Any) -> None:
    assert "待我处理" not in page(sign_in("auditor"))
    assert "没有待您处理的办件" in page(sign_in("reviewer"))


def test_an_administrator_sees_no_receipts(town: Any, sign_in: Any) -> None:
    town.pay(town.lists[0])
    shown = page(sign_in("administrator"))
    assert "今天到账" not in shown
    assert 'href="/desk/reconciliation"' not in shown


def test_today_s_receipts_are_there_at_once(town: Any, sign_in: Any) -> None:
    client = sign_in("accountant")
    assert "今天还没有到账" in page(client)
    town.pay(town.lists[1])
    shown = client.get("/desk/").content.decode()  # the kept figures are older than the receipt
    assert "第2单位" in shown
    assert "1,800.00" in shown


def test_figures_are_kept_and_say_when_they_were_read(town: Any, sign_in: Any) -> None:
    from provident.channels.workbench.home import standing

    standing.forget()
    first = standing.standing()
    town.pay(town.lists[0])
    assert standing.standing() is first
    standing.forget()
    assert standing.standing().as_of > first.as_of


def test_statements_do_not_grow_with_what_is_shown(town: Any, sign_in: Any) -> None:
    from tests.workbench.statements import statements

    client = sign_in("accountant")
    town.pay(town.lists[0])
    page(client)
    with statements() as few:
        client.get("/desk/")
    town.pay(town.lists[1])
    for amount in ("1.00", "2.00", "3.00"):
        town.pay_as_stranger(amount)
    with statements() as many:
        client.get("/desk/")
    assert len(many) == len(few)
