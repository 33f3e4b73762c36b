"""场景里的银行 · the bank peer's own books, run inside the test and without sockets.

Money moves on the peer's books; a notice travels as the very frame that the wire carries:
sealed with the session key, handed to the function that the listener calls, and answered.
What the centre asks (sign-in, payment, account detail, balance) is answered by the peer's
platform in the same way.  Jobs that the centre has left are run one after the other.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from provident.bankpeer import calendar, notices, sessions
from provident.bankpeer.control import COMMANDS
from provident.bankpeer.platform import Platform
from provident.bankpeer.store import Store
from provident.settlement import notices as centre_notices
from provident.settlement.adapters import platform as centre_platform
from provident.settlement.adapters.installation import Installation, installation
from provident.settlement.adapters.line import NoAnswer
from provident.settlement.wire import (
    Form,
    Frame,
    Message,
    encode_frame,
    pack_file,
    read_frame,
    seal,
    unseal,
    write_notice,
)
from provident.settlement.wire.heads import platform_request_head

MEMORY_BYTES_MAX = 8 * 1024 * 1024


class Bank:
    """One story's bank.  `ask` answers the centre, `push` delivers the notices that wait."""

    def __init__(
        self, directory: Path, private_key: RSAPrivateKey, patch: pytest.MonkeyPatch
    ) -> None:
        self._store = Store(directory)
        self._profile = installation().profile
        self._platform = Platform(self._store, private_key, self._profile, lambda: None)
        self._delivered: dict[str, int] = {}
        patch.setattr(centre_platform, "talk", self.ask)

    def sign_in(self) -> None:
        """The centre signs in, so that both sides share a session key."""
        centre_platform.sign_in()

    def close(self) -> None:
        self._store.close()

    def run(self, command: str, **args: Any) -> Any:
        """One of the peer's own commands: pay, credit_interest, reverse …"""
        with self._store.transaction() as tx:
            return COMMANDS[command](tx, **args)

    def outsider(self, account_no: str, name: str) -> None:
        """Somebody outside who can be paid."""
        self.run(
            "open_account",
            acct=account_no,
            name=name,
            node="105000",
            kind="payee",
            balance="0",
            centre_owned=False,
        )

    def ask(self, _place: Installation, content: bytes) -> Frame:
        """What the centre sends over the line, and the frame that comes back."""
        answer = self._platform.answer(self._read(content))
        if answer is None:
            raise NoAnswer("银行没有应答")
        return self._read(answer)

    def push(self) -> None:
        """Deliver every notice that waits, until the bank has nothing left to say."""
        while True:
            with self._store.transaction() as tx:
                due = notices.due(tx)
            if not due:
                return
            for notice in due:
                self._deliver(notice.id)
                with self._store.transaction() as tx:
                    notices.acknowledged(tx, notice.id)

    def repeat(self, host_serial: str) -> None:
        """Deliver once more the notice that told of this movement."""
        self._deliver(self._delivered[host_serial])

    def _deliver(self, number: int) -> None:
        """A refused notice is a fault of the test: the bank would push it for ever."""
        with self._store.transaction() as tx:
            rows = notices.rows_of(tx, number)
            keys = sessions.valid_keys(tx)
            at = calendar.now(tx)
            head = platform_request_head(
                tx_code="SBDC100",
                serial=calendar.platform_serial(tx, self._profile.platform_node),
                at=at,
                platform_node=self._profile.platform_node,
                centre_node=sessions.centre_node(tx) or "",
            )
        name = f"BDC_BAL_NTF_{at:%Y%m%d_%H%M%S}{number % 1000:03d}.act"
        body = {"FILE_LIST": [{"NAME": name, "DATA": pack_file(write_notice(rows))}]}
        frame = seal(
            Message(head, body),
            Form.PLATFORM_REQUEST,
            node=self._profile.platform_node,
            profile=self._profile,
            key=keys[0],
        )
        reply = centre_notices.answer(self._read(encode_frame(frame)))
        assert reply.content is not None, "中心没有应答通知"
        opened = unseal(
            self._read(reply.content), Form.CENTRE_ANSWER, keys=keys, profile=self._profile
        )
        assert opened.message.succeeded, f"中心拒收通知：{opened.message.head}"
        self._delivered |= {row.host_seq_no: number for row in rows}

    def _read(self, content: bytes) -> Frame:
        return read_frame(io.BytesIO(content), body_bytes_max=self._profile.body_bytes_max)


def open_bank_accounts(bank: Bank, bank_accounts: Mapping[str, Mapping[str, Any]]) -> None:
    """The centre's bank accounts on the peer's books, empty, as on the centre's own."""
    for items in bank_accounts.values():
        bank.run(
            "open_account",
            acct=items["account_no"],
            name=items["account_name"],
            node=items["node"],
            kind="collection" if items["takes_contributions"] else "other",
            balance="0",
            centre_owned=True,
        )
