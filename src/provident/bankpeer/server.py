"""对端进程 · ports, threads and signals of the bank peer.

Three things run: the wire port for the centre's messages, the control port, and the thread
that pushes notices.  Nothing is kept in memory that is not in the books, so ending the
process at any moment, in order or by kill −9, loses nothing that was answered.
"""

from __future__ import annotations

import logging
import signal
import socket
import socketserver
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

from provident.bankpeer import calendar, faults
from provident.bankpeer.control import Control
from provident.bankpeer.platform import Platform
from provident.bankpeer.pusher import Pusher
from provident.bankpeer.store import Store
from provident.settlement.wire import WireError, WireProfile, read_frame
from provident.settlement.wire.crypto import make_platform_keys
from provident.settlement.wire.frame import EmptyConnection

PUBLIC_KEY_FILE = "platform_public.pem"
"""In the data directory: the key with which the centre opens a HandKey."""

_log = logging.getLogger("bankpeer")
_LINE_BYTES_MAX = 1024 * 1024
_POLL_SECONDS = 0.1
_Conversation = Callable[[socket.socket], None]


class PortTaken(Exception):
    """Another process listens there; the sentence names the port."""


class Port:
    """One listening port, a thread per connection; can be closed and opened again."""

    def __init__(self, host: str, number: int, converse: _Conversation) -> None:
        self._address = (host, number)
        self._converse = converse
        self._server: _Server | None = None
        self._lock = threading.Lock()

    def open(self) -> None:
        """Listen; nothing happens when it listens already.  Raises `PortTaken`."""
        with self._lock:
            if self._server is not None:
                return
            try:
                self._server = _Server(self._address, _handler(self._converse))
            except OSError as error:
                number = self._address[1]
                raise PortTaken(f"端口 {number} 不能使用：{error.strerror}") from error
            threading.Thread(
                target=self._server.serve_forever,
                kwargs={"poll_interval": _POLL_SECONDS},
                name=f"port-{self._address[1]}",
                daemon=True,
            ).start()

    def close(self) -> None:
        """Stop listening: who connects is refused by the system."""
        with self._lock:
            if self._server is not None:
                self._server.shutdown()
                self._server.server_close()
                self._server = None


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


def _handler(converse: _Conversation) -> type[socketserver.BaseRequestHandler]:
    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            try:
                converse(self.request)
            except Exception:
                _log.exception("a conversation failed")

    return Handler


def serve(
    data_dir: Path,
    host: str,
    port: int,
    control_port: int,
    centre_host: str,
    centre_port: int,
    date: date | None = None,
    profile: WireProfile | None = None,
) -> None:
    """Run the peer until SIGTERM, SIGINT or the command `stop`.

    Books and private key live in `data_dir`/peer; the public key is written to
    `data_dir`/platform_public.pem.  `date` holds the bank's day.  Raises `PortTaken`.
    """
    profile = profile or WireProfile()
    directory = data_dir / "peer"
    store = Store(directory)
    private_key = make_platform_keys(
        directory / "platform_private.pem", data_dir / PUBLIC_KEY_FILE
    )
    if date is not None:
        with store.transaction() as tx:
            calendar.fix_date(tx, date)
    stop = threading.Event()
    _stop_on_signals(stop)
    pusher = Pusher(store, (centre_host, centre_port), profile)
    platform = Platform(store, private_key, profile, pusher.wake)
    wire = Port(host, port, lambda connection: _wire_talk(connection, platform, profile))

    def after_command() -> None:
        pusher.wake()
        _open_or_close(wire, store)

    control = Control(store, after_command)
    commands = Port(
        "127.0.0.1", control_port, lambda connection: _control_talk(connection, control, stop)
    )
    try:
        commands.open()
        _open_or_close(wire, store)
        pusher.start()
        _log.info("listening on %s:%s, control %s", host, port, control_port)
        stop.wait()
    finally:
        wire.close()
        commands.close()
        if pusher.is_alive():
            pusher.stop()
        store.close()
        _log.info("stopped")


def _wire_talk(connection: socket.socket, platform: Platform, profile: WireProfile) -> None:
    """One question, at most one answer, and the connection closes."""
    try:
        frame = read_frame(
            connection,
            body_bytes_max=profile.body_bytes_max,
            timeout_seconds=profile.timeout_seconds,
        )
    except EmptyConnection:
        return
    except WireError as error:
        _log.warning("unreadable frame: %s", error)
        return
    answer = platform.answer(frame)
    if answer is None:
        return
    try:
        connection.sendall(answer)
    except OSError as error:
        _log.warning("the centre did not wait for the answer to %s: %s", frame.txcode, error)


def _control_talk(connection: socket.socket, control: Control, stop: threading.Event) -> None:
    """Commands until the other side closes; `stop` takes effect after its answer is sent."""
    with connection.makefile("rb") as lines:
        while line := lines.readline(_LINE_BYTES_MAX):
            connection.sendall(control.answer(line))
            if control.is_stopping:
                stop.set()
                return


def _open_or_close(wire: Port, store: Store) -> None:
    """The fault `refuse_connection` is a port that does not listen."""
    with store.transaction() as tx:
        refusing = faults.is_active(tx, "refuse_connection")
    if refusing:
        wire.close()
    else:
        wire.open()


def _stop_on_signals(stop: threading.Event) -> None:
    """Only the main thread may set handlers; inside a test's thread there are none."""
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: stop.set())
