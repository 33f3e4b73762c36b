"""The bank peer in order: sign-in, payments, notices, enquiries, against real sockets.

Expected figures are added up by hand from what each test pays; message rules come from the
published facts of the bank interface (codes, name check, once-only serials).
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest

from provident.bankpeer.client import PeerClient, PeerError
from provident.settlement.wire import Form, Frame, Message, encode_frame, seal
from provident.settlement.wire.catalogue import Fields, catalogue
from provident.settlement.wire.crypto import decipher
from tests.bankpeer.staging import (
    BANK,
    CENTRE,
    CENTRE_NAME,
    COLLECTION,
    DAY,
    OTHER_BANK,
    PAYOUT,
    SECONDS,
    Peer,
    payment_body,
)

EMPLOYER = "65009000000000000009"


def test_probe_is_answered_in_clear(peer: Peer) -> None:
    assert peer.centre.ask("SYS600").succeeded


def test_session_key_has_the_published_shape(peer: Peer) -> None:
    key = peer.centre.keys[0]
    assert len(key) == 24
    assert key[:14] == b"C9999920261102"


def test_the_previous_key_still_opens_and_the_one_before_does_not(peer: Peer) -> None:
    first = peer.centre.keys[0]
    second = peer.centre.sign_in()
    assert peer.centre.ask("BDC123", balance_question(), key=first).succeeded
    third = peer.centre.sign_in()
    assert peer.centre.ask("BDC123", balance_question(), key=second).succeeded
    answer = peer.centre.ask("BDC123", balance_question(), key=first)
    assert answer.head["TxStatus"] == "1"
    assert answer.head["RtnCode"] == peer.centre.profile.sign_in_again
    assert peer.centre.ask("BDC123", balance_question(), key=third).succeeded


def test_after_sign_out_no_key_opens(peer: Peer) -> None:
    assert peer.centre.ask("BDC002").succeeded
    answer = peer.centre.ask("BDC123", balance_question())
    assert answer.head["RtnCode"] == peer.centre.profile.sign_in_again


def test_a_receipt_is_notified_with_the_banks_row(peer: Peer) -> None:
    serial = peer.client.pay(
        EMPLOYER, COLLECTION, "300.25", "汇缴", "单号123", payer_name="喀什某某有限公司"
    )
    peer.client.wait_until_delivered()
    (row,) = peer.centre.rows()
    assert row.host_seq_no == serial
    assert (row.acct, row.amount, row.balance) == (
        COLLECTION,
        Decimal("300.25"),
        Decimal("1300.25"),
    )
    assert (row.opponent_acct, row.opponent_name) == (EMPLOYER, "喀什某某有限公司")
    assert (row.summary, row.remark, row.booked_on) == ("汇缴", "单号123", DAY)
    assert not row.is_reversal


def test_a_payment_moves_money_and_is_notified(peer: Peer) -> None:
    answer = peer.centre.pay()
    assert answer.succeeded
    assert answer.text("HostStatus") == "0"
    peer.client.wait_until_delivered()
    (row,) = peer.centre.rows()
    assert (row.acct, row.amount) == (PAYOUT, Decimal("-100.00"))
    assert row.host_seq_no == answer.text("CapHostSeqNo")
    balances = peer.client.balances()
    assert balances[PAYOUT] == Decimal("4900.00")
    assert balances["6217000000000000001"] == Decimal("100.00")


def test_the_same_serial_is_executed_once(peer: Peer) -> None:
    serial = "99999261102000000777"
    first = peer.centre.pay(serial)
    again = peer.centre.pay(serial)
    assert again.body == first.body
    assert again.succeeded
    assert peer.client.balances()[PAYOUT] == Decimal("4900.00")
    other = peer.centre.pay(serial, Amt="1.00", CapAmt="1.00")
    assert not other.succeeded
    assert peer.client.balances()[PAYOUT] == Decimal("4900.00")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"DeAcctName": "别的中心"}, "10007"),
        ({"DeAcctNo": "404"}, "10003"),
        ({"Amt": "5000.01", "CapAmt": "5000.01"}, "10003"),
        ({"Amt": "0.00", "CapAmt": "0.00"}, "10003"),
        ({"CapAmt": "99.00"}, "10003"),
        ({"IntAmt": "1.00"}, "10016"),
        ({"SettleType": "2"}, "10002"),
        ({"Remark": "甲|乙"}, "10003"),
    ],
)
def test_a_refused_payment_moves_nothing(
    peer: Peer, changes: dict[str, str], code: str
) -> None:
    answer = peer.centre.pay("99999261102000000778", **changes)
    assert answer.head["TxStatus"] == "0"
    assert answer.head["RtnCode"] == BANK + code
    assert peer.client.balances() == {
        COLLECTION: Decimal("1000.00"),
        PAYOUT: Decimal("5000.00"),
    }
    status = peer.centre.ask(
        "BDC110", {"TxDate": "20261102", "TxSeqNo": "99999261102000000778"}
    )
    assert status.text("OldTxStatus") == "1"


def test_names_are_compared_after_the_60_byte_cut(peer: Peer) -> None:
    long_name = "喀什地区" * 10  # 80 bytes in GBK; the wire carries the first 30 characters
    peer.client.open_account("777", long_name, BANK, "payee", "0.00", centre_owned=False)
    assert peer.centre.pay(CrAcctNo="777", CrAcctName=long_name).succeeded
    wrong = peer.centre.pay(CrAcctNo="777", CrAcctName="喀什地区" * 7)
    assert wrong.head["RtnCode"] == BANK + "10008"


def test_enquiry_about_an_executed_payment(peer: Peer) -> None:
    answer = peer.centre.pay("99999261102000000779")
    question = {"TxDate": "20261102", "TxSeqNo": "99999261102000000779"}
    status = peer.centre.ask("BDC110", question)
    assert status.text("OldTxStatus") == "0"
    assert status.text("HostSeqNo") == answer.text("CapHostSeqNo")
    nothing = peer.centre.ask("BDC110", question | {"TxDate": "20261103"})
    assert nothing.head["RtnCode"] == BANK + "10021"


def test_transfer_between_two_own_accounts_is_notified_twice(peer: Peer) -> None:
    assert peer.centre.pay(CrAcctNo=COLLECTION, CrAcctName=CENTRE_NAME).succeeded
    peer.client.wait_until_delivered()
    assert sorted(row.amount for row in peer.centre.rows()) == [
        Decimal("-100.00"),
        Decimal("100.00"),
    ]


def test_balance_enquiry(peer: Peer) -> None:
    answer = peer.centre.ask("BDC123", balance_question())
    assert answer.text("AcctBal") == "1000.00"
    assert answer.text("AcctName") == CENTRE_NAME
    elsewhere = peer.centre.ask("BDC123", balance_question(), node=OTHER_BANK)
    assert elsewhere.head["RtnCode"] == OTHER_BANK + "10021"


def test_detail_holds_own_accounts_of_the_bank_asked(peer: Peer) -> None:
    peer.client.open_account("800", CENTRE_NAME, OTHER_BANK, "x", "0.00", centre_owned=True)
    peer.client.pay(EMPLOYER, COLLECTION, "1.00", "汇缴", "")
    peer.client.pay(EMPLOYER, "800", "2.00", "汇缴", "")
    assert [row.amount for row in peer.centre.detail()] == [Decimal("1.00")]
    assert [row.amount for row in peer.centre.detail(OTHER_BANK)] == [Decimal("2.00")]


def test_detail_gives_the_newest_thousand(peer: Peer) -> None:
    for _ in range(1002):
        peer.client.pay(EMPLOYER, COLLECTION, "1.00", "汇缴", "")
    rows = peer.centre.detail()
    assert len(rows) == 1000
    assert (rows[0].balance, rows[-1].balance) == (Decimal("1003.00"), Decimal("2002.00"))


def test_interest_and_fee_have_no_opponent(peer: Peer) -> None:
    peer.client.credit_interest(COLLECTION, "3.21")
    peer.client.charge_fee(COLLECTION, "0.50")
    interest, fee = peer.centre.detail()
    assert (interest.amount, interest.opponent_acct) == (Decimal("3.21"), None)
    assert (fee.amount, fee.opponent_acct, fee.summary) == (
        Decimal("-0.50"),
        None,
        "对公跨行转账汇款手续费",
    )
    statement = peer.client.statement(COLLECTION, DAY)
    assert (statement.opening, statement.closing) == (Decimal("1000.00"), Decimal("1002.71"))
    assert [row.amount for row in statement.rows] == [Decimal("3.21"), Decimal("-0.50")]


def test_reversal_carries_the_mark_and_the_serial(peer: Peer) -> None:
    serial = peer.client.pay(EMPLOYER, COLLECTION, "40.00", "汇缴", "")
    peer.client.reverse(serial)
    original, reversal = peer.centre.detail()
    assert (reversal.amount, reversal.is_reversal) == (Decimal("-40.00"), True)
    assert reversal.host_seq_no == original.host_seq_no == serial
    with pytest.raises(PeerError, match="不能再做一次"):
        peer.client.reverse(serial)


def test_returned_payment_comes_back_from_the_same_opponent(peer: Peer) -> None:
    answer = peer.centre.pay()
    serial = peer.client.return_payment(answer.text("CapHostSeqNo"))
    out, back = peer.centre.detail()
    assert back.host_seq_no == serial != out.host_seq_no
    assert (back.amount, back.is_reversal, back.summary) == (Decimal("100.00"), False, "退汇")
    assert (back.opponent_acct, back.opponent_name) == (out.opponent_acct, out.opponent_name)
    assert peer.client.balances()[PAYOUT] == Decimal("5000.00")


def test_the_day_follows_the_centre_or_is_held(peer: Peer) -> None:
    peer.client.set_date(date(2026, 11, 1))
    peer.client.pay(EMPLOYER, COLLECTION, "1.00", "汇缴", "")
    peer.client.set_date(None)
    peer.client.pay(EMPLOYER, COLLECTION, "1.00", "汇缴", "")
    peer.client.pay(EMPLOYER, COLLECTION, "1.00", "汇缴", "", booked_on=date(2026, 11, 3))
    assert [row.booked_on.day for row in peer.centre.detail()] == [1, 2, 3]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"C99999",
        b"GET / HTTP/1.1\r\nHost: example\r\n\r\n",
        encode_frame(Frame(CENTRE, "BDC101", True, b"x" * 24))[:-1],
        b"C999991BDC001\0\0\0\xff\xff\xff\xff",
    ],
    ids=["nothing", "short head", "another protocol", "short body", "over-long length"],
)
def test_unreadable_frames_are_closed_without_an_answer(peer: Peer, content: bytes) -> None:
    with socket.create_connection(("127.0.0.1", peer.port), SECONDS) as connection:
        received = b""
        with suppress(OSError):  # closing before all was read looks like a broken connection
            connection.sendall(content)
            connection.shutdown(socket.SHUT_WR)
            received = connection.recv(1)
        assert received == b""
    assert peer.centre.ask("SYS600").succeeded


UNKNOWN = b"<message><head><field name='TxCode'>BDC999</field></head></message>"


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (Frame(CENTRE, "BDC999", enciphered=False, body=UNKNOWN), "D0000010001"),
        (Frame(CENTRE, "BDC001", enciphered=False, body=b"not xml"), "D0000090002"),
        (Frame(CENTRE, "BDC101", enciphered=True, body=b"x" * 24), "D0000090001"),
    ],
    ids=["unknown code", "not XML", "wrong key"],
)
def test_frames_with_bad_content_are_refused_in_clear(
    peer: Peer, frame: Frame, code: str
) -> None:
    answer = peer.centre.read_answer(peer.centre.exchange(encode_frame(frame)))
    assert answer.head["TxStatus"] == "1"
    assert answer.head["RtnCode"] == code


def test_a_business_message_in_clear_is_refused(peer: Peer) -> None:
    key = peer.centre.keys[0]
    head = peer.centre.request_head("BDC123", BANK)
    sealed = seal(
        Message(head, balance_question()),
        Form.CENTRE_REQUEST,
        node=CENTRE,
        profile=peer.centre.profile,
        key=key,
    )
    clear = Frame(CENTRE, "BDC123", enciphered=False, body=decipher(sealed.body, key))
    answer = peer.centre.read_answer(peer.centre.exchange(encode_frame(clear)))
    assert not answer.succeeded
    assert "AcctBal" not in answer.body


def test_every_message_of_the_centre_is_answered(peer: Peer) -> None:
    """No transaction of the catalogue is left without an answer."""
    for code, spec in catalogue().messages.items():
        if "centre" in spec.sent_by and code != "BDC002":
            assert peer.centre.ask(code, WELL_FORMED.get(code, {})).head["TxCode"] == code


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (lambda client: client.pay(EMPLOYER, "404", "1.00", "", ""), "没有账号 404"),
        (lambda client: client.pay(EMPLOYER, COLLECTION, "0.00", "", ""), "金额应大于零"),
        (lambda client: client.pay(EMPLOYER, COLLECTION, "1.00", "甲|乙", ""), "竖线"),
        (lambda client: client.pay(EMPLOYER, COLLECTION, "1.00", "\U00020bb7", ""), "写不出"),
        (lambda client: client.charge_fee(COLLECTION, "9999.00"), "余额不足"),
        (lambda client: client.set_fault("no_such_fault"), "没有“no_such_fault”这种故障"),
        (lambda client: client.set_fault("drop_notice", colour="red"), "没有参数：colour"),
        (
            lambda client: client.open_account(
                COLLECTION, "别的户名", BANK, "x", "0.00", centre_owned=True
            ),
            "已经开户",
        ),
    ],
)
def test_the_control_port_refuses_in_words(
    peer: Peer, command: Callable[[PeerClient], object], says: str
) -> None:
    with pytest.raises(PeerError, match=says):
        command(peer.client)
    assert peer.client.balances() == {
        COLLECTION: Decimal("1000.00"),
        PAYOUT: Decimal("5000.00"),
    }


def balance_question() -> Fields:
    return {"CurrNo": "156", "CurrIden": "1", "AcctNo": COLLECTION, "AcctType": "1"}


WELL_FORMED: dict[str, Fields] = {
    "BDC101": payment_body(),
    "BDC110": {"TxDate": "20261102", "TxSeqNo": "1"},
    "BDC113": {"TxDateBegin": "20261102", "TxDateEnd": "20261102"},
    "BDC123": balance_question(),
}
