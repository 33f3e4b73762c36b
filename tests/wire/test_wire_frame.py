"""Frames. The head's bytes are the published example; errors are one per way to be wrong."""

from __future__ import annotations

import io
import socket
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provident.settlement.wire import Frame, encode_frame, read_frame
from provident.settlement.wire.frame import (
    BadFlag,
    BadHead,
    BodyTooLong,
    EmptyConnection,
    FrameError,
    FrameTimeout,
    TruncatedBody,
    TruncatedHead,
)

PUBLISHED_HEAD = bytes.fromhex("43393939393930424443313233000000")
PRINTABLE = st.characters(min_codepoint=0x21, max_codepoint=0x7E)
CODES = st.sampled_from(["", "BDC001", "BDC101", "SYS600", "SBDC100"])


def read(content: bytes, body_bytes_max: int = 1000) -> Frame:
    return read_frame(io.BytesIO(content), body_bytes_max=body_bytes_max)


def test_published_head() -> None:
    frame = Frame("C99999", "BDC123", enciphered=True, body=b"")
    assert encode_frame(frame) == PUBLISHED_HEAD + b"\0\0\0\0"


def test_length_is_big_endian_and_counts_the_body_only() -> None:
    encoded = encode_frame(Frame("C99999", "SBDC100", enciphered=False, body=b"x" * 258))
    assert encoded[:20] == b"C999991SBDC100\0\0\x00\x00\x01\x02"


@given(
    node=st.text(PRINTABLE, min_size=6, max_size=6),
    code=CODES,
    flag=st.booleans(),
    body=st.binary(),
)
def test_round_trip(node: str, code: str, flag: bool, body: bytes) -> None:
    frame = Frame(node, code, flag, body)
    assert read(encode_frame(frame), len(body)) == frame


def test_code_padded_with_ascii_zero_is_read() -> None:
    """The newer platform writes `BDC0010` in the head."""
    frame = Frame("C99999", "BDC001", enciphered=False, body=b"")
    encoded = encode_frame(frame, txcode_padding=b"0")
    assert encoded[7:14] == b"BDC0010"
    assert read(encoded) == frame


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EmptyConnection),
        (b"C", TruncatedHead),
        (PUBLISHED_HEAD, TruncatedHead),
        (PUBLISHED_HEAD + b"\0\0\0\5abcd", TruncatedBody),
        (PUBLISHED_HEAD + b"\0\0\x03\xe9", BodyTooLong),
        (PUBLISHED_HEAD + b"\xff\xff\xff\xff", BodyTooLong),
        (b"C999992BDC123" + b"\0" * 7, BadFlag),
        (b"\xb9\xab9999" + b"0BDC123" + b"\0" * 7, BadHead),
    ],
)
def test_errors_by_name(content: bytes, error: type[FrameError]) -> None:
    with pytest.raises(error):
        read(content)


def test_over_long_body_is_refused_before_reading_it() -> None:
    source = io.BytesIO(PUBLISHED_HEAD + b"\0\0\x03\xe9" + b"x" * 1001)
    with pytest.raises(BodyTooLong):
        read_frame(source, body_bytes_max=1000)
    assert source.tell() == 20


@pytest.mark.parametrize(
    "frame",
    [
        Frame("C9999", "BDC101", enciphered=False, body=b""),
        Frame("中心99", "BDC101", enciphered=False, body=b""),
        Frame("C99999", "SBDC1000", enciphered=False, body=b""),
    ],
)
def test_a_head_that_cannot_be_written_is_refused(frame: Frame) -> None:
    with pytest.raises(BadHead):
        encode_frame(frame)


def test_a_frame_in_single_bytes_is_read_from_a_socket() -> None:
    ours, theirs = socket.socketpair()
    frame = Frame("C99999", "BDC101", enciphered=True, body=b"12345678")

    def drip() -> None:
        for byte in encode_frame(frame):
            theirs.send(bytes([byte]))

    with ours, theirs:
        sender = threading.Thread(target=drip)
        sender.start()
        assert read_frame(ours, body_bytes_max=100) == frame
        sender.join()


def test_a_silent_connection_times_out() -> None:
    ours, theirs = socket.socketpair()
    theirs.send(b"C99999")
    with ours, theirs, pytest.raises(FrameTimeout):
        read_frame(ours, body_bytes_max=100, timeout_seconds=0.05)


def test_a_dripping_sender_cannot_outlast_the_limit() -> None:
    """The limit is for the frame, not for each byte."""
    ours, theirs = socket.socketpair()
    stop = threading.Event()

    def drip() -> None:
        for byte in PUBLISHED_HEAD + b"\0\0\0\x64" + b"x" * 100:
            if stop.wait(0.02):
                return
            theirs.send(bytes([byte]))

    with ours, theirs:
        sender = threading.Thread(target=drip)
        sender.start()
        with pytest.raises(FrameTimeout):
            read_frame(ours, body_bytes_max=100, timeout_seconds=0.2)
        stop.set()
        sender.join()
