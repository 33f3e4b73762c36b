"""The outbox by itself: what is due when, without waiting for clocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from provident.bankpeer import faults, movements, notices
from provident.bankpeer.movements import BankError, Payment
from provident.bankpeer.store import Store, to_fen, to_yuan

DAY = date(2026, 11, 2)
BANK = "105000"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path)
    with store.transaction() as tx:
        for acct, centre_owned in (("1", True), ("2", False)):
            movements.open_bank_account(
                tx,
                acct=acct,
                name=f"户名{acct}",
                node=BANK,
                kind="",
                balance_fen=1_000_00,
                centre_owned=centre_owned,
            )
    yield store
    store.close()


def receive(store: Store, *amounts_fen: int) -> None:
    """One transaction with a payment of each amount, or of one fen."""
    with store.transaction() as tx:
        for amount_fen in amounts_fen or (1,):
            payer, payee = movements.needed(tx, "2"), movements.needed(tx, "1")
            movements.transfer(tx, payer, payee, Payment(amount_fen, "汇缴", "", DAY))


def due(store: Store) -> list[int]:
    with store.transaction() as tx:
        return [notice.id for notice in notices.due(tx)]


def test_a_failed_notice_waits_until_the_centre_is_back(store: Store) -> None:
    receive(store)
    with store.transaction() as tx:
        (notice,) = notices.due(tx)
        for _ in range(10):
            notices.failed(tx, notice, "连接不上")
    assert due(store) == []
    with store.transaction() as tx:
        notices.hurry(tx)
    assert due(store) == [notice.id]


def test_a_postponed_outbox_waits_as_a_whole(store: Store) -> None:
    receive(store)
    receive(store)
    with store.transaction() as tx:
        first, _second = notices.due(tx)
        notices.postpone(tx, notices.failed(tx, first, "连接不上"), "连接不上")
    assert due(store) == []


def test_hurry_does_not_touch_a_delay_that_was_ordered(store: Store) -> None:
    with store.transaction() as tx:
        faults.set_fault(tx, "delay_notice", {"seconds": 3600}, 1)
    receive(store)
    with store.transaction() as tx:
        notices.hurry(tx)
    assert due(store) == []


def test_one_row_waits_for_the_second(store: Store) -> None:
    with store.transaction() as tx:
        faults.set_fault(tx, "two_rows", {}, 1)
    receive(store)
    assert due(store) == []
    receive(store)
    (notice,) = due(store)
    with store.transaction() as tx:
        assert len(notices.rows_of(tx, notice)) == 2
    receive(store)
    assert len(due(store)) == 2


def test_a_failed_command_leaves_nothing(store: Store) -> None:
    with pytest.raises(BankError, match="余额不足"):
        receive(store, 600_00, 600_00)
    assert due(store) == []
    with store.transaction() as tx:
        assert movements.needed(tx, "1").balance_fen == 1_000_00


@pytest.mark.parametrize(
    ("fen", "amount"), [(0, "0.00"), (-1, "-0.01"), (10**17, "1" + "0" * 15 + ".00")]
)
def test_fen_and_yuan(fen: int, amount: str) -> None:
    assert to_yuan(fen) == Decimal(amount)
    assert to_fen(Decimal(amount)) == fen
