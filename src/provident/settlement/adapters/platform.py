"""结算平台 · the centre asks: sign-in, probe, payments, enquiries.

Two rules hold everywhere.  A request that moves money is written down and committed before
it is sent, and is never sent twice: without an answer it is enquired about (BDC110).  An
answer is a yes only when TxStatus and RtnCode both say so, because banks report a business
failure with TxStatus 0.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.db import connection, transaction
from django.utils import timezone

from provident.kernel.refusal import Defect
from provident.settlement.adapters import journal
from provident.settlement.adapters.installation import Installation, installation
from provident.settlement.adapters.journal import Prepared
from provident.settlement.adapters.keys import (
    StoredKeys,
    forget_keys,
    keep_key,
    sign_in_lock,
    stored_keys,
)
from provident.settlement.adapters.line import NoAnswer, NotDelivered, talk
from provident.settlement.wire import (
    Form,
    Message,
    WireError,
    WrongKey,
    encode_frame,
    seal,
    unseal,
)
from provident.settlement.wire.catalogue import Fields, catalogue
from provident.settlement.wire.crypto import load_public_key, unwrap_hand_key
from provident.settlement.wire.heads import outcome_of

_log = logging.getLogger("provident.settlement")


class PlatformSilent(Exception):
    """结算平台没有应答 · no usable answer; the sentence says why.  Asking again is allowed."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What became of one request.

    `undelivered` it cannot have been carried out and may be sent anew; `unknown` it may
    have been; `answered` it was answered, with yes or no.  `stale_key`: the two sides do
    not share a session key, a sign-in has been made since.
    """

    state: Literal["answered", "undelivered", "unknown"]
    answer: Message | None = None
    why: str = ""
    stale_key: bool = False


def prepare(
    tx_code: str, write_body: Callable[[str], Fields], *, node: str, customer_no: str = ""
) -> Prepared:
    """Write a request down in the caller's transaction, to be sent after its commit.

    `write_body` gets the request's serial number, which a payment repeats in its remark so
    that the bank hands it back.  Raises `WireError` when the wire cannot carry it.
    """
    return journal.prepare(
        installation(), tx_code, write_body, node=node, customer_no=customer_no
    )


def deliver(prepared: Prepared) -> Exchange:
    """Send a prepared request, which must be committed, and judge what comes back.

    Never raises for what happens on the line.
    """
    if connection.in_atomic_block:
        raise Defect("a request must be committed before it is sent")
    place = installation()
    try:
        held = _usable_keys(prepared)
        content = _frame(place, prepared, held)
    except (WireError, PlatformSilent) as error:
        return _silent(prepared, str(error), delivered=False)
    try:
        frame = talk(place, content)
    except NotDelivered as error:
        return _silent(prepared, str(error), delivered=False)
    except NoAnswer as error:
        return _silent(prepared, str(error), delivered=True)
    try:
        keys = (*held.keys, *stored_keys().keys)
        opened = unseal(frame, Form.PLATFORM_ANSWER, keys=keys, profile=place.profile)
    except WrongKey as error:
        _renew_keys(prepared, held)
        return _silent(prepared, str(error), delivered=True, stale_key=True)
    except WireError as error:
        return _silent(prepared, f"应答不能读：{error}", delivered=True)
    return _judge(place, prepared, held, opened.message)


def ask(tx_code: str, body: Fields, *, node: str, customer_no: str = "") -> Message:
    """An enquiry, which may be repeated: asked once more when the session key was stale.

    Returns the answer, be it yes or no.  Raises `PlatformSilent`.
    """
    exchange = _once(tx_code, body, node, customer_no)
    if exchange.stale_key:
        exchange = _once(tx_code, body, node, customer_no)
    if exchange.answer is None:
        raise PlatformSilent(exchange.why)
    return exchange.answer


def probe() -> None:
    """SYS600 · is the platform there?  Raises `PlatformSilent` when not."""
    place = installation()
    ask("SYS600", {}, node=place.profile.sign_in_node)


def sign_in(*, after: int | None = None) -> None:
    """BDC001 · get a new session key, unless somebody has since key number `after`.

    Raises `PlatformSilent`.
    """
    place = installation()
    with sign_in_lock():
        if after is not None and stored_keys().newest > after:
            return
        with transaction.atomic():
            prepared = prepare("BDC001", lambda _: {}, node=place.profile.sign_in_node)
        exchange = deliver(prepared)
        if exchange.answer is None or not exchange.answer.succeeded:
            raise PlatformSilent(f"签到没有成功：{_reason(exchange)}")
        try:
            public_key = load_public_key(place.public_key)
            key = unwrap_hand_key(exchange.answer.text("HandKey"), public_key)
        except WireError as error:
            raise PlatformSilent(str(error)) from error
        keep_key(key, prepared.sent_on)
        _log.info("signed in on %s", prepared.sent_on)


def sign_in_if_older(seconds: int) -> bool:
    """Sign in when the last sign-in lies at least so far back; says whether it did.

    For frames that open with no key.  Anybody who reaches the port can send such frames, so
    they must not be able to renew the keys as often as they like.
    """
    held = stored_keys()
    if held.made_at is not None:
        age = timezone.now() - held.made_at
        if age.total_seconds() < seconds:
            return False
    sign_in(after=held.newest)
    return True


def sign_out() -> None:
    """BDC002 · end the session; no key is valid afterwards.  Raises `PlatformSilent`."""
    answer = ask("BDC002", {}, node=installation().profile.sign_in_node)
    if not answer.succeeded:
        raise PlatformSilent(f"签退没有成功：{outcome_of(answer).says}")
    forget_keys()


def _once(tx_code: str, body: Fields, node: str, customer_no: str) -> Exchange:
    with transaction.atomic():
        prepared = prepare(tx_code, lambda _: body, node=node, customer_no=customer_no)
    return deliver(prepared)


def _usable_keys(prepared: Prepared) -> StoredKeys:
    """The keys to seal with; signs in first where there is none of the day's.

    Session keys carry their date and are renewed every business day.
    """
    held = stored_keys()
    if not catalogue().messages[prepared.message.tx_code].secret:
        return held
    if held.keys and held.signed_in_on == prepared.sent_on:
        return held
    sign_in(after=held.newest)
    return stored_keys()


def _frame(place: Installation, prepared: Prepared, held: StoredKeys) -> bytes:
    secret = catalogue().messages[prepared.message.tx_code].secret
    frame = seal(
        prepared.message,
        Form.CENTRE_REQUEST,
        node=place.node,
        profile=place.profile,
        key=held.keys[0] if secret else None,
    )
    return encode_frame(frame, place.profile.txcode_padding)


def _judge(
    place: Installation, prepared: Prepared, held: StoredKeys, answer: Message
) -> Exchange:
    journal.note_answer(prepared, answer)
    outcome = outcome_of(answer)
    if outcome.code == place.profile.sign_in_again:
        # The platform could not even decipher it, so it cannot have carried it out.
        journal.note_silence(prepared, outcome.says, delivered=False)
        _renew_keys(prepared, held)
        return Exchange("undelivered", why=outcome.says, stale_key=True)
    return Exchange("answered", answer, why=outcome.says)


def _renew_keys(prepared: Prepared, held: StoredKeys) -> None:
    """One sign-in, when the two sides no longer share a key; a failed one is tried again
    by the next request."""
    if prepared.message.tx_code == "BDC001":
        return
    try:
        sign_in(after=held.newest)
    except PlatformSilent as error:
        _log.warning("%s", error)


def _silent(
    prepared: Prepared, why: str, *, delivered: bool, stale_key: bool = False
) -> Exchange:
    journal.note_silence(prepared, why, delivered=delivered)
    _log.warning("%s %s: %s", prepared.message.tx_code, prepared.seq_no, why)
    return Exchange("unknown" if delivered else "undelivered", why=why, stale_key=stale_key)


def _reason(exchange: Exchange) -> str:
    return exchange.why or "平台没有说明原因"
