"""凭证页面 · the list, its conditions, the continuous print, one voucher with its entries."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.database


@pytest.fixture
def town(books: str) -> Any:
    """Three receipts of 2026-11-02, each with its voucher: 1 800.00, 1 800.00 and 12.30."""
    from provident.ledger.vouchers import number_vouchers
    from tests import small_town

    built: Any = small_town.build(books)
    built.done = [built.pay(built.lists[0]), built.pay(built.lists[1])]
    built.done.append(built.pay_as_stranger("12.30"))
    number_vouchers(built.today(), posted_by="记账员")
    return built


@pytest.fixture
def client(town: Any) -> Any:
    from tests.workbench import desks

    return desks.signed_in_client("accountant")


def ids() -> list[int]:
    from provident.ledger.models import Voucher

    return list(Voucher.objects.order_by("number").values_list("id", flat=True))


def test_the_list_with_its_total(client: Any) -> None:
    shown = client.get("/desk/vouchers").content.decode()
    assert "共 3 条" in shown
    assert "3,612.30" in shown  # 1 800.00 + 1 800.00 + 12.30
    assert "未封账" in shown


@pytest.mark.parametrize(
    ("query", "count"),
    [("month=2026-11", 3), ("month=2026-10", 0), ("least=100", 2), ("q=3", 1),
     ("since=2026-11-03", 0), ("rule=settlement.suspend", 1), ("state=closed", 0)],
)  # fmt: skip
def test_conditions(client: Any, query: str, count: int) -> None:
    shown = client.get(f"/desk/vouchers?{query}").content.decode()
    assert f"共 {count} 条" in shown


def test_one_voucher_shows_both_sides_and_leads_on(client: Any, town: Any) -> None:
    shown = client.get(f"/desk/vouchers/{ids()[0]}").content.decode()
    assert "01202611000001" in shown
    assert shown.count("1,800.00") >= 4  # a line and the total on each side
    assert f'href="/desk/operations/{town.done[0].operation_no}"' in shown
    assert "共 4 条" in shown  # the bank's line and three members
    assert "记账员" in shown


def test_the_print_of_a_filter_is_a_pdf(client: Any) -> None:
    answer = client.get("/desk/vouchers?rule=settlement.suspend&pdf=1")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_what_is_printed_are_the_chosen_vouchers(client: Any, town: Any) -> None:
    from provident.ledger.vouchers import chosen, to_print

    day = town.today()
    assert [one.number for one in to_print(day, day)] == [
        "01202611000001", "01202611000002", "01202611000003",
    ]  # fmt: skip
    assert [one.number for one in chosen(ids()[1:2])] == ["01202611000002"]


def test_too_many_and_none_are_refused_in_words(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from provident.channels.workbench.books import vouchers

    monkeypatch.setattr(vouchers, "PRINT_MAX", 2)
    answer = client.get("/desk/vouchers?pdf=1")
    assert answer.status_code == 422
    assert "一次最多连打 2 张凭证" in answer.content.decode()
    answer = client.get("/desk/vouchers?month=2020-01&pdf=1")
    assert answer.status_code == 422
    assert "没有符合条件的凭证" in answer.content.decode()


@pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999"])
def test_an_unknown_voucher_is_not_found(client: Any, number: str) -> None:
    assert client.get(f"/desk/vouchers/{number}").status_code == 404


def test_statements_do_not_grow(client: Any, town: Any) -> None:
    from provident.ledger.vouchers import number_vouchers
    from tests.workbench.statements import statements

    client.get("/desk/vouchers")
    with statements() as few:
        client.get("/desk/vouchers")
    for amount in ("1.00", "2.00", "3.00", "4.00"):
        town.pay_as_stranger(amount)
    number_vouchers(town.today(), posted_by="记账员")
    with statements() as many:
        shown = client.get("/desk/vouchers").content.decode()
    assert "共 7 条" in shown
    assert len(many) == len(few)
