"""帧 · the 20-byte head and the body that travel over one TCP connection.

    0   6   sender's node, ASCII                 6   1   1 = clear, 0 = enciphered
    7   7   transaction code, padded with NUL   14   2   reserved, NUL
   16   4   bytes in the body, big-endian       20   n   body

One connection carries one frame each way.  Answers of a centre leave the transaction code
empty, so a reader relies on nothing in the head but the flag and the length.
"""

from __future__ import annotations

import re
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from provident.settlement.wire.errors import WireError

HEAD_BYTES = 20
NODE_BYTES = 6
TXCODE_BYTES = 7
BODY_BYTES_LIMIT = 2**32 - 1

_HEAD = struct.Struct(">6sc7s2sI")
_RECEIVE_BYTES = 64 * 1024
_PADDED_WITH_ZERO = re.compile(r"(BDC\d{3}|SYS\d{3})0")


class FrameError(WireError):
    """The bytes are not a frame."""


class EmptyConnection(FrameError):
    """Closed without a byte: monitors probe the port this way; close silently, log nothing."""


class TruncatedHead(FrameError):
    """Closed within the 20 bytes of the head."""


class TruncatedBody(FrameError):
    """Closed before as many bytes arrived as the head announced."""


class BodyTooLong(FrameError):
    """The head announces more than the reader accepts; refused before reading any of it."""


class BadFlag(FrameError):
    """The seventh byte is neither 1 nor 0."""


class BadHead(FrameError):
    """Node or transaction code are not plain ASCII of the right length."""


class FrameTimeout(FrameError):
    """The frame did not arrive completely in the time allowed."""


class ByteSource(Protocol):
    """Anything with a blocking `read`: a file, `BytesIO`, `socket.makefile('rb')`."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: who sends, whether the body is enciphered, the transaction, the body."""

    node: str
    txcode: str
    enciphered: bool
    body: bytes


def encode_frame(frame: Frame, txcode_padding: bytes = b"\0") -> bytes:
    """The frame as bytes.  Raises `BadHead` or `BodyTooLong` when it cannot be written."""
    node = _ascii(frame.node, "节点号")
    txcode = _ascii(frame.txcode, "交易码")
    if len(node) != NODE_BYTES or len(txcode) > TXCODE_BYTES:
        raise BadHead(
            f"帧头写不下：节点号“{frame.node}”应为 6 位，交易码“{frame.txcode}”至多 7 位"
        )
    if len(frame.body) > BODY_BYTES_LIMIT:
        raise BodyTooLong(f"报文体 {len(frame.body)} 字节，超出帧头能写的长度")
    flag = b"0" if frame.enciphered else b"1"
    padded = txcode.ljust(TXCODE_BYTES, txcode_padding) if txcode else txcode
    return _HEAD.pack(node, flag, padded, b"\0\0", len(frame.body)) + frame.body


def read_frame(
    source: socket.socket | ByteSource, *, body_bytes_max: int, timeout_seconds: float = 60.0
) -> Frame:
    """Read one frame.  Raises a `FrameError` that names what is wrong.

    On a socket `timeout_seconds` is for the whole frame, not for each piece, so that a
    sender who drips single bytes cannot hold a thread for ever.
    """
    receive = (
        _socket_reader(source, timeout_seconds)
        if isinstance(source, socket.socket)
        else source.read
    )
    head = _fill(receive, HEAD_BYTES)
    if not head:
        raise EmptyConnection("连接已建立又关闭，没有发送任何内容")
    if len(head) < HEAD_BYTES:
        raise TruncatedHead(f"帧头应有 {HEAD_BYTES} 字节，只收到 {len(head)} 字节")
    node, flag, txcode, _reserved, length = _HEAD.unpack(head)
    if flag not in (b"0", b"1"):
        raise BadFlag(f"帧头第 7 字节应为 0 或 1，收到 {flag.hex()}（十六进制）")
    if length > body_bytes_max:
        raise BodyTooLong(f"报文体声明 {length} 字节，超过允许的 {body_bytes_max} 字节")
    frame = Frame(_head_text(node, "节点号"), _txcode(txcode), flag == b"0", b"")
    body = _fill(receive, length)
    if len(body) < length:
        raise TruncatedBody(f"报文体应有 {length} 字节，只收到 {len(body)} 字节")
    return Frame(frame.node, frame.txcode, frame.enciphered, body)


def _socket_reader(connection: socket.socket, timeout_seconds: float) -> Callable[[int], bytes]:
    deadline = time.monotonic() + timeout_seconds

    def receive(size: int) -> bytes:
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        connection.settimeout(remaining)
        return connection.recv(size)

    return receive


def _fill(receive: Callable[[int], bytes], size: int) -> bytes:
    """Up to `size` bytes; fewer when the other side closed or broke the connection.

    Memory grows with the bytes that have arrived, never with the length announced.
    """
    collected = bytearray()
    while len(collected) < size:
        try:
            piece = receive(min(size - len(collected), _RECEIVE_BYTES))
        except TimeoutError:
            raise FrameTimeout(f"等待报文超时，已收到 {len(collected)} 字节") from None
        except OSError:
            break
        if not piece:
            break
        collected += piece
    return bytes(collected)


def _txcode(raw: bytes) -> str:
    """The code without its padding: NUL, or the ASCII zero that the newer platform uses."""
    text = _head_text(raw.rstrip(b"\0"), "交易码")
    return text[:-1] if _PADDED_WITH_ZERO.fullmatch(text) else text


def _head_text(raw: bytes, what: str) -> str:
    if any(byte < 0x20 or byte > 0x7E for byte in raw):
        raise BadHead(f"帧头的{what}不是可读字符：{raw.hex()}（十六进制）")
    return raw.decode("ascii")


def _ascii(text: str, what: str) -> bytes:
    if not all(" " <= character <= "~" for character in text):
        raise BadHead(f"帧头的{what}只能用英文字母和数字：“{text}”")
    return text.encode("ascii")
