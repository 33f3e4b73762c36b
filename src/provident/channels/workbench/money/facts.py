"""事实与去处 · the labelled facts of a page, and the ways that lead on from it.

A way to a page that this person may not see, or to the form of an operation that he may not
make, is no way: the page then shows the words alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from provident.channels.workbench.doing.panels import address_of
from provident.channels.workbench.listing import Tag
from provident.documents.notation import amount_text
from provident.kernel.operation import spec
from provident.staff.api import Staff


@dataclass(frozen=True, slots=True)
class Fact:
    """一项事实 · a label and what is known; `tone` is set where the value is a state."""

    label: str
    value: str
    address: str = ""
    tone: str | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """可办的业务 · a button that leads to the form of an operation, filled in."""

    title: str
    address: str
    main: bool = True


def known(facts: Iterable[Fact | None]) -> tuple[Fact, ...]:
    """The facts of which something is known."""
    return tuple(one for one in facts if one is not None and one.value)


def fact(label: str, value: object, address: str = "") -> Fact:
    """A fact whose value is text, a day, a number or an amount in yuan; None is unknown."""
    match value:
        case None:
            return Fact(label, "")
        case Decimal():
            return Fact(label, amount_text(value), address)
        case date():
            return Fact(label, value.isoformat(), address)
        case _:
            return Fact(label, str(value), address)


def state(label: str, tags: Mapping[str, Tag], code: str) -> Fact:
    """A state in its word and tone; a code without a word stands for itself."""
    tag = tags.get(code, Tag(code))
    return Fact(label, _(tag.word) if tag.word else "", tone=tag.tone)


def way(staff: Staff, page: str, number: object, part: str = "") -> str:
    """The address of a thing's own page, "" for whom may not see it.

    `part` names the part of the address where a page has several with one number.
    """
    if number in (None, "") or not staff.may_see(page):
        return ""
    if not part:
        return address_of(page, number)
    return reverse(f"desk:{page}", kwargs={part: number})


def deed(staff: Staff, code: str, *, main: bool = True, **given: object) -> list[Deed]:
    """The button to an operation's form with these fields filled in; none without the right."""
    address = address_of("form", code) if staff.may_make(code) else ""
    if not address:
        return []
    filled = urlencode({name: str(value) for name, value in given.items()})
    return [Deed(_(spec(code).title), f"{address}?{filled}" if filled else address, main)]
