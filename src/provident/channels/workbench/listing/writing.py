"""列表的写法 · how a value is written on the screen and in a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from provident.channels.workbench.listing.declaring import Column, Row, Tone
from provident.documents.notation import MINUS, amount_text
from provident.documents.workbook import Cell as WorkbookCell
from provident.standards import code_list


@dataclass(frozen=True, slots=True)
class Cell:
    """一格 · its text, where it leads, and how it looks."""

    text: str
    address: str = ""
    number: bool = False
    tone: Tone | None = None


def cell(column: Column, row: Row) -> Cell:
    """The cell of a row as the screen writes it."""
    value = row[column.key]
    number = column.kind in ("yuan", "count", "percent")
    if value is None or value == "":
        return Cell("", number=number)
    address = column.link(row) if column.link else ""
    if column.kind == "tag":
        tag = column.tags.get(str(value))
        if tag is not None:
            return Cell(_(tag.word), address, tone=tag.tone)
    return Cell(written(column, value), address, number)


def written(column: Column, value: Any) -> str:
    """The text of a value that is there."""
    write = _WRITTEN.get(column.kind)
    if write is not None:
        return write(value)
    if column.kind == "code":
        return code_list(column.code_list).codes.get(str(value), str(value))
    return column.mask(str(value)) if column.mask else str(value)


_WRITTEN: Mapping[str, Callable[[Any], str]] = {
    "yuan": amount_text,
    "count": lambda value: f"{value:,}".replace("-", MINUS),
    "percent": lambda value: f"{value:.2f}%",
    "month": lambda value: f"{value:%Y-%m}",
    "date": lambda value: value.isoformat(),
    "moment": lambda value: f"{localtime(value):%Y-%m-%d %H:%M:%S}",
}


def exported(column: Column, row: Row) -> WorkbookCell:
    """The cell of a row in a workbook: amounts, counts and days stay what they are."""
    value = row[column.key]
    if value is None:
        return None
    if column.kind == "moment" and isinstance(value, datetime):
        return localtime(value)
    if column.kind in ("yuan", "count") and isinstance(value, Decimal | int):
        return value
    if column.kind == "date" and isinstance(value, date):
        return value
    if column.kind == "tag":
        tag = column.tags.get(str(value))
        return _(tag.word) if tag else str(value)
    return written(column, value) if value != "" else ""
