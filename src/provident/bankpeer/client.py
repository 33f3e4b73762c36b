"""对端遥控 · `PeerClient`: stage the banks from a test, the demo or the command line.

Every method is one command on the control port and returns when the bank's books have it on
disk.  Pushing the notice to the centre happens afterwards, by itself.
"""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from provident.kernel.money import yuan

_RETRY_SECONDS = 0.05


class PeerError(Exception):
    """The peer refused the command, or is not there; the sentence says which."""


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One movement as it stands on the bank's statement; `amount` is signed."""

    host_seq_no: str
    amount: Decimal
    opponent_acct: str | None
    opponent_name: str
    summary: str
    remark: str
    is_reversal: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """对账单 · one bank account on one day; opening + rows = closing."""

    opening: Decimal
    closing: Decimal
    rows: tuple[StatementRow, ...]


@dataclass(frozen=True, slots=True)
class PendingNotice:
    """A notice that the centre has not acknowledged yet."""

    id: int
    copies: int
    attempts: int
    last_error: str
    host_seq_nos: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeerClient:
    """The peer's control port."""

    port: int
    host: str = "127.0.0.1"
    timeout_seconds: float = 30.0

    def wait_until_ready(self, seconds: float = 30.0) -> None:
        """Return when the peer answers; raises `PeerError` when it does not in time."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                self.balances()
                return
            except PeerError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(_RETRY_SECONDS)

    def open_account(
        self,
        acct: str,
        name: str,
        node: str,
        kind: str,
        balance: Decimal | str,
        *,
        centre_owned: bool,
        customer_no: str = "",
    ) -> None:
        """Open a bank account at the bank `node` with what it already holds.

        Repeating the same opening changes nothing.  Movements on the centre's own bank
        accounts (`centre_owned`) are notified; `customer_no` narrows BDC113 to that number.
        """
        self._call(
            "open_account",
            acct=acct,
            name=name,
            node=node,
            kind=kind,
            balance=str(yuan(balance)),
            centre_owned=centre_owned,
            customer_no=customer_no,
        )

    def pay(
        self,
        from_acct: str,
        to_acct: str,
        amount: Decimal | str,
        summary: str,
        remark: str,
        *,
        booked_on: date | None = None,
        payer_name: str | None = None,
    ) -> str:
        """Pay as an employer, a treasury or a stranger; returns the host serial that the
        payee sees.  An unknown payer gets a bank account with enough money."""
        return self._call(
            "pay",
            from_acct=from_acct,
            to_acct=to_acct,
            amount=str(yuan(amount)),
            summary=summary,
            remark=remark,
            booked_on=None if booked_on is None else booked_on.isoformat(),
            payer_name=payer_name,
        )

    def credit_interest(self, acct: str, amount: Decimal | str) -> str:
        """结息; returns the host serial."""
        return self._call("credit_interest", acct=acct, amount=str(yuan(amount)))

    def charge_fee(self, acct: str, amount: Decimal | str) -> str:
        """手续费, `amount` positive; returns the host serial."""
        return self._call("charge_fee", acct=acct, amount=str(yuan(amount)))

    def reverse(self, host_seq_no: str) -> str:
        """冲正: opposite rows marked as reversal under the same host serial."""
        return self._call("reverse", host_seq_no=host_seq_no)

    def return_payment(self, host_seq_no: str) -> str:
        """退汇: opposite rows from the same opponent under a new host serial, returned."""
        return self._call("return_payment", host_seq_no=host_seq_no)

    def set_fault(self, kind: str, *, count: int | None = None, **args: Any) -> None:
        """Switch a fault on, `count` times or until cleared; see `faults.KINDS`."""
        self._call("set_fault", kind=kind, args=args, count=count)

    def clear_faults(self) -> None:
        """Switch every fault off; notices held back for a second row are pushed."""
        self._call("clear_faults")

    def statement(self, acct: str, day: date) -> Statement:
        """What the bank's statement says about one day."""
        result = self._call("statement", acct=acct, day=day.isoformat())
        rows = tuple(_statement_row(row) for row in result["rows"])
        return Statement(yuan(result["opening"]), yuan(result["closing"]), rows)

    def balances(self) -> dict[str, Decimal]:
        """The balance of every bank account on the peer's books."""
        return {acct: yuan(text) for acct, text in self._call("balances").items()}

    def pending_notices(self) -> list[PendingNotice]:
        """What the centre has not acknowledged yet."""
        return [
            PendingNotice(**{**entry, "host_seq_nos": tuple(entry["host_seq_nos"])})
            for entry in self._call("pending_notices")
        ]

    def wait_until_delivered(self, seconds: float = 30.0) -> None:
        """Return when every notice is acknowledged; raises `PeerError` otherwise."""
        deadline = time.monotonic() + seconds
        while waiting := self.pending_notices():
            if time.monotonic() > deadline:
                last = waiting[0].last_error or "尚未推送"
                raise PeerError(f"还有 {len(waiting)} 个到账通知中心没有收妥：{last}")
            time.sleep(_RETRY_SECONDS)

    def set_date(self, day: date | None) -> None:
        """Hold the bank's day; None follows the centre's messages again."""
        self._call("set_date", day=None if day is None else day.isoformat())

    def stop(self) -> None:
        """End the peer's process in order."""
        self._call("stop")

    def _call(self, command: str, **args: Any) -> Any:
        question = json.dumps({"command": command, "args": args}, ensure_ascii=False)
        try:
            with socket.create_connection(
                (self.host, self.port), timeout=self.timeout_seconds
            ) as connection:
                connection.sendall(question.encode() + b"\n")
                with connection.makefile("rb") as answers:
                    line = answers.readline()
        except OSError as error:
            raise PeerError(f"银行对端（端口 {self.port}）没有回应：{error}") from error
        if not line:
            raise PeerError(f"银行对端（端口 {self.port}）没有回应就断开了")
        answer: Mapping[str, Any] = json.loads(line)
        if not answer["ok"]:
            raise PeerError(answer["error"])
        return answer["result"]


def _statement_row(row: Mapping[str, Any]) -> StatementRow:
    return StatementRow(
        row["host_seq_no"],
        yuan(row["amount"]),
        row["opponent_acct"],
        row["opponent_name"],
        row["summary"],
        row["remark"],
        row["is_reversal"],
    )
