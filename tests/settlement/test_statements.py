"""The bank's statement of a day, stored row by row; gaps in its balances; bank accounts.

Expected figures are added up by hand from what each test pays.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

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


def test_a_day_of_more_rows_than_one_answer_holds_is_whole(town: Town) -> None:
    """1 205 movements in one day at one bank; the platform gives the newest 1 000 of them.

    The older ones were seen by the hourly question.  1 000.00 + 1 200 × 1.00 + 5 × 0.25 =
    2 201.25; the other bank account had one movement, the oldest: 5 000.00 + 2.00.
    """
    from provident.settlement.models import StatementRow
    from provident.settlement.statements import fetch_details

    town.peer.set_fault("drop_notice")
    town.peer.pay(STRANGER, PAYOUT, "2.00", "转账", "", payer_name=STRANGER_NAME)
    for number in range(1_205):
        if number == 900:
            assert fetch_details() == []
        amount = "0.25" if number % 241 == 0 else "1.00"
        town.peer.pay(STRANGER, COLLECTION, amount, "汇缴", "", payer_name=STRANGER_NAME)
    found = statements()
    assert found[COLLECTION] == (Decimal("2201.25"), 1_205, "")
    assert found[PAYOUT] == (Decimal("5002.00"), 1, "")
    stored = StatementRow.objects.filter(bank_account__account_no=COLLECTION).order_by("place")
    assert [row.balance for row in (stored[0], stored[1204])] == [
        Decimal("1000.25"),
        Decimal("2201.25"),
    ]


def test_what_neither_answer_nor_notice_tells_of_is_a_gap_in_words(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The platform gives one movement only: the two before it must have come by notice."""
    import provident.settlement.statements as module

    monkeypatch.setattr(module, "ROWS_MAX", 1)
    monkeypatch.setattr(module, "_detail", _newest_only(module._detail))
    town.stranger_pays("7.00")
    town.stranger_pays("30.00")
    town.peer.wait_until_delivered()
    town.peer.set_fault("drop_notice")
    town.stranger_pays("1.00")
    assert statements()[COLLECTION] == (Decimal("1038.00"), 3, "")
    town.stranger_pays("0.50")
    town.stranger_pays("0.25")
    _, _, gap = statements()[COLLECTION]
    assert "相差 0.50 元" in gap
    assert "请联系银行重新推送当日的到账通知" in gap


def _newest_only(whole: Any) -> Any:
    """The platform's answer as it would be if it gave one movement only."""

    def newest(*asked: Any) -> Any:
        detail = whole(*asked)
        return replace(detail, rows=detail.rows[-1:])

    return newest


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
