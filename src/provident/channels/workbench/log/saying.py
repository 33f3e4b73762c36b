"""请求的说法 · what was asked of an operation, field by field in words, numbers masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from provident.casework.telling import Told, told
from provident.channels.workbench.forms.items import items_of
from provident.channels.workbench.money.facts import way
from provident.kernel.operation import OperationSpec, catalogue, read_command
from provident.kernel.refusal import Refusal
from provident.parties.api import mask_card
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

BANK_NUMBERS = ("account_no", "payee_no", "opponent_no")


@dataclass(frozen=True, slots=True)
class Said:
    """一项 · its title and value, and the page of what it names ("": none).

    `hidden` says that the value is masked.
    """

    field: str
    title: str
    value: str
    hidden: bool
    address: str = ""


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


def _one(field: Told, pages: Mapping[str, str], staff: Staff, *, whole: bool) -> Said:
    masked = field.masked
    if field.field.rpartition(".")[2] in BANK_NUMBERS:
        masked = mask_card(field.value)
    value = field.value if whole else masked
    page = pages.get(field.field.partition(".")[0], "")
    address = way(staff, page, field.value) if page else ""
    return Said(field.field, _(field.title), value, value != field.value, address)
