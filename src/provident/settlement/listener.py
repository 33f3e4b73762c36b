"""通知接收进程 · the process that listens for the platform until it is told to end."""

from __future__ import annotations

import logging
import signal
import threading
from types import FrameType

from provident.settlement.adapters.installation import installation
from provident.settlement.adapters.listener import Listener

_log = logging.getLogger("provident.settlement")


def serve(host: str | None = None, port: int | None = None) -> None:
    """Listen until SIGTERM or SIGINT; host and port as configured when left out.

    Killing it at any moment loses nothing: what was acknowledged is on disk, what was not is
    pushed again.  Raises `PortTaken`, whose sentence names the port.
    """
    place = installation()
    listener = Listener(host or place.listener_host, port or place.listener_port)
    ended = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        ended.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    listener.start()
    _log.info("listening on port %s", listener.port)
    ended.wait()
    listener.stop()
