"""结算查看 · what people look at: a bank row, its doubts, notices as they came, messages sent.

A third reading face of settlement, for the pages; nothing is locked and nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from provident.kernel.refusal import Verdict
from provident.settlement.adapters.installation import installation
from provident.settlement.facts.doubts import standing_of
from provident.settlement.models import NoticeFrame, WireMessage
from provident.settlement.rows import BankRowFacts, read_row
from provident.settlement.rules.doubts import judge_doubts
from provident.settlement.wire import Form, WireError, unpack_file
from provident.settlement.wire.catalogue import catalogue
from provident.settlement.wire.files import read_rows
from provident.settlement.wire.message import decode_message

__all__ = [
    "BankRowFacts",
    "NoticeSeen",
    "WireSeen",
    "notice",
    "row_doubts",
    "row_facts",
    "wire",
]

UNREADABLE = "这份通知的报文体现在读不出来，只能看到登记的行数。"


@dataclass(frozen=True, slots=True)
class WireSeen:
    """报文 · one request of ours with its answer, as they are kept: head and body by field.

    `answer` is None while there is none.
    """

    id: int
    seq_no: str
    tx_code: str
    node: str
    sent_at: datetime
    state: str
    request: dict[str, Any]
    answer: dict[str, Any] | None
    return_code: str
    return_message: str


@dataclass(frozen=True, slots=True)
class NoticeSeen:
    """到账通知 · one notice: its head, and its rows by the columns of the detail file.

    `fault` says why it cannot be read, "" when it can; `body` is the text as it came.
    """

    id: int
    received_at: datetime
    sender_seq_no: str
    rows_total: int
    rows_new: int
    head: dict[str, str]
    rows: tuple[dict[str, str], ...]
    body: str
    fault: str


def row_facts(row: int) -> BankRowFacts | None:
    """银行流水 · a bank row as it stands, None when there is none."""
    return read_row(row)


def row_doubts(row: int) -> Verdict:
    """流水存疑 · why the money of an existing bank row must not be disposed of yet."""
    return judge_doubts(standing_of(row))


def wire(message: int) -> WireSeen | None:
    """报文 · one message that was sent, None when there is none."""
    found = WireMessage.objects.filter(pk=message).first()
    if found is None:
        return None
    return WireSeen(
        found.pk, found.seq_no, found.tx_code, found.node, found.sent_at, found.state,
        found.request, found.answer, found.return_code, found.return_message,
    )  # fmt: skip


def notice(frame: int) -> NoticeSeen | None:
    """到账通知 · one notice that came, None when there is none."""
    found = NoticeFrame.objects.filter(pk=frame).first()
    if found is None:
        return None
    head, rows, fault = _read(bytes(found.body))
    body = bytes(found.body).decode(installation().profile.encoding, "replace")
    return NoticeSeen(
        found.pk, found.received_at, found.sender_seq_no, found.rows_total, found.rows_new,
        head, rows, body, fault,
    )  # fmt: skip


def _read(body: bytes) -> tuple[dict[str, str], tuple[dict[str, str], ...], str]:
    profile = installation().profile
    spec = catalogue().files["account_change"]
    try:
        message = decode_message(body, Form.PLATFORM_REQUEST, profile, "SBDC100")
        text = unpack_file(message.file[1], encoding=profile.encoding)
    except WireError:
        return {}, (), UNREADABLE
    names = [column.name for column in spec.columns]
    lines = read_rows(text, spec.separator)
    rows = tuple(dict(zip(names, line, strict=False)) for line in lines)
    return message.head, rows, ""
