"""输入项 · what a command asks for, item by item, as its fields declare it.

The title, the hint and whether it must be filled in come from the field; what kind of input
it is comes from the type and from `json_schema_extra`:

    kind          employer, member, suspense, bank_row …: the number of a thing that is looked
                  up; branch, role, percent, version: as they say
    code_list     the code list whose codes may be chosen
    words         the values of a closed set with the word for each
    may_be_empty  in a change: the item may be emptied, which an empty input cannot say
    masked        id, mobile, card: shown only masked
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, cast, get_args, get_origin

from django.utils.translation import gettext_noop as mark
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from provident.kernel.dates import Month
from provident.kernel.field_reasons import nested
from provident.standards import code_list

OWN_KINDS = frozenset({"percent", "version", "branch", "role"})
"""Kinds that are inputs of their own; every other declared kind is a thing looked up."""

YES_OR_NO: Mapping[str, str] = {"true": mark("是"), "false": mark("否")}
"""Where leaving it open is an answer of its own."""

_BY_TYPE: Mapping[type, str] = {
    bool: "flag",
    int: "integer",
    date: "date",
    Month: "month",
    Decimal: "amount",
}


@dataclass(frozen=True, slots=True)
class Item:
    """输入项 · one field of a command.

    `kind`: text, amount, percent, integer, date, month, flag, choice, branch, version, group
    (a command inside), rows (several of them), lines (several values, one to a line) or
    several (any of a few choices).  `refers` names the kind of thing whose number is typed;
    `each` is the kind of a line's value or of a choice; `parts` are the items inside a group
    or a row.
    """

    name: str
    title: str
    hint: str
    kind: str
    required: bool
    default: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    code_list: str = ""
    refers: str = ""
    each: str = ""
    parts: tuple[Item, ...] = ()
    may_be_empty: bool = False
    masked: str = ""


@cache
def items_of(command: type[BaseModel]) -> tuple[Item, ...]:
    """The items of a command in the order of its fields."""
    return tuple(_item(name, info) for name, info in command.model_fields.items())


def versioned(items: tuple[Item, ...]) -> bool:
    """Whether a form changes a thing that may have been changed by somebody else meanwhile."""
    return any(item.kind == "version" for item in items)


def _item(name: str, info: FieldInfo) -> Item:
    extra = _declared(info.annotation) | _extra(info)
    plain = _plain(info.annotation)
    inside, many = nested(plain), get_origin(plain) in (tuple, list)
    codes: str = extra.get("code_list", "")
    choices: Mapping[str, str] = code_list(codes).codes if codes else extra.get("words", {})
    if plain is bool and info.get_default() is None and not info.is_required():
        choices = YES_OR_NO
    each = ""
    if inside:
        kind = "rows" if many else "group"
    elif many:
        each = _scalar(get_args(plain)[0], extra, choices)
        kind = "several" if each in ("choice", "role") else "lines"
    else:
        kind = _scalar(plain, extra, choices)
    declared: str = extra.get("kind", "")
    return Item(
        name=name,
        title=info.title or name,
        hint=info.description or "",
        kind=kind,
        required=info.is_required(),
        default=_default(info),
        choices=choices,
        code_list=codes,
        refers="" if declared in OWN_KINDS else declared,
        each=each,
        parts=items_of(inside) if inside else (),
        may_be_empty=bool(extra.get("may_be_empty")),
        masked=extra.get("masked", ""),
    )


def _scalar(annotation: Any, extra: Mapping[str, Any], choices: Mapping[str, str]) -> str:
    if choices:
        return "choice"
    declared = extra.get("kind")
    if declared in OWN_KINDS:
        return str(declared)
    return _BY_TYPE.get(_plain(annotation), "text")


def _default(info: FieldInfo) -> str:
    """What an untouched input shows; a list or a command inside has nothing to show."""
    value = info.get_default()
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return str(value) if isinstance(value, str | int) else ""


def _plain(annotation: Any) -> Any:
    """The type itself: without what annotates it and without `| None`."""
    if get_origin(annotation) is Annotated:
        return _plain(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        rest = [part for part in get_args(annotation) if part is not NoneType]
        return _plain(rest[0])
    return annotation


def _declared(annotation: Any) -> dict[str, Any]:
    """What the shared types within an annotation declare about themselves."""
    found: dict[str, Any] = {}
    if get_origin(annotation) is Annotated:
        for part in get_args(annotation)[1:]:
            if isinstance(part, FieldInfo):
                found |= _extra(part)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return found
    for part in get_args(annotation):
        found |= _declared(part)
    return found


def _extra(info: FieldInfo) -> dict[str, Any]:
    extra = info.json_schema_extra
    return dict(cast("dict[str, Any]", extra)) if isinstance(extra, dict) else {}
