"""对账页面 · the books as `provident books` prints them, differences taken apart, checks."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.database

TODAY = "2026-11-02"


@pytest.fixture
def town(books: str) -> Any:
    """One list paid, a stranger's 88.88, and the bank's statement of the day."""
    from tests import small_town

    built: Any = small_town.build(books)
    built.paid = built.pay(built.lists[0])
    built.strange = built.pay_as_stranger("88.88")
    built.statement(built.today())
    return built


@pytest.fixture
def client(town: Any) -> Any:
    from tests.workbench import desks

    return desks.signed_in_client("accountant")


def test_the_books_agree(client: Any) -> None:
    shown = client.get("/desk/reconciliation").content.decode()
    assert "1,800.00" in shown
    assert "1,888.88" in shown
    assert ">不符<" not in shown
    assert "调节后相符" in shown


def test_the_page_shows_what_the_command_prints(client: Any, town: Any) -> None:
    from provident.documents.notation import amount_text
    from provident.reconciliation.api import books

    town.corrupt("update unallocated_move set amount = amount + 1")
    town.corrupt("update suspense_item set amount = 80.00")
    shown = client.get("/desk/reconciliation").content.decode()
    for line in books(town.today()):
        assert amount_text(line.finance) in shown
        assert line.business is None or amount_text(line.business) in shown
    assert "−8.88" in shown
    assert ">不符<" in shown


def test_a_difference_leads_to_the_operation(client: Any, town: Any) -> None:
    town.corrupt("update suspense_item set amount = 80.00")
    shown = client.get(f"/desk/reconciliation/suspense/{TODAY}").content.decode()
    assert "业务－财务" in shown
    assert "−8.88" in shown
    assert "不符 1 处" in shown
    assert f'href="/desk/operations/{town.strange.operation_no}"' in shown


def test_an_outstanding_payment_leads_to_row_operation_and_people(
    client: Any, town: Any
) -> None:
    """A receipt after the statement: the centre has 7.00 that the statement does not."""
    late = town.pay_as_stranger("7.00")
    shown = client.get(f"/desk/reconciliation/10101/{TODAY}").content.decode()
    group = shown.split("中心已收、银行未收", 1)[1].split("</section>")[0]
    assert "7.00" in group
    assert f'href="/desk/operations/{late.operation_no}"' in group
    assert "张三 / 李四" in group  # small_town.TWO
    assert "调节后相符" in shown


def test_a_movement_that_nobody_booked_leads_to_its_bank_row(client: Any, town: Any) -> None:
    row = town.bank_row("5.00")
    town.statement(town.today())
    shown = client.get(f"/desk/reconciliation/10101/{TODAY}").content.decode()
    group = shown.split("银行已收、中心未收", 1)[1].split("</section>")[0]
    assert f"/{row.pk}" in group
    assert "5.00" in group


def test_the_form_is_printed(client: Any) -> None:
    answer = client.get(f"/desk/reconciliation/10101/{TODAY}?pdf=1")
    assert answer.content.startswith(b"%PDF-")


def test_without_a_statement_no_form(client: Any, town: Any) -> None:
    town.corrupt("delete from statement_day")
    answer = client.get(f"/desk/reconciliation/10101/{TODAY}?pdf=1")
    assert answer.status_code == 422
    assert "还没有取得" in answer.content.decode()
    assert "还没有对账单" in client.get("/desk/reconciliation").content.decode()


def test_the_checks_are_run_by_a_button_only(client: Any) -> None:
    from provident.reconciliation.api import all_checks

    shown = client.get("/desk/reconciliation").content.decode()
    assert shown.count(">未核对<") == len(all_checks())
    shown = client.post("/desk/reconciliation").content.decode()
    assert ">未核对<" not in shown
    assert f"核对 {len(all_checks())} 项" in shown


def test_a_check_that_fails_is_named_with_its_leads(client: Any, town: Any) -> None:
    town.corrupt("update suspense_item set amount = 80.00")
    shown = client.post("/desk/reconciliation").content.decode()
    assert "暂收款与暂收分户逐笔相符" in shown
    assert f"业务 {town.strange.operation_no} 分户" in shown


def test_checks_end_when_the_time_is_over() -> None:
    """No time at all: nothing was checked to its end, and nothing is said to hold."""
    from provident.reconciliation.api import all_checks, run_within

    results = run_within(0.0, codes={all_checks()[0].code})
    assert [one.finished for one in results] == [False]
    assert not results[0].holds


def test_checks_of_a_page_do_not_outlast_their_time(town: Any) -> None:
    """A statement that would take a minute is cut off after a tenth of a second."""
    from provident.kernel import sql
    from provident.ledger.invariants import Check
    from provident.reconciliation import checks

    slow = Check("slow", "慢", "慢", lambda: sql.call("select pg_sleep(60)"))
    (result,) = checks._run_side_by_side([slow], 1, checks.time.monotonic() + 0.1)
    assert not result.finished


@pytest.mark.parametrize(
    "address",
    ["members/2026-13-01", "members/2020-01-01", "nothing/2026-11-02", "10199/2026-11-02"],
)
def test_an_unknown_item_or_day_is_not_found(client: Any, address: str) -> None:
    assert client.get(f"/desk/reconciliation/{address}").status_code == 404


def test_a_day_that_is_none_is_said_beside_the_field(client: Any) -> None:
    assert "不是日期" in client.get("/desk/reconciliation?on=morgen").content.decode()
    assert (
        "不是已开启的会计日"
        in client.get("/desk/reconciliation?on=2020-01-01").content.decode()
    )


def test_numbers_of_others_accounts_are_masked() -> None:
    from provident.channels.workbench.books.comparing import masked

    says = "应为 6217000000000000001 张三，实为 622200 李四"
    facts = {"due_no": "6217000000000000001", "opponent_no": "622200"}
    assert masked(says, facts) == "应为 ***************0001 张三，实为 **2200 李四"


def test_statements_do_not_grow(client: Any, town: Any) -> None:
    from tests.workbench.statements import statements

    address = f"/desk/reconciliation/10101/{TODAY}"
    town.pay_as_stranger("1.00")
    client.get(address)
    with statements() as few:
        client.get(address)
    for amount in ("2.00", "3.00", "4.00"):
        town.pay_as_stranger(amount)
    with statements() as many:
        client.get(address)
    assert len(many) == len(few)
