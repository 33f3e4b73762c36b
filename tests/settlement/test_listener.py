"""Whatever reaches the listener's port: nothing is lost, nothing half-done, and it stays up.

Expected facts: the published facts of the bank interface, section (a): a probe connects and
closes without a byte, an unreadable head is closed in silence, answers of a centre leave the
transaction code empty, business messages are enciphered.
"""

from __future__ import annotations

import io
import socket
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provident.settlement.wire import (
    Form,
    Frame,
    Message,
    NoticeRow,
    WireProfile,
    encode_frame,
    pack_file,
    read_frame,
    seal,
    unseal,
    write_notice,
)
from provident.settlement.wire.crypto import encipher, make_session_key
from provident.settlement.wire.heads import platform_request_head
from tests.settlement.conftest import COLLECTION, SECONDS, Port, rows

DAY = date(2026, 11, 2)
PROFILE = WireProfile(centre_node="C65010")


def current_key() -> bytes:
    from provident.settlement.adapters.keys import stored_keys

    return stored_keys().keys[0]


def exchange(port: Port, content: bytes, *, half_close: bool = True) -> bytes:
    """Everything that comes back before the listener closes."""
    address = ("127.0.0.1", port.listener_port)
    with socket.create_connection(address, SECONDS) as connection:
        connection.settimeout(SECONDS)
        connection.sendall(content)
        received = b""
        with suppress(OSError):  # closed or reset from the other side
            if half_close:
                connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(65536):
                received += piece
        return received


def answer_of(port: Port, content: bytes) -> Message:
    frame = read_frame(io.BytesIO(exchange(port, content)), body_bytes_max=10**6)
    assert frame.node == "C65010"
    assert frame.txcode == ""
    keys = [current_key()]
    return unseal(frame, Form.CENTRE_ANSWER, keys=keys, profile=PROFILE).message


def head(tx_code: str) -> dict[str, str]:
    return platform_request_head(
        tx_code=tx_code,
        serial="00000261102000000001",
        at=datetime.combine(DAY, datetime.min.time()),
        platform_node="D00000",
        centre_node="C65010",
    )


def row(**changes: object) -> NoticeRow:
    values = {
        "acct": COLLECTION,
        "host_seq_no": "105202611020000001",
        "amount": Decimal("1.00"),
        "booked_on": DAY,
        "opponent_acct": "6217",
        "opponent_name": "某人",
        "balance": Decimal("1001.00"),
    } | changes
    return NoticeRow(**values)  # type: ignore[arg-type]


def notice(*told: NoticeRow, data: str | None = None, key: bytes | None = None) -> bytes:
    packed = pack_file(write_notice(told)) if data is None else data
    message = Message(head("SBDC100"), {"FILE_LIST": [{"NAME": "a.act", "DATA": packed}]})
    frame = seal(
        message,
        Form.PLATFORM_REQUEST,
        node="D00000",
        profile=PROFILE,
        key=key or current_key(),
    )
    return encode_frame(frame)


def dollars() -> str:
    """A detail file in foreign money, which our own writer refuses to write."""
    return write_notice([row()]).replace("|156|", "|840|")


def body_frame(body: bytes, *, enciphered: bool = True, tx_code: str = "SBDC100") -> bytes:
    secret = encipher(body, current_key()) if enciphered else body
    return encode_frame(Frame("D00000", tx_code, enciphered, secret))


def still_works(port: Port) -> None:
    """The next notice is accepted and enters."""
    before = len(rows())
    assert answer_of(port, notice(row(host_seq_no=f"after{before}"))).succeeded
    assert len(rows()) == before + 1


def test_the_probe_is_answered_in_clear(port: Port) -> None:
    sealed = seal(
        Message(head("SYS600")), Form.PLATFORM_REQUEST, node="D00000", profile=PROFILE
    )
    assert answer_of(port, encode_frame(sealed)).succeeded


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"D00000",
        b"GET / HTTP/1.1\r\nHost: example\r\n\r\n",
        b"D000001SBDC100\0\0\xff\xff\xff\xff",
        b"D000001SBDC100\0\0\x00\x00\x00\x09short",
        b"D00000xSBDC100\0\0\x00\x00\x00\x00",
        b"\x00\x01\x02\x03\x04\x050SBDC100\0\0\x00\x00\x00\x00",
    ],
    ids=["probe", "short head", "http", "over-long", "short body", "bad flag", "binary node"],
)
def test_what_is_no_frame_is_closed_in_silence(port: Port, content: bytes) -> None:
    assert exchange(port, content) == b""
    assert rows() == []
    still_works(port)


def test_a_sender_who_stops_half_way_is_given_up(port: Port) -> None:
    """The test's listener allows one second for a whole frame."""
    assert exchange(port, notice(row())[:-3], half_close=False) == b""
    still_works(port)


ENTITY = (
    b'<?xml version="1.0" encoding="GBK"?><!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b"<message><head><field name='TxCode'>SBDC100</field></head><body>&x;</body></message>"
)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: body_frame(b"not xml at all"), "重新签到"),
        (lambda: body_frame(b"<not><closed>"), "XML"),
        (lambda: body_frame(ENTITY), "DTD"),
        (lambda: body_frame(b"<message><head/></message>", tx_code="BDC999"), "BDC999"),
        (lambda: body_frame(b"<message><head/></message>", enciphered=False), "SBDC100"),
        (lambda: notice(row(), key=make_session_key("C65010", DAY)), "重新签到"),
        (lambda: notice(row(acct="404")), "404"),
        (lambda: notice(data=pack_file(dollars())), "840"),
        (lambda: notice(data="ZZ"), "十六进制"),
        (lambda: notice(data=pack_file("1|2|3|")), "23 列"),
        (notice, "没有明细"),
    ],
    ids=[
        "not XML", "broken XML", "external entity", "unknown code", "in clear", "wrong key",
        "unknown bank account", "foreign money", "not hexadecimal", "columns missing", "empty",
    ],
)  # fmt: skip
def test_bad_content_is_refused_in_words(port: Port, make, says: str) -> None:
    from provident.settlement.models import NoticeFrame

    answer = answer_of(port, make())
    assert not answer.succeeded
    assert answer.head["RtnCode"] == "10000"
    assert says in answer.head["RtnMessage"]
    assert rows() == []
    assert not NoticeFrame.objects.exists()
    still_works(port)


def test_a_notice_in_clear_is_refused_even_when_well_formed(port: Port) -> None:
    from provident.settlement.wire.crypto import decipher

    sealed = read_frame(io.BytesIO(notice(row())), body_bytes_max=10**6)
    clear = Frame("D00000", "SBDC100", False, decipher(sealed.body, current_key()))
    assert not answer_of(port, encode_frame(clear)).succeeded
    assert rows() == []


def test_good_movements_in_a_notice_with_faults_enter(port: Port) -> None:
    from provident.settlement.models import NoticeFrame

    content = notice(row(), row(acct="404", host_seq_no="x"))
    for _ in range(3):
        answer = answer_of(port, content)
        assert not answer.succeeded
        assert "404" in answer.head["RtnMessage"]
    assert [entered.amount for entered in rows()] == [Decimal("1.00")]
    assert NoticeFrame.objects.count() == 1


def test_rows_of_the_same_serial_differ_by_amount_date_and_redo(port: Port) -> None:
    told = [
        row(),
        row(amount=Decimal("2.00")),
        row(is_reversal=True),
        row(booked_on=date(2026, 11, 3)),
        row(),
    ]
    assert answer_of(port, notice(*told)).succeeded
    assert len(rows()) == 4


def test_two_frames_with_the_same_rows_at_once(port: Port) -> None:
    import threading

    forth = [row(host_seq_no=f"{number:03d}") for number in range(40)]
    contents = [notice(*forth), notice(*reversed(forth))] * 3
    answers: list[bytes] = []
    threads = [
        threading.Thread(target=lambda c=c: answers.append(exchange(port, c))) for c in contents
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 6
    assert all(answers)
    assert len(rows()) == 40


def test_dates_in_closed_and_future_days_are_never_refused(port: Port) -> None:
    told = [
        row(host_seq_no="old", booked_on=date(2026, 10, 30)),
        row(host_seq_no="new", booked_on=date(2026, 12, 1)),
    ]
    assert answer_of(port, notice(*told)).succeeded
    port.work()
    assert [entered.state for entered in rows()] == ["done", "done"]


def test_names_cut_in_the_middle_of_a_character_and_nul(port: Port) -> None:
    text = write_notice([row(opponent_name="某甲", remark="x")])
    raw = text.encode("gbk").replace("甲".encode("gbk"), "甲".encode("gbk")[:1])
    import zlib

    broken = zlib.compress(raw.replace(b"|x|", b"|x\0|")).hex()
    assert answer_of(port, notice(data=broken)).succeeded
    (entered,) = rows()
    assert entered.opponent_name.startswith("某")
    assert entered.remark == "x"


def test_every_mutation_of_a_notice_is_answered_or_closed(port: Port) -> None:
    """Up to eight bytes changed anywhere, cut anywhere, repeated: never a dead listener, and
    never a movement that the notice did not tell of."""
    original = notice(row())

    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        changes=st.lists(
            st.tuples(st.integers(0, len(original) - 1), st.integers(0, 255)), max_size=8
        ),
        cut=st.integers(0, len(original)),
    )
    def attack(changes: list[tuple[int, int]], cut: int) -> None:
        content = bytearray(original)
        for place, value in changes:
            content[place] = value
        exchange(port, bytes(content[:cut]))

    attack()
    assert {entered.account_no for entered in _known()} <= {COLLECTION}
    still_works(port)


def _known():
    from provident.settlement.api import unprocessed_rows

    return unprocessed_rows(date(2026, 12, 31))


def test_a_taken_port_is_named(port: Port) -> None:
    from provident.settlement.adapters.listener import Listener, PortTaken

    with pytest.raises(PortTaken, match=str(port.listener_port)):
        Listener("127.0.0.1", port.listener_port)
