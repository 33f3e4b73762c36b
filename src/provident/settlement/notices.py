"""到账通知应答 · from a frame of the platform to the bytes of our answer.

Yes is said only after everything is on disk: frame, rows and jobs in one transaction.  What
cannot be read gets a no with the reason, in clear when no key is known; the platform keeps
such a notice and pushes it again.  Readable movements in a notice with faults are entered
all the same: behind each stands money that has moved.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from provident.kernel.refusal import Conflict
from provident.settlement.adapters import journal
from provident.settlement.adapters.installation import Installation, installation
from provident.settlement.adapters.keys import stored_keys
from provident.settlement.intake import RawNotice, take_in
from provident.settlement.wire import (
    Form,
    Frame,
    Message,
    WireError,
    WrongKey,
    encode_frame,
    read_notice,
    seal,
    unpack_file,
    unseal,
)
from provident.settlement.wire.crypto import decipher
from provident.settlement.wire.heads import FAILURE, SUCCEEDED, Outcome, answer_head

_log = logging.getLogger("provident.settlement")
_SAYS_MAX = 120


@dataclass(frozen=True, slots=True)
class Reply:
    """The bytes to send back, None to close in silence; `stale_key` asks for a sign-in."""

    content: bytes | None
    stale_key: bool = False


def answer(frame: Frame) -> Reply:
    """Answer one frame.  Never raises for what the frame holds."""
    place = installation()
    try:
        opened = unseal(
            frame, Form.PLATFORM_REQUEST, keys=stored_keys().keys, profile=place.profile
        )
    except WireError as error:
        _log.warning("refused a frame from %s: %s", frame.node, error)
        content = _answer(place, frame, frame.txcode, _no(str(error)), key=None)
        return Reply(content, stale_key=isinstance(error, WrongKey))
    outcome = SUCCEEDED
    if opened.message.tx_code == "SBDC100":
        outcome = _take_notice(frame, opened.message, opened.key, place)
    return Reply(_answer(place, frame, opened.message.tx_code, outcome, key=opened.key))


def _take_notice(
    frame: Frame, message: Message, key: bytes | None, place: Installation
) -> Outcome:
    try:
        found = read_notice(unpack_file(message.file[1], encoding=place.profile.encoding))
    except WireError as error:
        _log.warning("refused notice %s: %s", message.head.get("SendSeqNo"), error)
        return _no(str(error))
    body = frame.body if key is None else decipher(frame.body, key)
    unread = [fault.says for fault in found.faults]
    if not found.rows and not unread:
        unread.append("通知里没有明细")
    taken = take_in(
        found.rows,
        source="notice",
        notice=RawNotice(message.head.get("SendSeqNo", ""), body),
        unread=unread,
    )
    _log.info("notice: %s new, %s repeated", len(taken.new_rows), taken.repeated)
    for fault in taken.faults:
        _log.error("notice %s: %s", message.head.get("SendSeqNo"), fault)
    return _no("；".join(taken.faults)) if taken.faults else SUCCEEDED


def _answer(
    place: Installation, frame: Frame, tx_code: str, outcome: Outcome, *, key: bytes | None
) -> bytes | None:
    """The answer's frame: our node, no transaction code, as centres in operation write it.

    A frame that does not even name its transaction gets no answer.
    """
    if not tx_code:
        return None
    at = _moment()
    _number, serial = journal.next_serial(place.node, at.date())
    head = answer_head(
        tx_code=tx_code,
        asker_node=frame.node,
        node=place.node,
        serial=serial,
        at=at,
        outcome=outcome,
    )
    sealed = seal(
        Message(head), Form.CENTRE_ANSWER, node=place.node, profile=place.profile, key=key
    )
    return encode_frame(Frame(sealed.node, "", sealed.enciphered, sealed.body))


def _no(says: str) -> Outcome:
    return Outcome(FAILURE, says[:_SAYS_MAX], "1")


def _moment() -> datetime:
    """The business day's moment; the system's while no day is open, since a notice is never
    refused for a date."""
    try:
        return journal.wire_moment()
    except Conflict:
        return timezone.localtime().replace(tzinfo=None, microsecond=0)
