"""线路 · one connection to the platform: one frame there, one frame back.

What goes wrong is told apart by what it proves.  Before the connection stands nothing can
have arrived; afterwards everything may have.
"""

from __future__ import annotations

import logging
import socket

from provident.settlement.adapters.installation import Installation
from provident.settlement.wire import Frame, WireError, read_frame

CONNECT_SECONDS = 10.0

_log = logging.getLogger("provident.settlement")


class NotDelivered(Exception):
    """It is certain that the platform has not received the request."""


class NoAnswer(Exception):
    """The request may have arrived and been carried out; there is no answer to read."""


def talk(place: Installation, content: bytes) -> Frame:
    """Send one frame and read the answer.  Raises `NotDelivered` or `NoAnswer`."""
    try:
        connection = socket.create_connection((place.host, place.port), CONNECT_SECONDS)
    except OSError as error:
        _log.warning("no connection to %s:%s: %s", place.host, place.port, error)
        raise NotDelivered(f"连接不上结算平台（{_in_words(error)}）") from error
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
        except OSError as error:
            _log.warning("no answer from %s:%s: %s", place.host, place.port, error)
            raise NoAnswer(f"报文已送出，没有读到应答：{_in_words(error)}") from error
        except WireError as error:
            raise NoAnswer(f"报文已送出，没有读到应答：{error}") from error


def _in_words(error: OSError) -> str:
    """What went wrong on the line, for people; the system's own words stand in the log."""
    match error:
        case ConnectionRefusedError():
            return "对方没有接受连接，请确认结算平台已经启动"
        case TimeoutError():
            return "等候超时，请稍后再试"
        case socket.gaierror():
            return "找不到结算平台的地址，请系统管理员核对接入参数"
        case ConnectionError():
            return "连接被对方中断，请稍后再试"
        case _:
            return "网络不通，请系统管理员检查网络"
