"""The listener as a process, among people who mean it no good.

Each attack is a connection of its own, many at once.  Afterwards the same process must be
there, no bigger than before, and take in the next true notice.  What each broken frame is
answered is tested with the listener itself; here it is only asked what survives.
"""

from __future__ import annotations

import random
import socket
import struct
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import date, datetime
from decimal import Decimal

import pytest

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
from tests.resilience.live_centre import (
    BANK_ACCOUNT,
    SECONDS,
    STRANGER_NAME,
    STRANGER_NO,
    LiveCentre,
    eventually,
)

pytestmark = pytest.mark.slow

PROFILE = WireProfile(centre_node="C65010")
SEED = 20261102
ATTACKERS = 8
GROWTH_BYTES_MAX = 150 * 1024 * 1024
SEATS = 200
"""How many conversations the listener has at a time (`adapters.listener`)."""


def today() -> date:
    from provident.kernel import clock

    return clock.today()


def key() -> bytes:
    from provident.settlement.adapters.keys import stored_keys

    return stored_keys().keys[0]


def attack(centre: LiveCentre, content: bytes, *, end: str = "wait") -> bytes:
    """Send and return all that comes back.  `end`: wait for it, half-close first, or reset."""
    with socket.create_connection(("127.0.0.1", centre.listener_port), SECONDS) as connection:
        connection.settimeout(SECONDS)
        received = b""
        with suppress(OSError):
            connection.sendall(content)
            if end == "reset":
                linger = struct.pack("ii", 1, 0)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                return b""
            if end == "half":
                connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(65536):
                received += piece
        return received


def head(tx_code: str = "SBDC100") -> dict[str, str]:
    return platform_request_head(
        tx_code=tx_code,
        serial="00000261102000000001",
        at=datetime.combine(today(), datetime.min.time()),
        platform_node="D00000",
        centre_node="C65010",
    )


def sealed(data: str, session_key: bytes) -> bytes:
    message = Message(head(), {"FILE_LIST": [{"NAME": "a.act", "DATA": data}]})
    return encode_frame(
        seal(
            message, Form.PLATFORM_REQUEST, node="D00000", profile=PROFILE, key=session_key
        )
    )  # fmt: skip


def true_notice(centre: LiveCentre, amount: str) -> tuple[str, bytes]:
    """A receipt that the bank has booked and keeps to itself, and the notice about it."""
    centre.peer.set_fault("drop_notice", count=1, acct=BANK_ACCOUNT)
    serial = centre.peer.pay(
        STRANGER_NO, BANK_ACCOUNT, amount, "转账", "迟到的通知", booked_on=today(),
        payer_name=STRANGER_NAME,
    )  # fmt: skip
    told = NoticeRow(
        acct=BANK_ACCOUNT,
        host_seq_no=serial,
        amount=Decimal(amount),
        booked_on=today(),
        opponent_acct=STRANGER_NO,
        opponent_name=STRANGER_NAME,
    )
    return serial, sealed(pack_file(write_notice([told])), key())


def entered(serial: str) -> int:
    from provident.settlement.models import BankRow

    return BankRow.objects.filter(host_serial=serial).count()


def is_yes(content: bytes) -> bool:
    import io

    from provident.settlement.adapters.keys import stored_keys

    frame = read_frame(io.BytesIO(content), body_bytes_max=10**6)
    # An answer comes under the key of its question, which may be the one before the newest.
    keys = stored_keys().keys
    return unseal(frame, Form.CENTRE_ANSWER, keys=keys, profile=PROFILE).message.succeeded


def secret_frame(body: bytes, session_key: bytes) -> bytes:
    return encode_frame(Frame("D00000", "SBDC100", True, encipher(body, session_key)))


def bombs(session_key: bytes) -> list[bytes]:
    """Small to send, huge to read: entities, depth, breadth, a file of zeros."""
    start = b'<?xml version="1.0" encoding="GBK"?>'
    laughs = b"".join(
        b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 10)
    )
    entities = start + b'<!DOCTYPE m [<!ENTITY a0 "ha">' + laughs + b"]><message>&a9;</message>"
    outside = (
        start
        + b'<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/hostname">]><message>&x;</message>'
    )
    parameter = (
        start + b'<!DOCTYPE m [<!ENTITY % p SYSTEM "http://127.0.0.1:9/">%p;]><message/>'
    )
    deep = start + b"<message>" + b"<a>" * 200_000
    broad = start + b"<message><head>" + b'<field name="x">1</field>' * 100_000
    bodies = [entities, outside, parameter, deep, broad]
    zeros = zlib.compress(b"0" * (64 * 1024 * 1024), 9).hex()
    return [secret_frame(body, session_key) for body in bodies] + [sealed(zeros, session_key)]


def broken(chance: random.Random, good: bytes, session_key: bytes) -> bytes:
    """One hostile frame of many kinds, made from a good one or from nothing."""
    kinds: list[Callable[[], bytes]] = [
        lambda: chance.randbytes(chance.randrange(1, 400)),
        lambda: good[: chance.randrange(1, len(good))],
        lambda: good[:16] + struct.pack(">I", 2**32 - 1) + good[20:],
        lambda: good[:16] + struct.pack(">I", chance.randrange(2**24)) + good[20:],
        lambda: good + good,
        lambda: good[:20] + chance.randbytes(len(good) - 20),
        lambda: good[:6] + b"1" + good[7:],
        lambda: secret_frame(chance.randbytes(chance.randrange(1, 300)), session_key),
        lambda: encode_frame(Frame("D00000", "BDC999", True, good[20:])),
        lambda: b"GET / HTTP/1.1\r\nHost: centre\r\n\r\n",
        lambda: b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + chance.randbytes(200),
    ]
    return chance.choice(kinds)()


def test_hundreds_of_hostile_connections_leave_no_trace(centre: LiveCentre) -> None:
    from provident.settlement.models import BankRow

    process = centre.process("listener")
    rows = BankRow.objects.count()
    _serial, good = true_notice(centre, "1.01")
    own_key, foreign_key = key(), make_session_key("C65010", today())
    chance = random.Random(SEED)
    foreign = secret_frame(b"<message/>", foreign_key)
    attacks = [
        broken(chance, foreign, chance.choice((own_key, foreign_key))) for _ in range(240)
    ]
    attacks += bombs(own_key) * 2
    chance.shuffle(attacks)
    ends = [chance.choice(("half", "half", "reset")) for _ in attacks]
    attack(centre, foreign, end="half")
    before = process.memory_info().rss
    with ThreadPoolExecutor(ATTACKERS) as attackers:
        list(attackers.map(lambda a, e: attack(centre, a, end=e), attacks, ends))
    assert BankRow.objects.count() == rows
    assert process.is_running()
    assert process.memory_info().rss - before < GROWTH_BYTES_MAX
    assert is_yes(attack(centre, good))
    centre.settled()


def test_a_notice_repeated_at_once_and_out_of_order_enters_once(centre: LiveCentre) -> None:
    """The later receipt is told first, each of them many times, from many connections."""
    notices = [true_notice(centre, f"{number}.02") for number in (1, 2, 3)]
    with ThreadPoolExecutor(ATTACKERS) as platform:
        sent = [content for _serial, content in reversed(notices)] * 6
        answers = list(platform.map(lambda content: attack(centre, content), sent))
    assert all(is_yes(answer) for answer in answers)
    assert [entered(serial) for serial, _content in notices] == [1, 1, 1]
    centre.settled()


def test_a_sender_gone_before_the_answer_has_still_been_heard(centre: LiveCentre) -> None:
    serial, content = true_notice(centre, "4.02")
    with socket.create_connection(("127.0.0.1", centre.listener_port)) as connection:
        connection.sendall(content)
    eventually(lambda: entered(serial) == 1, "the notice whose sender did not wait")
    assert is_yes(attack(centre, content))
    assert entered(serial) == 1
    centre.settled()


def test_silent_connections_keep_nobody_out_for_good(centre: LiveCentre) -> None:
    """Half of the seats taken by people who say nothing: the platform is answered.  All of
    them taken: it is turned away, and answered as soon as they have gone."""
    serial, content = true_notice(centre, "5.02")
    address = ("127.0.0.1", centre.listener_port)
    with ExitStack() as silent:
        for number in range(SEATS // 2):
            one = silent.enter_context(socket.create_connection(address, SECONDS))
            one.sendall(content[: number % 40])
        assert is_yes(attack(centre, content))
        for _ in range(SEATS):
            silent.enter_context(socket.create_connection(address, SECONDS))
        eventually(lambda: attack(centre, content) == b"", "the platform turned away")
    eventually(lambda: attack(centre, content) != b"", "the platform answered again")
    assert entered(serial) == 1
    centre.settled()
