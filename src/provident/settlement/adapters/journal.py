"""报文登记 · every request of ours is on disk before its first byte leaves.

Serial numbers are given out by the database, so that none is used twice, by no process and
after no crash.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from provident.kernel import clock, sql
from provident.settlement.adapters.installation import Installation
from provident.settlement.models import WireMessage
from provident.settlement.wire import Form, Message
from provident.settlement.wire.catalogue import Fields
from provident.settlement.wire.heads import (
    DAILY_NUMBER_MAX,
    centre_request_head,
    outcome_of,
    serial_number,
)
from provident.settlement.wire.message import encode_message

NEXT = "select nextval(pg_get_serial_sequence('wire_message', 'id'))"
NOT_KEPT = frozenset({"HandKey", "FILE_LIST"})
"""A wrapped session key opens for anybody with the public key; files become rows."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request that is on disk as "sent, unknown" and may now be sent."""

    id: int
    seq_no: str
    sent_on: date
    message: Message


def wire_moment() -> datetime:
    """The moment that heads carry: the business day and the system's time of day."""
    return datetime.combine(clock.today(), timezone.localtime().time().replace(microsecond=0))


def next_serial(node: str, day: date) -> tuple[int, str]:
    """The next number of the sequence, and the serial made of it (20 characters)."""
    (number,) = sql.call(NEXT)
    return number, serial_number(node, day, (number - 1) % DAILY_NUMBER_MAX + 1)


def prepare(
    place: Installation,
    tx_code: str,
    write_body: Callable[[str], Fields],
    *,
    node: str,
    customer_no: str = "",
) -> Prepared:
    """Write a request down; the caller commits it before it is sent.

    `write_body` gets the serial number of the request.  Raises `WireError` when the wire
    cannot carry the message; nothing is written then.
    """
    at = wire_moment()
    number, seq_no = next_serial(place.node, at.date())
    head = centre_request_head(
        tx_code=tx_code,
        serial=seq_no,
        at=at,
        centre_node=place.node,
        receive_node=node,
        operator=place.operator,
        unit_no=place.unit_no,
        customer_no=customer_no,
    )
    message = Message(head, write_body(seq_no))
    encode_message(message, Form.CENTRE_REQUEST, place.profile)
    WireMessage.objects.create(
        id=number,
        seq_no=seq_no,
        tx_code=tx_code,
        node=node,
        sent_on=at.date(),
        state=WireMessage.SENT_UNKNOWN,
        request={"head": message.head, "body": message.body},
    )
    return Prepared(number, seq_no, at.date(), message)


def note_answer(prepared: Prepared, answer: Message) -> None:
    """Keep the answer; session keys and files are left out."""
    outcome = outcome_of(answer)
    kept = {name: value for name, value in answer.body.items() if name not in NOT_KEPT}
    WireMessage.objects.filter(id=prepared.id).update(
        state=WireMessage.ANSWERED,
        answer={"head": answer.head, "body": kept},
        return_code=outcome.code,
        return_message=outcome.says,
    )


def note_silence(prepared: Prepared, why: str, *, delivered: bool) -> None:
    """Keep why there is no answer, and whether the request may have arrived."""
    state = WireMessage.SENT_UNKNOWN if delivered else WireMessage.UNDELIVERED
    WireMessage.objects.filter(id=prepared.id).update(state=state, return_message=why)
