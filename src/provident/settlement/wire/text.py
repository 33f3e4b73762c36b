"""文本 · the wire's view of text: byte lengths, cuts, and full-width letters.

Lengths on the wire count bytes of the encoding, so a Chinese character counts two; a cut
falls between characters.
"""

from __future__ import annotations

import unicodedata

from provident.settlement.wire.errors import UnencodableText

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_INVISIBLE = ("Zs", "Zl", "Zp", "Cc", "Cf")


def encode_text(text: str, field: str, encoding: str = "GBK") -> bytes:
    """`text` in the wire's encoding; raises `UnencodableText` naming `field`."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        raise UnencodableText(field, text[error.start], encoding) from None


def cut_text(text: str, bytes_max: int, field: str, encoding: str = "GBK") -> str:
    """The longest beginning of `text` that fits, never half a character."""
    encoded = encode_text(text, field, encoding)
    if len(encoded) <= bytes_max:
        return text
    return encoded[:bytes_max].decode(encoding, "ignore")


def writable(text: str, encoding: str = "GBK") -> str:
    """`text` with a question mark for everything that the wire cannot carry: for sentences
    about a message, which may quote anything.  Never for names or remarks."""
    printable = "".join(character if character.isprintable() else "?" for character in text)
    return printable.encode(encoding, "replace").decode(encoding)


def normalise(text: str) -> str:
    """全角转半角并去空白 · the form in which names, summaries and remarks are compared.

    Full-width letters, digits and punctuation become half-width, spaces and invisible
    characters go.  Nothing else changes: a full compatibility normalisation would turn
    characters of company names (㈱, №, Ⅱ) into others and make two names one.
    """
    half_width = text.translate(_FULL_WIDTH)
    return "".join(
        character
        for character in half_width
        if unicodedata.category(character) not in _INVISIBLE
    )
