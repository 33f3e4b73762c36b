"""表单 · the inputs of a form with what was typed, and every fault beside its input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as mark

from provident.channels.calc.fields import is_day, is_month
from provident.channels.workbench.forms.items import Item
from provident.channels.workbench.forms.layouts import Section, sections_of
from provident.channels.workbench.forms.normal import LETTERED, normal, split_lines
from provident.channels.workbench.forms.references import Known, Referred
from provident.channels.workbench.forms.typed import ROWS_SHOWN_MAX, Typed

_KEYS = {"amount": "decimal", "percent": "decimal", "integer": "numeric"}
_UNITS = {"amount": mark("元"), "percent": "%"}

Faults = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """一个选项."""

    code: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Input:
    """一个输入项 · `shape`, how it is drawn: input, select, several, flag, lines or hidden.

    `found` is what the typed number stands for; `current` what the item is now, in a change.
    """

    id: str
    shape: str
    label: str
    hint: str
    value: str
    required: bool
    errors: tuple[str, ...]
    kind: str = "text"
    choices: tuple[Choice, ...] = ()
    refers: str = ""
    found: tuple[Referred, ...] = ()
    default: str = ""
    current: str | None = None
    may_be_empty: bool = False
    cleared: bool = False
    count: int = 0

    @property
    def picker(self) -> str:
        """The browser's own picker, unless what was typed could not be shown in it."""
        shows = {"date": is_day, "month": is_month}.get(self.kind)
        return self.kind if shows and (not self.value or shows(self.value)) else "text"

    @property
    def keyboard(self) -> str:
        """Which keys a phone offers."""
        numbered = self.refers and self.refers not in LETTERED
        return "numeric" if numbered else _KEYS.get(self.kind, "text")

    @property
    def unit(self) -> str:
        return _(_UNITS[self.kind]) if self.kind in _UNITS else ""

    @property
    def described_by(self) -> str:
        """The ids of what explains the input: hint, current value, faults, what was found."""
        parts = (
            ("hint", self.hint),
            ("now", self.current is not None),
            ("why", self.errors),
            ("found", self.refers),
        )
        return " ".join(f"{self.id}-{part}" for part, there in parts if there)


@dataclass(frozen=True, slots=True)
class Group:
    """一组输入项 · a command inside, under one heading."""

    id: str
    label: str
    hint: str
    required: bool
    inputs: tuple[Input, ...]
    errors: tuple[str, ...]
    shape: str = "group"

    @property
    def optional(self) -> bool:
        """Whether the group may be left out, so that nothing in it is required by itself."""
        return not self.required


@dataclass(frozen=True, slots=True)
class Rows:
    """重复的一组输入 · rows, an empty one to fill in, and a box for pasted ones."""

    id: str
    label: str
    hint: str
    required: bool
    rows: tuple[tuple[Input, ...], ...]
    columns: tuple[str, ...]
    pasted: str
    pasted_count: int
    errors: tuple[str, ...]
    shape: str = "rows"

    @property
    def full(self) -> bool:
        return len(self.rows) >= ROWS_SHOWN_MAX


Shown = Input | Group | Rows


@dataclass(frozen=True, slots=True)
class SectionShown:
    """表单的一段."""

    heading: str
    items: tuple[Shown, ...]
    folded: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Form:
    """一张表单."""

    sections: tuple[SectionShown, ...]
    hidden: tuple[Input, ...]

    @property
    def places(self) -> set[str]:
        """The ids of everything that a fault can be pointed at."""
        found: set[str] = set()
        for section in self.sections:
            for item in section.items:
                found |= _places(item)
        return found


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a form is to be drawn: what was typed, what is wrong, what is known.

    `more` names the rows to which another one is wanted; `current` says, in a change, what
    each item is now.
    """

    typed: Typed
    known: Known
    faults: Faults = field(default_factory=dict)
    more: str = ""
    current: Mapping[str, str] = field(default_factory=dict)


def form_of(code: str, items: Sequence[Item], drawing: Drawing) -> Form:
    """The form of an operation, in the sections of its layout."""
    shown = {item.name: item for item in items if item.kind != "version"}
    return Form(
        tuple(_section(one, shown, drawing) for one in sections_of(code, tuple(shown))),
        tuple(
            _input(item, item.name, drawing.typed.text(item, item.name), drawing)
            for item in items
            if item.kind == "version"
        ),
    )


def _section(section: Section, items: Mapping[str, Item], drawing: Drawing) -> SectionShown:
    shown = tuple(_shown(items[name], drawing) for name in section.fields)
    used = any(_used(one) for one in shown)
    return SectionShown(
        str(section.heading), shown, section.folded, open=used or not section.folded
    )


def _used(one: Shown) -> bool:
    """Whether a folded section must be open because of this item: typed into, or faulty."""
    if isinstance(one, Input):
        return one.value not in ("", one.default) or bool(one.errors) or one.cleared
    if isinstance(one, Group):
        return bool(one.errors) or any(map(_used, one.inputs))
    return bool(one.errors or one.pasted) or len(one.rows) > 1


def _shown(item: Item, drawing: Drawing) -> Shown:
    if item.kind == "rows":
        return _rows(item, drawing)
    if item.kind == "group":
        place = f"{item.name}."
        return Group(
            item.name,
            _(item.title),
            _spoken(item.hint),
            item.required,
            tuple(
                _input(
                    part,
                    place + part.name,
                    drawing.typed.text(part, place + part.name),
                    drawing,
                )
                for part in item.parts
            ),
            tuple(drawing.faults.get(item.name, ())),
        )
    return _input(item, item.name, drawing.typed.text(item, item.name), drawing)


def _rows(item: Item, drawing: Drawing) -> Rows:
    """The rows that fit are shown as inputs; what was pasted beyond them stays in its box."""
    typed = drawing.typed
    rows = typed.rows(item, item.name)
    pasted, waiting = typed.pasted(item.name), typed.pasted_rows(item, item.name)
    if drawing.more == item.name and len(rows) + len(waiting) <= ROWS_SHOWN_MAX:
        rows, pasted, waiting = [*rows, *waiting], "", []
    shown = len(rows)
    if not shown or (drawing.more == item.name and shown < ROWS_SHOWN_MAX):
        rows = [*rows, {part.name: part.default for part in item.parts}]
    beyond = [
        fault
        for at in range(shown, shown + len(waiting))
        for part in ("", *(f".{one.name}" for one in item.parts))
        for fault in drawing.faults.get(f"{item.name}.{at}{part}", ())
    ]
    return Rows(
        item.name,
        _(item.title),
        _spoken(item.hint),
        item.required,
        tuple(
            tuple(
                _input(part, f"{item.name}.{at}.{part.name}", row.get(part.name, ""), drawing)
                for part in item.parts
            )
            for at, row in enumerate(rows)
        ),
        tuple(_(part.title) for part in item.parts),
        pasted,
        len(waiting),
        (*drawing.faults.get(item.name, ()), *beyond),
    )


def _input(item: Item, place: str, value: str, drawing: Drawing) -> Input:
    lines = split_lines(value) if item.kind == "lines" else []
    errors = list(drawing.faults.get(place, ()))
    for at in range(len(lines)):
        errors += drawing.faults.get(f"{place}.{at}", ())
    current = drawing.current.get(place)
    numbers = [normal(item.each, one, refers=item.refers) for one in lines] or [value]
    return Input(
        id=place,
        shape=_shape(item),
        label=_(item.title),
        hint=_spoken(item.hint),
        value=value,
        required=item.required,
        errors=tuple(errors),
        kind=item.kind,
        choices=_choices(item, value, drawing),
        refers=item.refers,
        found=drawing.known.found(item.refers, numbers) if item.refers else (),
        default=item.default,
        current=current,
        may_be_empty=item.may_be_empty and bool(current),
        cleared=item.name in drawing.typed.cleared,
        count=len(lines),
    )


def _shape(item: Item) -> str:
    if item.kind in ("choice", "branch"):
        return "select"
    own = ("flag", "lines", "several")
    return item.kind if item.kind in own else "hidden" if item.kind == "version" else "input"


def _choices(item: Item, value: str, drawing: Drawing) -> tuple[Choice, ...]:
    """The choices; one that was typed and is none of them is shown, so that it is not lost."""
    if _shape(item) == "several":
        offered = item.choices or drawing.known.roles()
        return tuple(
            Choice(code, _(name), code in value.split()) for code, name in offered.items()
        )
    if _shape(item) != "select":
        return ()
    offered = drawing.known.branches() if item.kind == "branch" else item.choices
    coded = item.kind == "branch" or bool(item.code_list)
    labels = {code: f"{code} {_(name)}" if coded else _(name) for code, name in offered.items()}
    if value and value not in labels:
        labels = {value: value, **labels}
    nothing = {} if item.default else {"": _none_chosen(item, drawing)}
    return tuple(
        Choice(code, label, code == value) for code, label in (nothing | labels).items()
    )


def _none_chosen(item: Item, drawing: Drawing) -> str:
    if item.required:
        return _("请选择")
    return _("保持不变") if drawing.current else _("不选")


def _places(item: Shown) -> set[str]:
    inner: Sequence[Any] = ()
    if isinstance(item, Group):
        inner = item.inputs
    elif isinstance(item, Rows):
        inner = [one for row in item.rows for one in row]
    return {item.id} | {one.id for one in inner}


def _spoken(text: str) -> str:
    """The text in the reader's language; the catalogue's head stands under the empty text."""
    return _(text) if text else ""
