"""Each switchable fault, seen from the centre's side of real sockets.

What is expected follows from the fault's own description: the bank's books (statement,
account detail) stay right, only the wire lies.
"""

from __future__ import annotations

import socket
from decimal import Decimal

import pytest

from provident.bankpeer import faults
from provident.settlement.wire import WireError
from tests.bankpeer.staging import BANK, COLLECTION, DAY, PAYOUT, Peer, eventually

EMPLOYER = "65009000000000000009"
HUNDRED = Decimal("100.00")


def receive(peer: Peer, amount: str = "100.00") -> str:
    return peer.client.pay(EMPLOYER, COLLECTION, amount, "汇缴", "")


def test_dropped_notice_is_found_by_account_detail_only(peer: Peer) -> None:
    peer.client.set_fault("drop_notice", count=1)
    missed, seen = receive(peer), receive(peer)
    peer.client.wait_until_delivered()
    assert [row.host_seq_no for row in peer.centre.rows()] == [seen]
    assert [row.host_seq_no for row in peer.centre.detail()] == [missed, seen]


def test_a_fault_can_be_narrowed_to_one_bank_account(peer: Peer) -> None:
    peer.client.set_fault("drop_notice", acct=PAYOUT)
    seen = receive(peer)
    peer.centre.pay()
    peer.client.wait_until_delivered()
    assert [row.host_seq_no for row in peer.centre.rows()] == [seen]


def test_repeated_notice_comes_again_after_it_was_acknowledged(peer: Peer) -> None:
    peer.client.set_fault("repeat_notice", count=1, times=2)
    serial = receive(peer)
    peer.client.wait_until_delivered()
    assert [row.host_seq_no for row in peer.centre.rows()] == [serial] * 3


def test_delayed_notice_is_overtaken(peer: Peer) -> None:
    peer.client.set_fault("delay_notice", count=1, seconds=0.6)
    late, early = receive(peer), receive(peer)
    peer.client.wait_until_delivered()
    assert [row.host_seq_no for row in peer.centre.rows()] == [early, late]


def test_two_rows_arrive_in_one_notice(peer: Peer) -> None:
    peer.client.set_fault("two_rows", count=1)
    first = receive(peer, "1.00")
    assert [notice.host_seq_nos for notice in peer.client.pending_notices()] == [(first,)]
    receive(peer, "2.00")
    peer.client.wait_until_delivered()
    assert [[row.amount for row in notice] for notice in peer.centre.notices] == [
        [Decimal("1.00"), Decimal("2.00")]
    ]


def test_clearing_faults_lets_a_waiting_row_go_alone(peer: Peer) -> None:
    peer.client.set_fault("two_rows", count=1)
    receive(peer)
    peer.client.clear_faults()
    peer.client.wait_until_delivered()
    assert len(peer.centre.rows()) == 1


def test_split_notice_arrives_whole(peer: Peer) -> None:
    peer.client.set_fault("split_notice", count=1)
    serial = receive(peer)
    peer.client.wait_until_delivered()
    assert [row.host_seq_no for row in peer.centre.rows()] == [serial]


def test_wrong_amount_is_told_but_not_booked(peer: Peer) -> None:
    peer.client.set_fault("wrong_amount", count=1, difference="0.30")
    receive(peer)
    peer.client.wait_until_delivered()
    (told,) = peer.centre.rows()
    assert told.amount == Decimal("100.30")
    assert told.balance == Decimal("1100.00")
    assert [row.amount for row in peer.centre.detail()] == [HUNDRED]
    assert [row.amount for row in peer.client.statement(COLLECTION, DAY).rows] == [HUNDRED]


@pytest.mark.parametrize("fault", ["drop_answer", "half_answer"])
def test_payment_without_a_whole_answer_is_executed_once(peer: Peer, fault: str) -> None:
    peer.client.set_fault(fault, count=1, tx_code="BDC101")
    serial = "99999261102000000555"
    with pytest.raises(WireError):
        peer.centre.pay(serial)
    assert peer.client.balances()[PAYOUT] == Decimal("4900.00")
    status = peer.centre.ask("BDC110", {"TxDate": "20261102", "TxSeqNo": serial})
    assert status.text("OldTxStatus") == "0"
    assert peer.centre.pay(serial).succeeded
    assert peer.client.balances()[PAYOUT] == Decimal("4900.00")


def test_rejected_payment_moves_nothing(peer: Peer) -> None:
    peer.client.set_fault("reject", count=1, code=f"{BANK}10003", says="核心记账失败")
    answer = peer.centre.pay()
    assert (answer.head["RtnCode"], answer.head["RtnMessage"]) == (
        f"{BANK}10003",
        "核心记账失败",
    )
    assert peer.client.balances()[PAYOUT] == Decimal("5000.00")
    assert peer.centre.pay().succeeded


def test_unknown_status_then_known(peer: Peer) -> None:
    serial = "99999261102000000556"
    peer.centre.pay(serial)
    peer.client.set_fault("unknown_status", count=1)
    question = {"TxDate": "20261102", "TxSeqNo": serial}
    assert peer.centre.ask("BDC110", question).text("OldTxStatus") == "2"
    assert peer.centre.ask("BDC110", question).text("OldTxStatus") == "0"


def test_late_return_after_success(peer: Peer) -> None:
    peer.client.set_fault("late_return", count=1, seconds=0.3)
    assert peer.centre.pay().succeeded
    eventually(lambda: len(peer.centre.rows()) == 2)
    out, back = peer.centre.rows()
    assert (out.amount, back.amount) == (-HUNDRED, HUNDRED)
    assert out.opponent_acct == back.opponent_acct
    assert peer.client.balances()[PAYOUT] == Decimal("5000.00")


def test_refused_connection_until_cleared(peer: Peer) -> None:
    peer.client.set_fault("refuse_connection")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", peer.port), 5).close()
    peer.client.clear_faults()
    assert peer.centre.ask("SYS600").succeeded


def test_unacknowledged_notice_is_pushed_again(peer: Peer) -> None:
    peer.centre.refuse = True
    serial = receive(peer)
    eventually(lambda: peer.client.pending_notices()[0].attempts >= 2)
    assert "暂不受理" in peer.client.pending_notices()[0].last_error
    peer.centre.refuse = False
    peer.client.wait_until_delivered()
    assert [row.host_seq_no for row in peer.centre.rows()] == [serial]


def test_notice_reaches_a_centre_that_missed_the_last_key(peer: Peer) -> None:
    """The answer to a sign-in is lost: the centre still holds the key before."""
    peer.client.set_fault("drop_answer", count=1, tx_code="BDC001")
    with pytest.raises(WireError):
        peer.centre.sign_in()
    serial = receive(peer)
    peer.client.wait_until_delivered()
    assert [row.host_seq_no for row in peer.centre.rows()] == [serial]


def test_every_fault_is_exercised_here(request: pytest.FixtureRequest) -> None:
    """A fault that is added without a test fails this one."""
    source = request.path.read_text(encoding="utf-8")
    assert [kind for kind in faults.KINDS if f'"{kind}"' not in source] == []
