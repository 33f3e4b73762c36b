"""书写 · how values are written on paper.

Templates receive only finished text: amounts, dates and months are written here, once
and exactly, so that the typesetter never sees a number that it could turn into a float.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from unicodedata import bidirectional

from provident.kernel.dates import Month, chinese_date
from provident.kernel.money import yuan
from provident.kernel.refusal import Defect

MINUS = "−"

# Control characters, and the marks that reverse the direction of what follows: a name
# must not be able to make an amount beside it read backwards.
_CONTROLS = [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029]
_DIRECTION = [0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_UNPRINTABLE = {**dict.fromkeys(_CONTROLS, " "), **dict.fromkeys(_DIRECTION, None)}
# Ends a right-to-left name, or figures after it would be set on its wrong side.
_LEFT_TO_RIGHT = "\u200e"


def amount_text(amount: Decimal) -> str:
    """1234.5 as 1,234.50; negative with a true minus sign.  Raises `AmountError`."""
    exact = yuan(amount)
    return f"{MINUS if exact < 0 else ''}{abs(exact):,.2f}"


def month_text(month: Month) -> str:
    """2026-11 as 2026年11月."""
    return f"{month.year}年{month.month}月"


def months_text(months: tuple[Month, ...]) -> str:
    """One month, or the first and last of consecutive ones with their number."""
    if len(months) == 1:
        return month_text(months[0])
    return f"{month_text(months[0])}至{month_text(months[-1])}（{len(months)}个月）"


def printable(text: str) -> str:
    """The text as it can stand on paper: the same characters without the invisible ones
    that move others about."""
    clean = text.translate(_UNPRINTABLE)
    right_to_left = any(bidirectional(character) in {"R", "AL"} for character in clean)
    return clean + _LEFT_TO_RIGHT if right_to_left else clean


def plain(value: Any) -> Any:
    """A document's input as JSON data for its template, every value already written.

    Decimal → amount, date → 2026年11月2日, datetime → 2026-11-02 17:30:05, Month →
    2026年11月; dataclasses and mappings → objects.  Anything else is a `Defect`, above
    all a float.
    """
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type | Month):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    return _written(value)


def _written(value: object) -> str | int | None:
    match value:
        case None | bool() | int():
            return value
        case str():
            return printable(value)
        case Decimal():
            return amount_text(value)
        case datetime():
            return f"{value:%Y-%m-%d %H:%M:%S}"
        case date():
            return chinese_date(value)
        case Month():
            return month_text(value)
    raise Defect(f"not printable: {value!r}")
