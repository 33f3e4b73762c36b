"""请求的说法 · what was asked of an operation, field by field in words, numbers masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from provident.casework.telling import Told, told
from provident.channels.workbench.doing.current import as_now, concerned
from provident.channels.workbench.forms.items import items_of
from provident.channels.workbench.forms.references import Known
from provident.channels.workbench.money.facts import way
from provident.kernel.operation import OperationSpec, catalogue, read_command
from provident.kernel.refusal import Refusal
from provident.staff.api import Staff

FIELDS_MAX = 80
"""A roster of thousands is not read here; what is beyond is only counted."""

PAGES = {
    "employer": "employer",
    "member": "member",
    "suspense": "suspense",
    "receipt": "receipt",
    "bank_row": "bank_rows",
    "upload": "roster",
}
"""The page of each kind of thing that a command may name."""


@dataclass(frozen=True, slots=True)
class Said:
    """一项 · its title and value, and the page of what it names ("": none).

    `before` is, in a change, what the item is now ("": nothing); None where nothing changes.
    `hidden` says that one of the two is masked.
    """

    field: str
    title: str
    value: str
    hidden: bool
    address: str = ""
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """请求 · its fields in words, and how many there are beyond those.

    `readable` is false where this version of the program does not know the command any more.
    """

    fields: tuple[Said, ...]
    beyond: int
    readable: bool = True

    @property
    def hides(self) -> bool:
        """Whether a number in it is masked."""
        return any(one.hidden for one in self.fields)


def spec_of(code: str) -> OperationSpec | None:
    """The operation of a code, None where the catalogue does not have it any more."""
    return next((one for one in catalogue() if one.code == code), None)


def titles() -> dict[str, str]:
    """The title of every operation, in the language of the page."""
    return {one.code: _(one.title) for one in catalogue()}


def command_said(
    code: str, command: Mapping[str, Any], staff: Staff, *, whole: bool = False
) -> Command:
    """A stored command in words; `whole` shows its numbers unmasked."""
    found = spec_of(code)
    try:
        asked = read_command(found, command) if found else None
    except Refusal:
        asked = None
    if found is None or asked is None:
        return Command((), 0, readable=False)
    pages = {one.name: PAGES.get(one.refers, "") for one in items_of(found.command)}
    every = [_one(field, pages, staff, whole=whole) for field in told(asked)]
    return Command(tuple(every[:FIELDS_MAX]), max(0, len(every) - FIELDS_MAX))


def change_said(
    code: str, command: Mapping[str, Any], staff: Staff, *, whole: bool = False
) -> Command:
    """A change that is still open, in words, with what each of its items is now.

    Any other operation, and a change of what this person may not see, is told as it is.
    """
    asked, found = command_said(code, command, staff, whole=whole), spec_of(code)
    if found is None or not asked.readable:
        return asked
    now = as_now(read_command(found, command), items_of(found.command), Known(staff))
    if now is None:
        return asked
    was = {one.field: one for one in told(now)}
    subject = concerned(items_of(found.command))
    return replace(
        asked,
        fields=tuple(
            one if subject and one.field == subject.name else _beside(one, was, whole=whole)
            for one in asked.fields
        ),
    )


def _beside(one: Said, was: Mapping[str, Told], *, whole: bool) -> Said:
    """The new value of an item with what it is now."""
    now = was.get(one.field)
    if now is None:
        return replace(one, before="")
    before = now.value if whole else now.masked
    return replace(one, before=before, hidden=one.hidden or before != now.value)


def _one(field: Told, pages: Mapping[str, str], staff: Staff, *, whole: bool) -> Said:
    value = field.value if whole else field.masked
    page = pages.get(field.field.partition(".")[0], "")
    address = way(staff, page, field.value) if page else ""
    return Said(field.field, _(field.title), value, value != field.value, address)
