"""日终页面 · where the days stand, what blocks, what is old, the ways to the operations."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

pytestmark = pytest.mark.database

MONDAY, TUESDAY = date(2026, 11, 2), date(2026, 11, 3)


@pytest.fixture
def town(books: str) -> Any:
    """One list paid and a stranger's 88.88 on 2026-11-02."""
    from tests import small_town

    built: Any = small_town.build(books)
    built.pay(built.lists[0])
    built.pay_as_stranger("88.88")
    return built


@pytest.fixture
def client(town: Any) -> Any:
    from tests.workbench import desks

    return desks.signed_in_client("accountant")


def bank_steps(client: Any) -> list[str]:
    """How many bank rows are dealt with of how many, day by day as the page has them."""
    shown = client.get("/desk/day").content.decode()
    return re.findall(r"银行流水已处理</dt><dd>(\d+ / \d+)<", shown)


def cut_off() -> None:
    from provident.kernel.context import By
    from provident.kernel.operation import perform

    perform("dayend.cut_off", {"day": MONDAY}, By("张三", None, "counter"))


def close(town: Any) -> None:
    from provident.dayend.api import close_day
    from provident.kernel.context import By

    town.statement(MONDAY)
    close_day(MONDAY, By("张三", None, "counter"), fetch=town.statement)


def test_an_open_day_offers_the_cut_off(client: Any) -> None:
    shown = client.get("/desk/day").content.decode()
    assert 'href="/desk/do/dayend.cut_off?day=2026-11-02"' in shown
    assert "dayend.close" not in shown


def test_on_the_interest_day_the_settlement_takes_its_place(client: Any, town: Any) -> None:
    """30 June is the day of interest: Regulation of 2026, article 21."""
    town.corrupt("update business_day set date = '2027-06-30'")
    shown = client.get("/desk/day").content.decode()
    assert "/desk/do/dayend.settle_interest?day=2027-06-30" in shown
    assert "dayend.cut_off" not in shown


def test_what_blocks_is_named_as_the_close_names_it(client: Any, town: Any) -> None:
    town.bank_row("5.00")
    cut_off()
    shown = client.get("/desk/day").content.decode()
    assert "现在日结会被拒绝" in shown
    assert "还有 1 笔银行流水没有处理" in shown
    assert "没有取得 2026-11-02 的对账单" in shown
    assert 'href="/desk/do/dayend.close?day=2026-11-02"' in shown
    assert "取对账单" in shown


def test_a_row_is_the_work_of_the_day_that_dealt_with_it(client: Any, town: Any) -> None:
    """Two rows of Monday's were booked on Monday.  One more comes in late on Monday: it waits
    until Tuesday's operation deals with it; then it is Tuesday's."""
    from provident.kernel.context import By
    from provident.kernel.operation import perform

    late = town.bank_row("5.00")
    cut_off()
    assert bank_steps(client) == ["2 / 3", "0 / 1"]
    perform("tests.suspend", {"bank_row": late.pk}, By("张三", "李四", "counter"))
    assert bank_steps(client) == ["2 / 2", "1 / 1"]


def test_when_nothing_blocks_it_says_so(client: Any, town: Any) -> None:
    town.statement(MONDAY)
    cut_off()
    assert "可以日结" in client.get("/desk/day").content.decode()


def test_what_is_merely_old_is_listed_with_its_age(client: Any, town: Any) -> None:
    shown = client.get("/desk/day").content.decode()
    assert "暂收" in shown
    assert "1 笔，88.88 元，最久 0 天" in shown


def test_a_closed_day_has_its_seal_and_its_report(client: Any, town: Any) -> None:
    from provident.ledger.models import DaySeal

    cut_off()
    close(town)
    seal = DaySeal.objects.get().seal
    shown = client.get("/desk/day").content.decode()
    assert seal[:16] in shown
    assert 'href="/desk/day/2026-11-02/report"' in shown
    answer = client.get("/desk/day/2026-11-02/report")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert client.get("/desk/day/2026-11-03/report").status_code == 404
    assert client.get("/desk/day/gestern/report").status_code == 404


def test_statements_are_fetched_by_who_closes(
    client: Any, town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from provident.channels.workbench.books import day
    from tests.workbench import desks

    asked: list[date] = []
    monkeypatch.setattr(day, "fetch_statement", asked.append)
    answer = client.post("/desk/day", {"day": "2026-11-02"})
    assert answer.status_code == 422
    assert "不是已切点" in answer.content.decode()
    cut_off()
    assert client.post("/desk/day", {"day": "2026-11-02"}).status_code == 302
    auditor = desks.signed_in_client("auditor")
    assert auditor.post("/desk/day", {"day": "2026-11-02"}).status_code == 422
    assert asked == [MONDAY]


def test_an_auditor_looks_and_has_no_buttons(town: Any) -> None:
    from tests.workbench import desks

    cut_off()
    shown = desks.signed_in_client("auditor").get("/desk/day").content.decode()
    assert "/desk/do/" not in shown
    assert "取对账单</button>" not in shown


def test_statements_do_not_grow(client: Any, town: Any) -> None:
    from tests.workbench.statements import statements

    client.get("/desk/day")
    with statements() as few:
        client.get("/desk/day")
    for amount in ("1.00", "2.00", "3.00"):
        town.pay_as_stranger(amount)
    with statements() as many:
        client.get("/desk/day")
    assert len(many) == len(few)
