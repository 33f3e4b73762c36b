"""请求的说法 · a command's fields in words: titles, code lists, closed words, dates, amounts.

What was left empty is left out, and so is the version that a change was made from; what a
change empties is told.  Numbers of people and bank accounts are told masked beside the whole
value: the page shows the mask and logs it when somebody needs the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.apps import apps
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from provident import standards
from provident.kernel.dates import Month, chinese_date
from provident.kernel.field_reasons import words_of
from provident.kernel.fields import describe
from provident.parties.api import mask_card, mask_id, mask_mobile

MASKS: Mapping[str, Callable[[str], str]] = {
    "id_number": mask_id,
    "mobile": mask_mobile,
    "phone": mask_mobile,
    "card": mask_card,
    "account_no": mask_card,
    "payee_no": mask_card,
    "opponent_no": mask_card,
}
"""Which data items are shown masked, and how."""

EMPTIED = "清空"
"""What a change says of an item that it empties."""


@dataclass(frozen=True, slots=True)
class Told:
    """一项的说法 · a field's place (`legal.name`), title and value in words.

    `masked` is what may be seen without a reason; it is the value itself for what is no
    number of a person.
    """

    field: str
    title: str
    value: str
    masked: str


def told(command: BaseModel) -> list[Told]:
    """The filled-in fields of a command in their order; of lists each item by itself."""
    return list(_fields(command, "", ""))


def _fields(command: BaseModel, place: str, titles: str) -> Iterator[Told]:
    for name, field in type(command).model_fields.items():
        where, title = f"{place}{name}", f"{titles}{field.title or name}"
        value, declared = getattr(command, name), _declared(field)
        if value is None or declared.get("kind") == "version":
            continue
        if value == "":
            if declared.get("may_be_empty"):
                yield Told(where, title, EMPTIED, EMPTIED)
        elif isinstance(value, BaseModel):
            yield from _fields(value, f"{where}.", f"{title}·")
        elif isinstance(value, (list, tuple)):
            yield from _items(name, field, value, where, title)
        else:
            yield _one(name, field, value, where, title)


def _items(
    name: str, field: FieldInfo, values: list[Any] | tuple[Any, ...], where: str, title: str
) -> Iterator[Told]:
    for place, value in enumerate(values):
        at, says = f"{where}.{place}", f"{title}第 {place + 1} 项"
        if isinstance(value, BaseModel):
            yield from _fields(value, f"{at}.", f"{says}·")
        else:
            yield _one(name, field, value, at, says)


def _one(name: str, field: FieldInfo, value: Any, where: str, title: str) -> Told:
    says = _in_words(name, field, value)
    mask = MASKS.get(name)
    return Told(where, title, says, mask(says) if mask else says)


def _in_words(name: str, field: FieldInfo, value: Any) -> str:
    match value:
        case bool():
            return "是" if value else "否"
        case Decimal():
            return f"{value:,.2f}"
        case Month():
            return f"{value.year}年{value.month}月"
        case date():
            return chinese_date(value)
        case str():
            return words_of(field).get(value) or _named(_code_list(name, field), value)
        case _:
            return str(value)


def _named(code_list: str, code: str) -> str:
    """A code with its official name; the code alone where the list does not have it."""
    name = standards.code_list(code_list).codes.get(code) if code_list else None
    return f"{name}（{code}）" if name else code


def _code_list(name: str, field: FieldInfo) -> str:
    """The code list that the field names, else that of the data item of this name."""
    named = _declared(field).get("code_list")
    return str(named) if named else _coded_items().get(name, "")


def _declared(field: FieldInfo) -> Mapping[str, Any]:
    """What the field says of itself beside its type: its code list, what may be emptied."""
    extra = field.json_schema_extra
    return extra if isinstance(extra, dict) else {}


@cache
def _coded_items() -> Mapping[str, str]:
    """Data items with one code list wherever they stand: attribute → list."""
    lists: dict[str, set[str]] = {}
    for model in apps.get_models():
        for item in describe(model):
            if item.code_list:
                lists.setdefault(item.field, set()).add(item.code_list)
    return {name: next(iter(found)) for name, found in lists.items() if len(found) == 1}
