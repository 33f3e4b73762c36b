"""规整 · what people type, in the one form that commands read.

Full-width digits, blanks, thousands separators, 2026年1月5日: read as the calculators read
them.  What cannot be read is left as it was typed, so that it is refused in words and shown
again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from provident.channels.calc.fields import Amount, Count, Day, MonthOf, Number
from provident.kernel.identifiers import half_width

SHORT = 64
"""No number, day or month is written with more characters; longer texts are not read."""

LETTERED = frozenset({"login"})
"""Kinds of things that go by a name of letters: a hyphen in it is a part of it."""

_BETWEEN = re.compile(r"[\s,，、;；]+")


def _reader(kind: Any, write: Callable[[Any], str]) -> Callable[[str], str]:
    adapter: TypeAdapter[Any] = TypeAdapter(kind)

    def read(text: str) -> str:
        if len(text) > SHORT:
            return text
        try:
            return write(adapter.validate_python(text))
        except ValidationError:
            return text

    return read


_READERS: Mapping[str, Callable[[str], str]] = {
    "amount": _reader(Amount, "{:.2f}".format),
    "percent": _reader(Number, "{:f}".format),
    "integer": _reader(Count, str),
    "version": _reader(Count, str),
    "date": _reader(Day, str),
    "month": _reader(MonthOf, str),
}


def normal(kind: str, text: str, *, refers: str = "") -> str:
    """The text of one input of that kind, normalised; unreadable ones as typed."""
    bare = text.strip()
    if not bare:
        return ""
    if kind in _READERS:
        return _READERS[kind](bare)
    numbered = refers and refers not in LETTERED
    return half_width(bare) if numbered and len(bare) <= SHORT else bare


def split_lines(text: str) -> list[str]:
    """The values of a list that was typed or pasted: one to a line, or set apart by commas."""
    return [part for part in _BETWEEN.split(text) if part]


def split_rows(text: str) -> list[list[str]]:
    """The cells of rows pasted from a worksheet (set apart by tabs) or typed (by blanks)."""
    return [
        [
            cell.strip()
            for cell in (line.split("\t") if "\t" in line else _BETWEEN.split(line.strip()))
        ]
        for line in text.splitlines()
        if line.strip()
    ]
