"""填写的内容 · what stands in a form's inputs, read back into what a command asks for.

Inputs are named by their place: `name`, `legal.id_number`, `payers.0.bank_name`.  Below a
list of rows there is a box for pasted rows (`payers.pasted`); its rows follow the others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from provident.channels.workbench.forms.items import Item
from provident.channels.workbench.forms.normal import normal, split_lines, split_rows

CLEARED = "_clear"
"""The checkboxes that empty an item of a change carry this name."""

PASTED = "pasted"
ROWS_SHOWN_MAX = 50
"""More rows than these are kept in the box where they were pasted."""

Texts = Mapping[str, str]


class Typed:
    """填写的内容 · of one form.

    `sent` is true where the form came back; an untouched one has its defaults.
    """

    def __init__(self, items: Sequence[Item], data: QueryDict, *, sent: bool) -> None:
        self._items = items
        self._data = data
        self._sent = sent

    def given(self) -> dict[str, Any]:
        """What was typed, in the shape of the command; what is empty is left out."""
        given = self._group(self._items, "")
        named = {item.name for item in self._items if item.may_be_empty}
        return given | dict.fromkeys(named & self.cleared - given.keys(), "")

    @property
    def cleared(self) -> set[str]:
        """The items that shall be emptied."""
        return set(self._data.getlist(CLEARED))

    def text(self, item: Item, place: str) -> str:
        """What stands in an input: normalised, or as it was typed where it cannot be read."""
        if item.kind in ("lines", "several"):
            return "\n".join(map(str, self._data.getlist(place)))
        if item.kind == "flag":
            there = place in self._data or (bool(item.default) and not self._sent)
            return "on" if there else ""
        if place not in self._data:
            return "" if self._sent else item.default
        return normal(item.kind, str(self._data[place]), refers=item.refers)

    def rows(self, item: Item, place: str) -> list[dict[str, str]]:
        """The rows in which something was typed, in their order."""
        found = {
            int(match[1])
            for key in self._data
            if (match := re.match(rf"{re.escape(place)}\.(\d{{1,6}})\.", key))
        }
        rows = [
            {part.name: self.text(part, f"{place}.{at}.{part.name}") for part in item.parts}
            for at in sorted(found)
        ]
        return [row for row in rows if _filled(row, item.parts)]

    def pasted(self, place: str) -> str:
        """The text in the box for pasted rows."""
        return self._data.get(f"{place}.{PASTED}", "")

    def pasted_rows(self, item: Item, place: str) -> list[dict[str, str]]:
        """The rows in that box; a first row of headings is left out.

        Cells beyond the last column are kept with it, so that they are refused, not lost.
        """
        rows = split_rows(self.pasted(place))
        titles = [part.title for part in item.parts]
        if rows and set(rows[0]) <= set(titles):
            rows = rows[1:]
        return [_row(item.parts, cells) for cells in rows]

    def _group(self, items: Sequence[Item], within: str) -> dict[str, Any]:
        found = {item.name: self._value(item, within + item.name) for item in items}
        return {name: value for name, value in found.items() if value is not None}

    def _value(self, item: Item, place: str) -> Any:
        if item.kind == "flag":
            return bool(self.text(item, place))
        if item.kind in ("lines", "several"):
            values = [
                normal(item.each, one, refers=item.refers)
                for one in split_lines(self.text(item, place))
            ]
            return values or None
        if item.kind == "rows":
            return self._rows(item, place)
        if item.kind == "group":
            group = self._group(item.parts, f"{place}.")
            return group if item.required or _filled(group, item.parts) else None
        return self.text(item, place) or None

    def _rows(self, item: Item, place: str) -> list[dict[str, str]] | None:
        rows = self.rows(item, place) + self.pasted_rows(item, place)
        return [{name: text for name, text in row.items() if text} for row in rows] or None


def texts_of(command: Mapping[str, Any]) -> QueryDict:
    """The inputs of a form filled in with a command, as `model_dump(mode="json")` gives it."""
    data = QueryDict(mutable=True)
    _fill(data, command, "")
    return data


def _fill(data: QueryDict, given: Mapping[str, Any], within: str) -> None:
    for name, value in given.items():
        place = f"{within}{name}"
        if isinstance(value, Mapping):
            _fill(data, value, f"{place}.")
        elif isinstance(value, list | tuple):
            for at, one in enumerate(value):
                if isinstance(one, Mapping):
                    _fill(data, one, f"{place}.{at}.")
                else:
                    data.appendlist(place, str(one))
        elif value is not None and value is not False:
            data[place] = "on" if value is True else str(value)


def _filled(row: Mapping[str, Any], parts: Sequence[Item]) -> bool:
    """Whether anything beyond what an untouched row shows was typed."""
    defaults = {part.name: part.default for part in parts}
    return any(value and value != defaults[name] for name, value in row.items())


def _row(parts: Sequence[Item], cells: Sequence[str]) -> dict[str, str]:
    last = len(parts) - 1
    held = [*cells[:last], "、".join(cells[last:])]
    return {
        part.name: normal(part.kind, cell, refers=part.refers)
        for part, cell in zip(parts, held, strict=False)
    }
