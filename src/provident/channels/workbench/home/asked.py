"""所查何物 · what a text typed into the one box can be.

The box takes numbers of ten kinds and names.  A text says by its form what it can be; each
kind that it can be is looked up exactly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from provident.kernel.dates import Month, MonthError
from provident.kernel.identifiers import half_width
from provident.kernel.names import comparable_name, normal_name
from provident.kernel.numbers import find_references, is_employer_no

TYPED_MAX = 100
NAME_CHARACTERS_MIN = 2
BIGINT_MAX = 2**63 - 1

_VOUCHER = re.compile(r"([0-9]{4})-?([0-9]{2})[-# 第]+([0-9]{1,6})号?")
_VOUCHER_NO = re.compile(r"01([0-9]{6})([0-9]{6})")
_TAIL = re.compile(r"[0-9]{3}[0-9X]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Second:
    """第二条件 · what a name is looked up with: one of the four is given."""

    tail: str | None = None
    birth: date | None = None
    employer: str | None = None
    employer_name: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """所查 · the text in the forms in which the kinds are stored.

    `key` is half-width, upper case and without blanks; `name` is "" for what cannot be one.
    """

    typed: str
    second_typed: str
    key: str
    name: str
    second: Second | None
    reference: str
    voucher: tuple[Month, int] | None
    suspense: int | None

    @property
    def may_be_person(self) -> bool:
        """Whether the text may be a person's name: letters, and no digit among them."""
        return bool(self.name) and not any(char.isdigit() for char in self.name)

    @property
    def employer_like(self) -> str | None:
        """The pattern of employers' names that begin like the text."""
        return like(self.name) if self.name else None


def read(typed: str, second_typed: str) -> Asked:
    """What was typed.  A name may carry its second key behind a blank: 张三 1234."""
    text, extra = _cleaned(typed), _cleaned(second_typed)
    key = half_width(text).upper()
    name, second = _name(text), read_second(extra)
    if name and second is None and not extra:
        head, _, tail = name.rpartition(" ")
        behind = read_second(tail) if head else None
        if behind is not None and behind.employer_name is None:
            name, second = head, behind
    references = find_references(text)
    return Asked(
        typed=text,
        second_typed=extra,
        key=key,
        name=name,
        second=second,
        reference=references[0] if references else key,
        voucher=_voucher(text),
        suspense=_suspense(key),
    )


def read_second(text: str) -> Second | None:
    """The last four of the identity number, a birth date, or an employer's number or name."""
    key = half_width(text).upper()
    if not key:
        return None
    if _TAIL.fullmatch(key):
        return Second(tail=key)
    if is_employer_no(key):
        return Second(employer=key)
    if born := _day(key):
        return Second(birth=born)
    name = _name(text)
    return Second(employer_name=name) if len(comparable_name(name)) >= 2 else None


def like(name: str) -> str | None:
    """The pattern for names that begin like this one; None for too short a beginning."""
    key = comparable_name(name)
    if len(key) < NAME_CHARACTERS_MIN:
        return None
    safe = key.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f"{safe}%"


def _cleaned(typed: str) -> str:
    """As much as is read of it; the database takes no NUL."""
    return typed.replace("\x00", "").strip()[:TYPED_MAX]


def _name(text: str) -> str:
    """The text as a name is stored, "" where it holds fewer than two letters."""
    name = normal_name(text)
    return name if len(_LETTER.findall(name)) >= NAME_CHARACTERS_MIN else ""


def _day(key: str) -> date | None:
    digits = re.sub(r"[-/.年月日]", "", key)
    if not re.fullmatch(r"[0-9]{8}", digits):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _voucher(text: str) -> tuple[Month, int] | None:
    key = text.strip()
    if found := _VOUCHER.fullmatch(key):
        year, month, number = found.groups()
    elif found := _VOUCHER_NO.fullmatch(key):
        year, month, number = found[1][:4], found[1][4:], found[2]
    else:
        return None
    try:
        return Month(int(year), int(month)), int(number)
    except (MonthError, ValueError):
        return None


def _suspense(key: str) -> int | None:
    digits = key.removeprefix("暂收款").removeprefix("暂收")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 19):
        return None
    return int(digits) if 0 < int(digits) <= BIGINT_MAX else None
