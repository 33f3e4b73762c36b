"""The bank's statement of a day, stored row by row; gaps in its balances; bank accounts.

Expected figures are added up by hand from what each test pays.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from provident.kernel.context import By
from provident.kernel.operation import perform
from provident.kernel.refusal import Conflict, Refusal
from tests.settlement.conftest import (
    COLLECTION,
    PAYOUT,
    STRANGER,
    STRANGER_NAME,
    TWO,
    Town,
    open_bank_account,
    rows,
)

DAY = date(2026, 11, 2)


def statements(day: date = DAY) -> dict[str, tuple[Decimal, int, str]]:
    from provident.settlement.api import fetch_statement

    return {
        found.account_no: (found.closing_balance, found.rows, found.gap)
        for found in fetch_statement(day)
    }


def test_a_statement_is_stored_row_by_row_and_can_be_fetched_again(town: Town) -> None:
    from provident.settlement.models import StatementDay, StatementRow

    town.stranger_pays("30.00")
    town.peer.credit_interest(COLLECTION, "0.05")
    town.notified()
    for _ in range(2):
        found = statements()
        assert found[COLLECTION] == (Decimal("1030.05"), 2, "")
        assert found[PAYOUT] == (Decimal("5000.00"), 0, "")
    stored = StatementRow.objects.order_by("place").values_list("amount", "balance")
    assert list(stored) == [
        (Decimal("30.00"), Decimal("1030.00")),
        (Decimal("0.05"), Decimal("1030.05")),
    ]
    assert StatementDay.objects.count() == 3
    assert len(rows()) == 2


def test_the_next_day_follows_from_the_day_before(town: Town) -> None:
    town.stranger_pays("30.00")
    town.peer.pay(STRANGER, COLLECTION, "1.00", "汇缴", "", booked_on=date(2026, 11, 3))
    town.notified()
    assert statements()[COLLECTION][0] == Decimal("1030.00")
    assert statements(date(2026, 11, 3))[COLLECTION] == (Decimal("1031.00"), 1, "")
    assert statements(date(2026, 11, 4))[COLLECTION] == (Decimal("1031.00"), 0, "")


def test_an_opening_balance_that_differs_is_a_gap(town: Town) -> None:
    from provident.settlement.models import BankAccount

    BankAccount.objects.filter(account_no=COLLECTION).update(opening_balance="999.00")
    town.stranger_pays("30.00")
    _, _, gap = statements()[COLLECTION]
    assert "应为 1029.00 元" in gap
    assert "相差 1.00 元" in gap


def test_no_statement_while_the_bank_is_silent(town: Town) -> None:
    town.peer.set_fault("refuse_connection")
    with pytest.raises(Conflict) as silent:
        statements()
    assert silent.value.code == "settlement.no_statement"


def test_more_than_a_thousand_rows_in_a_week_are_asked_day_by_day(town: Town) -> None:
    """The interface gives the newest thousand for one question."""
    from provident.settlement.statements import fetch_details

    town.peer.set_fault("drop_notice")
    for number in range(12):
        day = date(2026, 11, 1) if number < 6 else DAY
        town.peer.pay(
            STRANGER, COLLECTION, "1.00", "汇缴", "", booked_on=day, payer_name=STRANGER_NAME
        )
    import provident.settlement.statements as module

    whole, module.ROWS_MAX = module.ROWS_MAX, 10
    try:
        assert fetch_details() == []
    finally:
        module.ROWS_MAX = whole
    assert len(rows()) == 12


def test_rows_that_are_not_processed_are_listed_by_their_date(town: Town) -> None:
    from provident.settlement.api import unprocessed_rows

    town.stranger_pays("30.00")
    town.peer.wait_until_delivered()
    assert [row.amount for row in unprocessed_rows(DAY)] == [Decimal("30.00")]
    assert unprocessed_rows(date(2026, 11, 1)) == []
    town.work()
    assert unprocessed_rows(DAY) == []


def test_bank_accounts_get_children_of_101_and_102(centre: str) -> None:
    from provident.ledger.models import GlAccount
    from provident.settlement.api import bank_accounts

    open_bank_account(account_no="900", kind="03", opening_balance="0.00")
    assert [entry.gl_account for entry in bank_accounts()] == [
        "10101",
        "10102",
        "10103",
        "10201",
    ]
    assert GlAccount.objects.get(code="10201").parent_id == "102"


def test_a_bank_account_is_registered_once_and_by_two(centre: str) -> None:
    with pytest.raises(Refusal) as twice:
        open_bank_account()
    assert twice.value.codes() == {"bank_account.number_used"}
    command = {"account_no": "901", "account_name": "甲", "bank_name": "乙", "bank_code": "105",
               "node": "105000"}  # fmt: skip
    with pytest.raises(Refusal) as alone:
        perform("settlement.open_bank_account", command, By("张经办"))
    assert alone.value.codes() == {"operation.two_persons"}
    assert perform("settlement.open_bank_account", command, TWO).operation_no
