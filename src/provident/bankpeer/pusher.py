"""通知推送 · one thread that pushes the outbox to the centre until it is acknowledged.

It sleeps until something is due or something changed; a centre that does not answer is
tried again later and later, and at once when it signs in.
"""

from __future__ import annotations

import logging
import socket
import sqlite3
import threading
import time

from provident.bankpeer import calendar, notices, payments, sessions
from provident.bankpeer.notices import DueNotice
from provident.bankpeer.store import Store
from provident.settlement.wire import (
    Form,
    Message,
    WireError,
    WireProfile,
    encode_frame,
    pack_file,
    read_frame,
    seal,
    unseal,
    write_notice,
)
from provident.settlement.wire.heads import outcome_of, platform_request_head

_log = logging.getLogger("bankpeer")
_CONNECT_SECONDS = 5.0
_ANSWER_SECONDS = 30.0
_STOP_SECONDS = 2.0
_PIECE_BYTES = 7
_PIECE_PAUSE_SECONDS = 0.002


class NotAcknowledged(Exception):
    """The centre could not be reached, or did not say yes."""


class Pusher(threading.Thread):
    """Start once; `wake` after every change; `stop` at the end."""

    def __init__(self, store: Store, centre: tuple[str, int], profile: WireProfile) -> None:
        super().__init__(name="pusher", daemon=True)
        self._store = store
        self._centre = centre
        self._profile = profile
        self._changed = threading.Event()
        self._stopping = False

    def wake(self) -> None:
        """Look at the outbox now."""
        self._changed.set()

    def stop(self) -> None:
        """End the thread; a push that still waits for its answer is given up and comes
        again after the next start."""
        self._stopping = True
        self._changed.set()
        self.join(_STOP_SECONDS)

    def run(self) -> None:
        while not self._stopping:
            self._changed.clear()
            try:
                pause = self._round()
            except Exception:
                _log.exception("a round of pushing failed")
                pause = _CONNECT_SECONDS
            self._changed.wait(pause)

    def _round(self) -> float | None:
        """Push what is due; returns the seconds until the next, None when nothing waits."""
        with self._store.transaction() as tx:
            payments.run_planned_returns(tx)
            keys = sessions.valid_keys(tx)
            node = sessions.centre_node(tx)
            due = notices.due(tx)
        if node is None:
            return self._pause(signed_in=False)
        for notice in due:
            if self._stopping:
                break
            # The answer to a sign-in may have been lost, in which case the centre still
            # holds the previous key: attempts take turns.
            key = keys[notice.attempts % len(keys)]
            if not self._push_and_record(notice, node, key, keys):
                break
        return self._pause(signed_in=True)

    def _pause(self, *, signed_in: bool) -> float | None:
        with self._store.transaction() as tx:
            moment = notices.next_due_at(tx, with_notices=signed_in)
        return None if moment is None else max(moment - time.time(), 0.0)

    def _push_and_record(
        self, notice: DueNotice, node: str, key: bytes, keys: list[bytes]
    ) -> bool:
        """Whether to go on with the next one: not when the centre cannot be reached."""
        try:
            self._push(notice, node, key, keys)
        except (OSError, WireError, NotAcknowledged) as error:
            _log.warning("notice %s not acknowledged: %s", notice.id, error)
            unreachable = isinstance(error, OSError)
            with self._store.transaction() as tx:
                moment = notices.failed(tx, notice, str(error))
                if unreachable:
                    notices.postpone(tx, moment, str(error))
            return not unreachable
        with self._store.transaction() as tx:
            notices.acknowledged(tx, notice.id)
        _log.info("notice %s acknowledged", notice.id)
        return True

    def _push(self, notice: DueNotice, node: str, key: bytes, keys: list[bytes]) -> None:
        with self._store.transaction() as tx:
            message = self._message(tx, notice, node)
        frame = seal(
            message,
            Form.PLATFORM_REQUEST,
            node=self._profile.platform_node,
            profile=self._profile,
            key=key,
        )
        with socket.create_connection(self._centre, timeout=_CONNECT_SECONDS) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            _send(connection, encode_frame(frame), in_pieces=notice.in_pieces)
            answer = read_frame(
                connection,
                body_bytes_max=self._profile.body_bytes_max,
                timeout_seconds=_ANSWER_SECONDS,
            )
        opened = unseal(answer, Form.CENTRE_ANSWER, keys=keys, profile=self._profile)
        if not opened.message.succeeded:
            outcome = outcome_of(opened.message)
            raise NotAcknowledged(f"{outcome.code} {outcome.says}")

    def _message(self, tx: sqlite3.Connection, notice: DueNotice, node: str) -> Message:
        at = calendar.now(tx)
        head = platform_request_head(
            tx_code="SBDC100",
            serial=calendar.platform_serial(tx, self._profile.platform_node),
            at=at,
            platform_node=self._profile.platform_node,
            centre_node=node,
        )
        name = f"BDC_BAL_NTF_{at:%Y%m%d_%H%M%S}{notice.id % 1000:03d}.act"
        data = pack_file(write_notice(notices.rows_of(tx, notice.id)))
        return Message(head, {"FILE_LIST": [{"NAME": name, "DATA": data}]})


def _send(connection: socket.socket, content: bytes, *, in_pieces: bool) -> None:
    if not in_pieces:
        connection.sendall(content)
        return
    for start in range(0, len(content), _PIECE_BYTES):
        connection.sendall(content[start : start + _PIECE_BYTES])
        time.sleep(_PIECE_PAUSE_SECONDS)
