"""Whatever bytes arrive, nothing but the wire's own errors comes out."""

from __future__ import annotations

import io
import zlib
from contextlib import suppress
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from provident.settlement.wire import (
    Form,
    Frame,
    Message,
    WireError,
    WireProfile,
    encode_frame,
    pack_file,
    read_frame,
    read_notice,
    seal,
    unpack_file,
    unseal,
)
from provident.settlement.wire.crypto import encipher
from provident.settlement.wire.heads import platform_request_head

PROFILE = WireProfile()
AT = datetime(2026, 11, 2, 9, 30, 5)
KEY = b"C9999920261102abcdefGHIJ"
NOTICE_TEXT = (
    "1|65001|5221||65009|某某公司|2000.00|20261102|155246|8000.00|123|备注|156|1|8000.00|0|||"
    "105100000017|摘要|N|00|000|"
)
NOTICE = encode_frame(
    seal(
        Message(
            platform_request_head(
                tx_code="SBDC100",
                serial="1",
                at=AT,
                platform_node="D00000",
                centre_node="C99999",
            ),
            {"FILE_LIST": [{"NAME": "a", "DATA": pack_file(NOTICE_TEXT)}]},
        ),
        Form.PLATFORM_REQUEST,
        node="D00000",
        profile=PROFILE,
        key=KEY,
    )
)


def receive(content: bytes) -> None:
    """What a listener does with what it hears."""
    with suppress(WireError):
        frame = read_frame(io.BytesIO(content), body_bytes_max=10**6)
        opened = unseal(frame, Form.PLATFORM_REQUEST, keys=[KEY], profile=PROFILE)
        read_notice(unpack_file(opened.message.file[1], bytes_max=10**6))


def test_the_unchanged_notice_is_read() -> None:
    """Else the changed ones would prove nothing."""
    frame = read_frame(io.BytesIO(NOTICE), body_bytes_max=10**6)
    opened = unseal(frame, Form.PLATFORM_REQUEST, keys=[KEY], profile=PROFILE)
    assert len(read_notice(unpack_file(opened.message.file[1])).rows) == 1


@given(st.binary(max_size=400))
def test_arbitrary_bytes(content: bytes) -> None:
    receive(content)


@given(st.binary(max_size=400), st.booleans())
def test_arbitrary_body_in_a_good_frame(body: bytes, enciphered: bool) -> None:
    content = encipher(body, KEY) if enciphered else body
    receive(encode_frame(Frame("D00000", "SBDC100", enciphered, content)))


@given(st.data())
@settings(max_examples=300)
def test_a_good_notice_with_some_bytes_changed(data: st.DataObject) -> None:
    content = bytearray(NOTICE)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    receive(bytes(content[: data.draw(st.integers(0, len(content)))]))


NAMES = st.sampled_from(["TxCode", "SendNode", "FILE_LIST", "NAME", "DATA", "0", "x", ""])
TREES = st.recursive(
    st.builds(
        lambda name, text: f'<field name="{name}">{text}</field>', NAMES, st.just("SBDC100")
    ),
    lambda children: st.builds(
        lambda tag, name, inner: f'<{tag} name="{name}">{"".join(inner)}</{tag}>',
        st.sampled_from(["field-list", "field-7", "head", "body"]),
        NAMES,
        st.lists(children, max_size=4),
    ),
    max_leaves=12,
)


@given(st.lists(TREES, max_size=3), st.lists(TREES, max_size=3))
def test_any_tree_of_fields(head: list[str], body: list[str]) -> None:
    text = f"<message><head>{''.join(head)}</head><body>{''.join(body)}</body></message>"
    receive(encode_frame(Frame("D00000", "SBDC100", True, encipher(text.encode(), KEY))))


@given(st.binary(max_size=300))
def test_any_file_content(content: bytes) -> None:
    found = read_notice(unpack_file(zlib.compress(content).hex()))
    lines = [line for line in content.split(b"\n") if line.strip()]
    assert len(found.rows) + len(found.faults) <= len(lines)


@given(st.text(max_size=300))
def test_any_data_field(text: str) -> None:
    with suppress(WireError):
        unpack_file(text)
