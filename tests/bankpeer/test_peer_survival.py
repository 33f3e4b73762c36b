"""The peer's books survive its death: kill −9 at rest, in the middle, and an orderly end.

The measure is conservation, worked out by the test alone: every answered payment is on the
books exactly once, every movement is notified at least once.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from contextlib import suppress
from decimal import Decimal

from provident.bankpeer.client import PeerError
from provident.settlement.wire import WireError
from tests.bankpeer.staging import COLLECTION, PAYOUT, Peer, eventually

EMPLOYER = "65009000000000000009"


def test_books_keys_and_outbox_survive_kill_9(peer: Peer) -> None:
    peer.centre.refuse = True
    serial = peer.client.pay(EMPLOYER, COLLECTION, "10.00", "汇缴", "")
    answer = peer.centre.pay("99999261102000000001")
    before = peer.client.balances()
    peer.kill()
    peer.centre.refuse = False
    peer.start()
    assert peer.client.balances() == before
    peer.client.wait_until_delivered()
    assert {row.host_seq_no for row in peer.centre.rows()} == {
        serial,
        answer.text("CapHostSeqNo"),
    }
    again = peer.centre.pay("99999261102000000001")
    assert again.text("CapHostSeqNo") == answer.text("CapHostSeqNo")
    assert peer.client.balances() == before
    assert peer.client.pay(EMPLOYER, COLLECTION, "10.00", "汇缴", "") != serial


def test_notices_wait_for_a_centre_that_is_down_and_come_in_order(peer: Peer) -> None:
    peer.centre.stop_listening()
    serials = [
        peer.client.pay(EMPLOYER, COLLECTION, amount, "汇缴", "") for amount in ("1", "2", "3")
    ]
    eventually(lambda: peer.client.pending_notices()[0].attempts >= 2)
    assert all(notice.last_error for notice in peer.client.pending_notices())
    peer.centre.start_listening()
    peer.centre.sign_in()
    peer.client.wait_until_delivered()
    assert [row.host_seq_no for row in peer.centre.rows()] == serials


def test_kill_9_in_the_middle_of_payments(peer: Peer) -> None:
    answered: list[str] = []

    def keep_paying() -> None:
        with suppress(OSError, WireError, PeerError):
            for number in range(10_000):
                answer = peer.centre.pay(f"999992611020{number:08d}", Amt="0.01", CapAmt="0.01")
                answered.append(answer.text("CapHostSeqNo"))

    payer = threading.Thread(target=keep_paying)
    payer.start()
    eventually(lambda: len(answered) >= 20)
    peer.kill()
    payer.join()
    peer.start()
    peer.client.wait_until_delivered()
    rows = {row.host_seq_no: row.amount for row in peer.centre.rows()}
    assert set(answered) <= set(rows)
    assert set(rows.values()) == {Decimal("-0.01")}
    assert peer.client.balances()[PAYOUT] == Decimal("5000.00") + sum(rows.values())
    assert [row.host_seq_no for row in peer.centre.detail()] == sorted(rows)


def test_sigterm_ends_in_order_and_frees_the_ports(peer: Peer) -> None:
    assert peer.end() == 0
    peer.start()
    assert peer.centre.ask("SYS600").succeeded


def test_stop_is_answered_before_the_end(peer: Peer) -> None:
    peer.client.stop()
    assert peer.process is not None
    assert peer.process.wait(20) == 0


def test_a_taken_port_is_named(peer: Peer) -> None:
    command = [sys.executable, "-m", "provident.bankpeer", "--data", str(peer.data / "two")]
    command += ["--port", str(peer.port), "--control-port", str(peer.control_port)]
    second = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert second.returncode == 1
    assert f"端口 {peer.control_port} 不能使用" in second.stderr.decode()


def test_books_are_write_ahead_logged_and_the_private_key_is_private(peer: Peer) -> None:
    with sqlite3.connect(peer.data / "peer" / "books.sqlite") as books:
        assert books.execute("pragma journal_mode").fetchone() == ("wal",)
    assert (peer.data / "peer" / "platform_private.pem").stat().st_mode & 0o777 == 0o600
