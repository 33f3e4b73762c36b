"""现有信息 · what each item of a change is now: beside the inputs of the form, and for whoever
checks the change.

The form shows identity numbers, mobiles and cards masked; an empty input leaves its item as it
is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from provident.channels.workbench.forms.items import Item, versioned
from provident.channels.workbench.forms.references import Known, plausible
from provident.kernel.operation import Command
from provident.parties import api as parties

_FINDERS = {"employer": parties.find_employer, "member": parties.find_member}
_MASKS = {"id": parties.mask_id, "mobile": parties.mask_mobile, "card": parties.mask_card}
_CALLED = {"card": "card_no", "card_bank": "card_bank_name"}
"""Where the thing calls an item otherwise than the command."""


@dataclass(frozen=True, slots=True)
class Current:
    """现有信息 · the version that a person is about to change, and its items by place."""

    number: str
    version: int
    items: Mapping[str, str]


def concerned(items: Sequence[Item]) -> Item | None:
    """The item that names the thing which is changed; None where nothing is looked up."""
    return next((item for item in items if item.refers in _FINDERS), None)


def current_of(items: Sequence[Item], number: str) -> Current | None:
    """What the thing is now; None where nobody has the number."""
    subject = concerned(items)
    thing: Any = _FINDERS[subject.refers](number) if subject and plausible(number) else None
    if thing is None:
        return None
    return Current(number, thing.version, dict(_shown(items, thing)))


def as_now(command: Command, items: Sequence[Item], known: Known) -> Command | None:
    """The same change with what each of its filled-in items is now.

    None for what is no change, and for what belongs to a page or a branch that the person does
    not see.
    """
    subject = concerned(items)
    if subject is None or not versioned(tuple(items)) or not known.sees(subject.refers):
        return None
    number = getattr(command, subject.name)
    thing = _FINDERS[subject.refers](number)
    if thing is None or known.foreign(subject.refers, [number]):
        return None
    now: dict[str, Any] = {}
    for item in items:
        given = getattr(command, item.name)
        if item.refers or item.kind == "version" or given is None:
            continue
        if item.parts:
            parts = {one.name: _value(thing, f"{item.name}_{one.name}") for one in item.parts}
            now[item.name] = given.model_copy(update=parts)
        else:
            now[item.name] = _value(thing, item.name)
    return command.model_copy(update=now)


def _value(thing: Any, attribute: str) -> Any:
    """What an item is; None where the thing has nothing there."""
    value = getattr(thing, _CALLED.get(attribute, attribute))
    return None if value == "" else value


def _shown(items: Sequence[Item], thing: Any) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for item in items:
        if item.refers or item.kind == "version":
            continue
        parts = [(f"{item.name}.{part.name}", part) for part in item.parts] or [
            (item.name, item)
        ]
        for place, part in parts:
            attribute = _CALLED.get(place, place.replace(".", "_"))
            found.append((place, _words(part, getattr(thing, attribute))))
    return found


def _words(item: Item, value: Any) -> str:
    if value in (None, ""):
        return ""
    if item.masked:
        return _MASKS[item.masked](value)
    if item.choices:
        return f"{value} {_(item.choices.get(value, ''))}".strip()
    if isinstance(value, Decimal):
        return f"{value:,.2f} {_('元')}"
    return value.isoformat() if isinstance(value, date) else str(value)
