"""数据项 · the data items of JGJ/T 320-2014 住房公积金基础数据标准.

Source: `standards/items/*.yaml`, one file per chapter.  A model's field names its item by
code (`std="GRZHYE"`); supervision and export read the tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from provident.standards.files import read

CHAPTERS = ("common", "collection", "loan", "project_loan", "accounting", "settlement")


@dataclass(frozen=True, slots=True)
class DataItem:
    """数据项 · one item.

    `kind`     text · code · number · date · month (YYYYMM) · day_of_month (DD) · long_text;
    `length`   characters of texts and codes; `digits` and `decimals` belong to numbers;
    `code_list` the name of its list in `standards/code_lists.yaml`.
    """

    code: str
    zh: str
    table: str
    kind: str
    length: int | None
    digits: int | None
    decimals: int | None
    code_list: str | None


@dataclass(frozen=True, slots=True)
class DataTable:
    """数据表 · one table of the standard with its items in the standard's order."""

    name: str
    zh: str
    clause: str
    items: tuple[DataItem, ...]


@cache
def tables() -> Mapping[str, DataTable]:
    """Every table of the standard by our name for it, in the order of the chapters."""
    found: dict[str, DataTable] = {}
    for chapter in CHAPTERS:
        for name, content in read(f"items/{chapter}.yaml")["tables"].items():
            found[name] = DataTable(
                name=name,
                zh=content["zh"],
                clause=content["clause"],
                items=tuple(_item(name, code, c) for code, c in content["items"].items()),
            )
    return MappingProxyType(found)


@cache
def items() -> Mapping[str, tuple[DataItem, ...]]:
    """Every item by its code, with each table that has it (`YWLSH` is in several)."""
    found: dict[str, list[DataItem]] = {}
    for table in tables().values():
        for item in table.items:
            found.setdefault(item.code, []).append(item)
    return MappingProxyType({code: tuple(places) for code, places in found.items()})


def _item(table: str, code: str, content: Mapping[str, Any]) -> DataItem:
    return DataItem(
        code=code,
        zh=content["zh"],
        table=table,
        kind=content["type"],
        length=content.get("length"),
        digits=content.get("digits"),
        decimals=content.get("decimals"),
        code_list=content.get("list"),
    )
