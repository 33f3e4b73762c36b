"""报文错误 · everything that can be wrong with bytes on the bank wire.

One base class, so that a reader of untrusted bytes catches exactly one thing: whatever
arrives, nothing but a `WireError` leaves this package.  The sentences are Chinese because
they end up in the accountant's list of unread notices.
"""

from __future__ import annotations

from collections.abc import Sequence


class WireError(Exception):
    """The bytes, the text or the values do not follow the bank interface."""


class MessageError(WireError):
    """The body is not a message of the interface."""


class NotXml(MessageError):
    """The body cannot be read as XML at all."""


class ForbiddenXml(MessageError):
    """The body uses XML that the interface never needs: DTD, entities, external references."""


class UnknownTransaction(MessageError):
    """The transaction code is not in the catalogue, or not in this direction."""


class InvalidFields(MessageError):
    """Fields are missing, too long or not of their kind; `faults` names every one of them."""

    def __init__(self, heading: str, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{heading}：" + "；".join(faults))


class UnencodableText(WireError):
    """A character that the wire's encoding does not have.

    The interface gives no way to write such a character, and a numeric reference would be
    read by some banks and printed literally by others, so that the name no longer matches
    the name on the bank's books.  We refuse before anything is sent; the person writes the
    name as the bank's own books write it.
    """

    def __init__(self, field: str, character: str, encoding: str) -> None:
        self.field = field
        self.character = character
        super().__init__(
            f"“{field}”含有银行报文（{encoding}）写不出的字符“{character}”"
            f"（U+{ord(character):04X}），请改用银行账户登记的写法后重新发送"
        )


class CipherError(WireError):
    """A key or an enciphered body is not of the agreed shape."""


class WrongKey(CipherError):
    """The body opens with none of the session keys at hand: sign in again."""


class NotEnciphered(CipherError):
    """A business message arrived in clear; it is refused, whoever sent it."""


class FileError(WireError):
    """The DATA field or the detail file inside it cannot be read."""
