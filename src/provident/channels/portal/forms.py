"""表单 · a calculator's question as inputs with labels, what was typed, and what was wrong.

The inputs are derived from the question itself, so that a page cannot ask for something that
the calculator does not know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, cast

from django.utils.translation import gettext
from pydantic import BaseModel

from provident.channels.calc.fields import is_day, is_month
from provident.channels.calc.reading import shape_of
from provident.channels.portal.layout import Group
from provident.channels.portal.speaking import sentence, speaker
from provident.channels.portal.typed import ROWS_MAX, Typed
from provident.kernel.refusal import Reason

AREA_FIELD = "area"
RADIOS_MAX = 3
"""Up to so many choices stand side by side; more of them go into a list."""

_KINDS = {"amount": "decimal", "number": "decimal", "integer": "numeric"}

Errors = Mapping[str, Sequence[Reason]]


@dataclass(frozen=True, slots=True)
class Choice:
    """一个选项 · `chosen` where it was picked or is what an empty form means."""

    code: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """一组选项 · under one heading."""

    legend: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Input:
    """一个输入项.

    `kind`: amount, number, integer, date, month, string, boolean, radio or list.
    """

    id: str
    name: str
    label: str
    hint: str
    unit: str
    kind: str
    value: str
    required: bool
    choices: tuple[Choice, ...]
    errors: tuple[str, ...]

    @property
    def picker(self) -> str:
        """The browser's own picker, unless what was typed could not be shown in it."""
        shows = {"date": is_day, "month": is_month}.get(self.kind)
        return self.kind if shows and (not self.value or shows(self.value)) else "text"

    @property
    def keyboard(self) -> str:
        """Which keys a phone offers."""
        return _KINDS.get(self.kind, "text")

    @property
    def described_by(self) -> str:
        parts = (("hint", self.hint), ("unit", self.unit), ("why", self.errors))
        return " ".join(f"{self.id}-{part}" for part, there in parts if there)


@dataclass(frozen=True, slots=True)
class Rows:
    """重复的一组输入 · one row for each event, and one to fill in."""

    id: str
    name: str
    label: str
    rows: tuple[tuple[Input, ...], ...]
    errors: tuple[str, ...]
    required: bool = False

    @property
    def full(self) -> bool:
        return len(self.rows) >= ROWS_MAX


@dataclass(frozen=True, slots=True)
class Section:
    """表单的一段 · folded away while nothing in it was filled in."""

    legend: str
    items: tuple[Input | Rows, ...]
    folded: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Form:
    """一张表单."""

    sections: tuple[Section, ...]

    @property
    def names(self) -> set[str]:
        """The ids of everything that a fault can be pointed at."""
        items = [item for section in self.sections for item in section.items]
        inner = [
            one.id for item in items if isinstance(item, Rows) for r in item.rows for one in r
        ]
        return {item.id for item in items} | set(inner)


def form_of(
    typed: Typed,
    groups: Sequence[Group],
    defaults: Mapping[str, str],
    areas: Mapping[str, str],
) -> Form:
    """The form with everything that was typed and every fault beside its input.

    `areas` are those of the centre; where it has none, nobody is asked for one.
    """
    maker = _Maker(typed, defaults, areas)
    return Form(
        tuple(
            maker.section(group) for group in groups if areas or group.fields != (AREA_FIELD,)
        )
    )


def first_choices(typed: Typed, groups: Sequence[Group]) -> tuple[Choices, ...]:
    """The choices with which a steered calculator begins, under their headings."""
    if not typed.steered_by:
        return ()
    labels = _looks(typed.calculator.question)[typed.steered_by].choices
    return tuple(
        Choices(
            speaker().say(group.legend),
            tuple(Choice(code, _spoken(labels[code]), chosen=False) for code in group.fields),
        )
        for group in groups
    )


class _Maker:
    """Makes the inputs of one form."""

    def __init__(
        self, typed: Typed, defaults: Mapping[str, str], areas: Mapping[str, str]
    ) -> None:
        self._typed = typed
        self._areas = areas
        self._defaults = {} if typed.asked else defaults
        self._errors = typed.reasons_by_field()

    def section(self, group: Group) -> Section:
        items = tuple(self._item(name, must=name in group.must) for name in group.fields)
        used = any(self._typed.used(name) for name in group.fields)
        wrong = any(field.split(".")[0] in group.fields for field in self._errors)
        return Section(speaker().say(group.legend), items, group.folded, used or wrong)

    def _item(self, name: str, *, must: bool) -> Input | Rows:
        model = self._typed.calculator.question
        row = shape_of(model.model_fields[name]).rows
        if row is None:
            value = self._typed.data.get(name, self._defaults.get(name, ""))
            item = self._input(model, name, name, value)
            return replace(item, required=True) if must else item
        rows = self._typed.rows_shown(name)
        return Rows(
            name,
            name,
            gettext(model.model_fields[name].title or name),
            tuple(self._row(row, name, at, values) for at, values in enumerate(rows)),
            tuple(map(_fault, self._errors.get(name, ()))),
        )

    def _row(
        self, model: type[BaseModel], name: str, at: int, values: Mapping[str, str]
    ) -> tuple[Input, ...]:
        return tuple(
            self._input(model, key, f"{name}.{key}", values.get(key, ""), f"{name}.{at}.{key}")
            for key in model.model_fields
        )

    def _input(
        self, model: type[BaseModel], key: str, name: str, value: str, id_: str = ""
    ) -> Input:
        looks = _looks(model)[key]
        if key == AREA_FIELD:
            looks = replace(looks, kind="list", choices={"": "", **self._areas})
        picked = value or looks.default
        return Input(
            id=id_ or name,
            name=name,
            label=gettext(looks.label),
            hint=_spoken(looks.hint),
            unit=_spoken(looks.unit),
            kind=looks.kind,
            value=value,
            required=looks.required,
            choices=tuple(
                Choice(code, _spoken(label), code == picked)
                for code, label in looks.choices.items()
            ),
            errors=tuple(map(_fault, self._errors.get(id_ or name, ()))),
        )


def _fault(reason: Reason) -> str:
    """What is wrong, without the name of the input beside which it stands."""
    fault, speak = reason.facts.get("fault"), speaker()
    if not isinstance(fault, str):
        return sentence(reason)
    return speak.retell(speak, "input.beside", reason.facts) or f"{fault}。"


def _spoken(text: str) -> str:
    """The text in the visitor's language; what a rule calls a thing is a word of its own."""
    return speaker().translate(text) if text else ""


@dataclass(frozen=True, slots=True)
class _Looks:
    """What an input looks like, as its question declares it."""

    label: str
    hint: str
    unit: str
    kind: str
    default: str
    required: bool
    choices: Mapping[str, str]


@lru_cache
def _looks(model: type[BaseModel]) -> Mapping[str, _Looks]:
    properties: dict[str, Any] = model.model_json_schema()["properties"]
    return {name: _look(model, name, schema) for name, schema in properties.items()}


def _look(model: type[BaseModel], name: str, schema: Mapping[str, Any]) -> _Looks:
    info = model.model_fields[name]
    inner = next(iter(schema.get("anyOf", [schema])))
    extra: Mapping[str, Any] = cast(Any, info.json_schema_extra)
    choices: Mapping[str, str] = extra["x-choices"]
    if choices:
        kind = "radio" if len(choices) <= RADIOS_MAX else "list"
        if not info.is_required() and info.default is None:
            kind, choices = "list", {"": "", **choices}
    else:
        kind = inner.get("format", inner.get("type", "string"))
    return _Looks(
        label=info.title or name,
        hint=info.description or "",
        unit=extra["x-unit"],
        kind=kind,
        default=str(info.default) if isinstance(info.default, str) else "",
        required=info.is_required(),
        choices=choices,
    )
