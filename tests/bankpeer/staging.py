"""A centre for the peer to talk to: real sockets, real processes, its own data directory."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from provident.bankpeer.client import PeerClient
from provident.settlement.wire import (
    Form,
    Frame,
    Message,
    NoticeRow,
    WireError,
    WireProfile,
    encode_frame,
    read_frame,
    read_notice,
    seal,
    unpack_file,
    unseal,
)
from provident.settlement.wire.catalogue import Fields, Value
from provident.settlement.wire.crypto import load_public_key, unwrap_hand_key
from provident.settlement.wire.heads import (
    FAILURE,
    SUCCEEDED,
    Outcome,
    answer_head,
    centre_request_head,
    serial_number,
)

CENTRE = "C99999"
BANK = "105000"
OTHER_BANK = "102000"
DAY = date(2026, 11, 2)
COLLECTION = "65001000000000000001"
PAYOUT = "65001000000000000002"
CENTRE_NAME = "示范市住房公积金管理中心"
SECONDS = 20.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def eventually(check: Callable[[], bool]) -> None:
    """Wait until `check` holds; fail when it never does."""
    deadline = time.monotonic() + SECONDS
    while not check():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def payment_body() -> Fields:
    return {
        "SettleType": "1",
        "BusType": "20",
        "DeAcctNo": PAYOUT,
        "DeAcctName": CENTRE_NAME,
        "DeAcctClass": "2",
        "CapAmt": "100.00",
        "CrAcctNo": "6217000000000000001",
        "CrAcctName": "艾则孜",
        "CrAcctClass": "1",
        "CrBankClass": "0",
        "Amt": "100.00",
        "RefSeqNo1": "1",
        "Summary": "退款",
        "Remark": "退款",
    }


@dataclass
class Centre:
    """The centre's side of the wire, as little of it as the peer needs."""

    peer_port: int
    public_key: Path
    listen_port: int
    profile: WireProfile = field(default_factory=WireProfile)
    keys: list[bytes] = field(default_factory=list)
    notices: list[list[NoticeRow]] = field(default_factory=list)
    refuse: bool = False
    server: socket.socket | None = None
    number: int = 0

    def ask(
        self,
        tx_code: str,
        body: Mapping[str, Value] | None = None,
        *,
        node: str = BANK,
        serial: str | None = None,
        key: bytes | None = None,
    ) -> Message:
        """One question, one answer.  Enciphered whenever the transaction must be."""
        clear = tx_code in ("BDC001", "SYS600")
        frame = seal(
            Message(self.request_head(tx_code, node, serial), dict(body or {})),
            Form.CENTRE_REQUEST,
            node=CENTRE,
            profile=self.profile,
            key=None if clear else (key or self.keys[0]),
        )
        return self.read_answer(self.exchange(encode_frame(frame)))

    def request_head(
        self, tx_code: str, node: str, serial: str | None = None
    ) -> dict[str, str]:
        self.number += 1
        return centre_request_head(
            tx_code=tx_code,
            serial=serial or serial_number(CENTRE, DAY, self.number),
            at=datetime.combine(DAY, datetime.min.time()),
            centre_node=CENTRE,
            receive_node=node,
            operator="999999000000000000001",
        )

    def exchange(self, content: bytes) -> bytes:
        """All bytes that come back before the other side closes."""
        with socket.create_connection(("127.0.0.1", self.peer_port), SECONDS) as connection:
            connection.sendall(content)
            with connection.makefile("rb") as answers:
                return answers.read()

    def read_answer(self, content: bytes) -> Message:
        frame = read_frame(io.BytesIO(content), body_bytes_max=10**7)
        return unseal(frame, Form.PLATFORM_ANSWER, keys=self.keys, profile=self.profile).message

    def sign_in(self) -> bytes:
        answer = self.ask("BDC001")
        assert answer.succeeded
        key = unwrap_hand_key(answer.text("HandKey"), load_public_key(self.public_key))
        self.keys.insert(0, key)
        return key

    def pay(self, serial: str | None = None, **changes: str) -> Message:
        return self.ask("BDC101", payment_body() | changes, serial=serial)

    def detail(self, node: str = BANK) -> list[NoticeRow]:
        answer = self.ask(
            "BDC113", {"TxDateBegin": "20261101", "TxDateEnd": "20261103"}, node=node
        )
        assert answer.succeeded
        found = read_notice(unpack_file(answer.file[1]))
        assert not found.faults
        return list(found.rows)

    def rows(self) -> list[NoticeRow]:
        """Every row ever notified, repeats included."""
        return [row for notice in self.notices for row in notice]

    def start_listening(self) -> None:
        self.server = socket.create_server(("127.0.0.1", self.listen_port))
        threading.Thread(target=self._listen, args=(self.server,), daemon=True).start()

    def stop_listening(self) -> None:
        """Shut down before closing: closing alone does not wake a thread in `accept`."""
        assert self.server is not None
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()

    def _listen(self, server: socket.socket) -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection, suppress(WireError):
                self._receive(connection)

    def _receive(self, connection: socket.socket) -> None:
        frame = read_frame(connection, body_bytes_max=10**7, timeout_seconds=SECONDS)
        opened = unseal(frame, Form.PLATFORM_REQUEST, keys=self.keys, profile=self.profile)
        outcome = Outcome(FAILURE, "暂不受理", "1") if self.refuse else SUCCEEDED
        if not self.refuse:
            found = read_notice(unpack_file(opened.message.file[1]))
            assert not found.faults
            self.notices.append(list(found.rows))
        head = answer_head(
            tx_code="SBDC100",
            asker_node=frame.node,
            node=CENTRE,
            serial=serial_number(CENTRE, DAY, len(self.notices) + 1),
            at=datetime.combine(DAY, datetime.min.time()),
            outcome=outcome,
        )
        answer = seal(
            Message(head), Form.CENTRE_ANSWER, node=CENTRE, profile=self.profile, key=opened.key
        )
        connection.sendall(encode_frame(Frame(answer.node, "", answer.enciphered, answer.body)))


@dataclass
class Peer:
    """The peer's process, its control port and the centre that it talks to."""

    data: Path
    port: int
    control_port: int
    centre: Centre
    process: subprocess.Popen[bytes] | None = None

    @property
    def client(self) -> PeerClient:
        return PeerClient(self.control_port)

    def start(self) -> None:
        command = [sys.executable, "-m", "provident.bankpeer", "--data", str(self.data)]
        command += ["--port", str(self.port), "--control-port", str(self.control_port)]
        command += ["--centre-port", str(self.centre.listen_port)]
        with (self.data / "peer.log").open("ab") as log:
            self.process = subprocess.Popen(command, stderr=log)
        self.client.wait_until_ready(SECONDS)

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(SECONDS)

    def end(self) -> int:
        assert self.process is not None
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGTERM)
        return self.process.wait(SECONDS)


def open_centre_accounts(client: PeerClient) -> None:
    client.open_account(
        COLLECTION, CENTRE_NAME, BANK, "collection", "1000.00", centre_owned=True
    )
    client.open_account(PAYOUT, CENTRE_NAME, BANK, "payout", "5000.00", centre_owned=True)
