"""通知监听 · the port on which the platform reaches the centre.

One connection carries one frame and one answer, each in a thread of its own.  A frame that
cannot be read as a frame is closed without a word, as is a connection without a byte
(monitors probe the port this way).  A sender who stops half-way holds his thread for the
time allowed and nothing else: the database is not touched before the frame is complete.
"""

from __future__ import annotations

import logging
import socket
import socketserver
import threading
from typing import Any

from django.db import connection as database

from provident.settlement import notices
from provident.settlement.adapters import platform
from provident.settlement.adapters.installation import installation
from provident.settlement.wire import WireError, read_frame
from provident.settlement.wire.frame import EmptyConnection

FRAME_SECONDS = 20.0
SIGN_IN_EVERY_SECONDS = 30
CONNECTIONS_MAX = 200
DATABASE_CONNECTIONS_MAX = 8
_POLL_SECONDS = 0.1
_log = logging.getLogger("provident.settlement")


class PortTaken(Exception):
    """Another process listens there; the sentence names the port."""


class Listener:
    """The listening port; `start` returns at once, `stop` ends it."""

    def __init__(self, host: str, port: int, *, frame_seconds: float = FRAME_SECONDS) -> None:
        try:
            self._server = _Server((host, port), _Conversation)
        except OSError as error:
            raise PortTaken(f"端口 {port} 不能使用：{error.strerror or error}") from error
        self._server.frame_seconds = frame_seconds
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(_POLL_SECONDS,), name="listener"
        )

    def start(self) -> None:
        """Accept connections from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Accept no more.  A notice under way that gets no answer is pushed again."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    frame_seconds = FRAME_SECONDS

    def __init__(
        self, address: tuple[str, int], handler: type[socketserver.BaseRequestHandler]
    ) -> None:
        super().__init__(address, handler)
        self.seats = threading.BoundedSemaphore(CONNECTIONS_MAX)
        self.database_seats = threading.BoundedSemaphore(DATABASE_CONNECTIONS_MAX)

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Turn away whoever finds every seat taken; the platform comes again."""
        return self.seats.acquire(blocking=False)

    def handle_error(self, request: Any, client_address: Any) -> None:
        _log.exception("a conversation failed; the platform will push its notice again")


class _Conversation(socketserver.BaseRequestHandler):
    server: _Server  # pyright: ignore[reportIncompatibleVariableOverride]
    request: socket.socket

    def handle(self) -> None:
        try:
            self._converse()
        finally:
            self.server.seats.release()

    def _converse(self) -> None:
        place = installation()
        try:
            frame = read_frame(
                self.request,
                body_bytes_max=place.profile.body_bytes_max,
                timeout_seconds=self.server.frame_seconds,
            )
        except EmptyConnection:
            return
        except WireError as error:
            _log.warning("closed an unreadable frame: %s", error)
            return
        with self.server.database_seats:
            try:
                reply = notices.answer(frame)
                self._send(reply.content)
                if reply.stale_key:
                    self._sign_in()
            finally:
                database.close()

    def _send(self, content: bytes | None) -> None:
        if content is None:
            return
        try:
            self.request.settimeout(self.server.frame_seconds)
            self.request.sendall(content)
            self.request.shutdown(socket.SHUT_WR)
        except OSError as error:
            _log.warning("the platform did not wait for the answer: %s", error)

    def _sign_in(self) -> None:
        try:
            platform.sign_in_if_older(SIGN_IN_EVERY_SECONDS)
        except platform.PlatformSilent as error:
            _log.warning("%s", error)
