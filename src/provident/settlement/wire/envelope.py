"""封装 · from a message to a frame and back: encoding, enciphering, and their refusals.

Both sides of the wire use these two functions, so that what one seals the other opens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provident.settlement.wire.catalogue import Form, catalogue
from provident.settlement.wire.crypto import decipher, encipher
from provident.settlement.wire.errors import NotEnciphered, WrongKey
from provident.settlement.wire.frame import Frame
from provident.settlement.wire.message import Message, decode_message, encode_message
from provident.settlement.wire.profile import WireProfile


@dataclass(frozen=True, slots=True)
class Opened:
    """A message and the session key that opened it (None: it came in clear).

    The answer to a question is sealed with the key of the question.
    """

    message: Message
    key: bytes | None


def seal(
    message: Message, form: Form, *, node: str, profile: WireProfile, key: bytes | None = None
) -> Frame:
    """The frame for a message; enciphered when a key is given.

    Raises `NotEnciphered` when a business question, or an answer that succeeded, would leave
    in clear, and whatever `encode_message` raises.
    """
    _refuse_clear(message, form, clear=key is None)
    body = encode_message(message, form, profile)
    if key is None:
        return Frame(node, message.tx_code, enciphered=False, body=body)
    return Frame(node, message.tx_code, enciphered=True, body=encipher(body, key))


def unseal(frame: Frame, form: Form, *, keys: Sequence[bytes], profile: WireProfile) -> Opened:
    """Open a frame with the first of `keys` that fits.

    Raises `WrongKey` when none does, `NotEnciphered` for a business message in clear (an
    answer that says no may come in clear: it is how "sign in again" is said), and a
    `MessageError` for what is inside.
    """
    if frame.enciphered:
        plain, key = _open(frame.body, keys)
        return Opened(decode_message(plain, form, profile, frame.txcode), key)
    message = decode_message(frame.body, form, profile, frame.txcode)
    _refuse_clear(message, form, clear=True)
    return Opened(message, None)


def _open(secret: bytes, keys: Sequence[bytes]) -> tuple[bytes, bytes]:
    """The plain body and its key.

    One wrong key in 256 leaves a padding that looks right, hence the second test: every
    message begins with `<`.
    """
    for key in keys:
        try:
            plain = decipher(secret, key)
        except WrongKey:
            continue
        if plain.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
            return plain, key
    raise WrongKey("报文不能用现有的会话密钥解开，请重新签到")


def _refuse_clear(message: Message, form: Form, *, clear: bool) -> None:
    says_no = not form.is_request and not message.succeeded
    if not clear or says_no:
        return
    spec = catalogue().message(message.tx_code, form)
    if spec.secret:
        raise NotEnciphered(f"{spec.zh} {spec.code} 必须加密，明文不予受理")
