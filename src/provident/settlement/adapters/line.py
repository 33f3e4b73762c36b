"""线路 · one connection to the platform: one frame there, one frame back.

What goes wrong is told apart by what it proves.  Before the connection stands nothing can
have arrived; afterwards everything may have.
"""

from __future__ import annotations

import socket

from provident.settlement.adapters.installation import Installation
from provident.settlement.wire import Frame, WireError, read_frame

CONNECT_SECONDS = 10.0


class NotDelivered(Exception):
    """It is certain that the platform has not received the request."""


class NoAnswer(Exception):
    """The request may have arrived and been carried out; there is no answer to read."""


def talk(place: Installation, content: bytes) -> Frame:
    """Send one frame and read the answer.  Raises `NotDelivered` or `NoAnswer`."""
    try:
        connection = socket.create_connection((place.host, place.port), CONNECT_SECONDS)
    except OSError as error:
        raise NotDelivered(
            f"连接不上结算平台 {place.host}:{place.port}（{error.strerror or error}）"
        ) from error
    with connection:
        try:
            connection.settimeout(place.profile.timeout_seconds)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.sendall(content)
            return read_frame(
                connection,
                body_bytes_max=place.profile.body_bytes_max,
                timeout_seconds=place.profile.timeout_seconds,
            )
        except (OSError, WireError) as error:
            raise NoAnswer(f"报文已送出，没有读到应答：{error}") from error
