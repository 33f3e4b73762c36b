"""三账: members, 未分摊, 暂收 and deposits side by side.

Expected amounts are added up by hand from what the town paid: 1 800.00 for each of two
lists, 200.00 too much, 77.00 from a stranger.
"""

from __future__ import annotations

import io
import json
from datetime import date, datetime

import pytest
import typer
from pypdf import PdfReader
from typer.testing import CliRunner

from provident.kernel.refusal import Refusal
from provident.reconciliation import cli as commands

DAY = date(2026, 11, 2)
AT = datetime(2026, 11, 2, 18, 0, 0)


@pytest.fixture
def paid(town):
    town.pay(town.lists[0])
    town.pay(town.lists[1], "2000.00")
    town.pay_as_stranger("77.00")
    town.statement(DAY)
    return town


def three_books(on: date):
    from provident.reconciliation import books

    return books.books(on)


@pytest.fixture
def provident() -> typer.Typer:
    app = typer.Typer()
    commands.add_to(app, lambda: None)
    return app


def test_the_three_books_agree(paid) -> None:
    lines = three_books(DAY)
    assert [(one.item[:5], str(one.finance)) for one in lines] == [
        ("职工住房公", "3600.00"),
        ("单位未分摊", "200.00"),
        ("暂收款", "77.00"),
        ("在途（已发", "0.00"),
        ("10101", "3877.00"),
    ]
    assert all(one.agrees for one in lines)


def test_before_the_town_paid_there_was_nothing(paid) -> None:
    assert {str(one.finance) for one in three_books(date(2026, 11, 1))} == {"0.00"}


def test_a_difference_is_shown_and_ends_with_1(paid, provident) -> None:
    paid.corrupt("update list_credit set members_total = members_total - 100 where id = 1")
    answer = CliRunner().invoke(provident, ["books", "--json"])
    told = json.loads(answer.stdout)
    assert answer.exit_code == 1
    assert told["lines"][0]["business_less_finance"] == "-100.00"
    assert told["lines"][0]["agrees"] is False


def test_the_commands_end_with_0_when_all_agrees(paid, provident) -> None:
    for words in (["books"], ["check"], ["check", "--json"]):
        assert CliRunner().invoke(provident, words).exit_code == 0, words


def test_check_names_the_offence_and_ends_with_1(paid, provident) -> None:
    paid.corrupt("update receipt set amount = 1 where id = 1")
    answer = CliRunner().invoke(provident, ["check", "--json"])
    told = json.loads(answer.stdout)
    assert answer.exit_code == 1
    failed = {one["code"]: one for one in told["checks"] if not one["holds"]}
    assert failed.keys() == {"compare.receipt", "documents.employer_money"}
    assert failed["compare.receipt"]["offences"][0]["facts"]["bank_row"] == "1"


def test_the_form_prints_both_balances_and_the_item(paid) -> None:
    from provident.reconciliation import position

    paid.corrupt("delete from statement_row where host_serial = 'HOST000003'")
    paid.corrupt(
        "update statement_day set closing_balance = closing_balance - 77, rows = rows - 1"
    )
    pdf = position.to_pdf(
        position.position_of(paid.bank.account_no, DAY),
        centre="测试中心",
        prepared_by="张三",
        checked_by="李四",
        printed_by="张三",
        printed_at=AT,
    )
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert "3,877.00" in text
    assert "3,800.00" in text
    assert "77.00" in text


def test_a_day_without_a_statement_is_refused(paid) -> None:
    from provident.reconciliation import position

    with pytest.raises(Refusal) as refused:
        position.position_of(paid.bank.account_no, date(2026, 11, 3))
    assert refused.value.codes() == {"statement.missing"}
