"""隐去号码 · account numbers of messages, and numbers of people inside free text."""

from __future__ import annotations

import re

from provident.kernel.numbers import is_case_no
from provident.parties.api import mask_card, mask_id, mask_mobile
from provident.settlement.wire.catalogue import FieldSpec

_ID = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![0-9A-Za-z])1[3-9][0-9]{9}(?![0-9A-Za-z])")
_CARD = re.compile(r"(?<![0-9A-Za-z])[0-9]{16,19}(?![0-9A-Za-z])")


def mask_text(text: str) -> str:
    """Free text with identity numbers, mobiles and cards in it masked; the rest as it is."""
    text = _ID.sub(lambda found: mask_id(found[0]), text)
    text = _CARD.sub(_card, text)
    return _MOBILE.sub(lambda found: mask_mobile(found[0]), text)


def _card(found: re.Match[str]) -> str:
    """A case number is as long as a card's and tells nothing of a person: it stays.

    Cards end in the same check digit; but a case number begins with its year, and no bank
    gives out cards that begin with 20.
    """
    number = found[0]
    known = number.startswith("20") and is_case_no(number)
    return number if known else mask_card(number)


def mask_field(spec: FieldSpec, value: str) -> str:
    """The value of a message's field as it may be seen without a reason."""
    if "账号" in spec.zh:
        return mask_card(value)
    return mask_text(value) if spec.cut_when_long else value
