"""A bank that goes on booking after the centre has closed its day.

The bank's date is held while the centre closes, then moves on, three days running.  Expected
balances are added up by hand from what is paid; the statement is the bank's.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from provident.kernel.operation import perform
from tests.settlement.conftest import COLLECTION, STRANGER, STRANGER_NAME, TWO, Town

FIRST = date(2026, 11, 2)


def cut_off(day: date) -> None:
    perform("dayend.cut_off", {"day": day}, TWO)


def close(day: date) -> dict[str, Any]:
    from provident.dayend.api import close_day
    from provident.settlement.api import fetch_statement

    return close_day(day, TWO, fetch=fetch_statement, patience=0).receipt.facts


def stored(day: date) -> tuple[Decimal, int, bool]:
    from provident.settlement.models import StatementDay

    one = StatementDay.objects.get(bank_account__account_no=COLLECTION, bank_date=day)
    return one.closing_balance, one.rows, one.final


def failed() -> list[str]:
    from provident.reconciliation import api as reconciliation

    return [result.code for result in reconciliation.run_all() if not result.holds]


def outstanding(day: date) -> list[tuple[str, Decimal]]:
    from provident.reconciliation import api as reconciliation

    position = reconciliation.position_of(COLLECTION, day)
    assert position.difference == 0
    return [(item.side, item.amount) for item in position.outstanding]


def test_three_days_closed_before_the_bank_ends_them(town: Town) -> None:
    """Each day 30.00 before the close and 5.00 after it; the bank starts with 1 000.00."""
    balance = Decimal("1000.00")
    for number in range(3):
        day = FIRST + timedelta(days=number)
        town.peer.set_date(day)
        town.stranger_pays("30.00")
        town.notified()
        cut_off(day)
        close(day)
        assert stored(day) == (balance + 30, 1, False)
        town.stranger_pays("5.00")
        town.notified()
        assert failed() == []
        if number:
            yesterday = day - timedelta(days=1)
            assert stored(yesterday) == (balance, 2, True)
            assert outstanding(yesterday) == [("bank", Decimal("5.00"))]
        balance += 35
    town.peer.set_date(None)
    last = FIRST + timedelta(days=3)
    cut_off(last)
    close(last)
    assert stored(last - timedelta(days=1)) == (balance, 2, True)
    assert outstanding(last) == []
    assert failed() == []


def test_a_day_without_rows_closes_with_what_the_bank_has(town: Town) -> None:
    """While it is the bank's own day the balance is the bank's, and not for good."""
    town.peer.set_date(FIRST)
    cut_off(FIRST)
    close(FIRST)
    assert stored(FIRST) == (Decimal("1000.00"), 0, False)
    town.peer.set_date(FIRST + timedelta(days=1))
    town.stranger_pays("7.00")
    town.notified()
    second = FIRST + timedelta(days=1)
    cut_off(second)
    close(second)
    assert stored(FIRST) == (Decimal("1000.00"), 0, True)
    assert stored(second) == (Decimal("1007.00"), 1, False)


def test_a_movement_dated_back_is_fetched_with_the_next_close(town: Town) -> None:
    """The bank's day had ended and was final; then it books one more on it."""
    cut_off(FIRST)
    close(FIRST)
    assert stored(FIRST) == (Decimal("1000.00"), 0, True)
    town.peer.pay(
        STRANGER,
        COLLECTION,
        "9.00",
        "转账",
        "",
        booked_on=FIRST,
        payer_name=STRANGER_NAME,
    )
    town.notified()
    second = FIRST + timedelta(days=1)
    cut_off(second)
    close(second)
    assert stored(FIRST) == (Decimal("1009.00"), 1, True)
    assert outstanding(FIRST) == [("bank", Decimal("9.00"))]
    assert outstanding(second) == []


def test_days_that_are_final_are_not_asked_for_again(town: Town) -> None:
    from provident.settlement.models import WireMessage

    for number in range(3):
        day = FIRST + timedelta(days=number)
        cut_off(day)
        close(day)
    asked = WireMessage.objects.filter(tx_code="BDC113", node="105000").order_by("id")
    days = [message.request["body"]["TxDateBegin"] for message in asked]
    assert days == ["20261102", "20261103", "20261104"]
