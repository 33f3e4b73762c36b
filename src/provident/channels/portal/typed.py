"""填写的内容 · what stands in a page's address, by the names of the inputs.

A result has an address: everything that was typed is in it, also what was wrong, so that
nothing is lost and a result can be kept, sent and opened again.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from provident.channels.calc.catalogue import Calculator
from provident.channels.calc.reading import shape_of
from provident.kernel.refusal import Reason

ROWS_MAX = 60
MORE = "more"
"""The button that asks for another row carries the name of the rows."""


@dataclass(frozen=True, slots=True)
class Typed:
    """填写的内容 · for one calculator, with the reasons why it could not be answered."""

    calculator: Calculator
    data: QueryDict
    steered_by: str = ""
    reasons: Sequence[Reason] = ()

    @property
    def choice(self) -> str:
        """What was chosen first, where the calculator begins with a choice."""
        return self.data.get(self.steered_by, "") if self.steered_by else ""

    @property
    def asked(self) -> bool:
        """Whether anything beyond that choice was typed; only then there is an answer."""
        names = self.calculator.question.model_fields.keys() - {self.steered_by}
        return any(key.split(".")[0] in names for key in self.data)

    @property
    def wants_more(self) -> str:
        """The rows to which another one is wanted, or nothing."""
        return self.data.get(MORE, "")

    def given(self, areas: Container[str]) -> dict[str, Any]:
        """What was typed, in the shape of the question, without empty rows.

        An area that the centre does not have was chosen for another centre before.
        """
        found: dict[str, Any] = {
            name: self.data.get(name, "") if shape_of(info).rows is None else self._rows(name)
            for name, info in self.calculator.question.model_fields.items()
        }
        if str(found.get("area")) not in areas:
            found.pop("area", None)
        return found

    def used(self, name: str) -> bool:
        """Whether something other than its default was typed into an input or its rows."""
        info = self.calculator.question.model_fields[name]
        if shape_of(info).rows is not None:
            return bool(self._rows(name)) or self.wants_more == name
        return self.data.get(name, "") not in ("", info.default)

    def rows_shown(self, name: str) -> list[dict[str, str]]:
        """The filled rows, and an empty one where there is none or another is wanted."""
        rows = self._rows(name)
        if (not rows or self.wants_more == name) and len(rows) < ROWS_MAX:
            rows.append({})
        return rows

    def reasons_by_field(self) -> dict[str, list[Reason]]:
        """The reasons by the input that they speak of; under "" those that speak of none."""
        found: dict[str, list[Reason]] = {}
        for reason in self.reasons:
            found.setdefault(self.calculator.field_of(reason), []).append(reason)
        return found

    def _rows(self, name: str) -> list[dict[str, str]]:
        """Rows in which something beyond a preset choice was typed."""
        model = shape_of(self.calculator.question.model_fields[name]).rows
        if model is None:
            return []
        columns = {key: self.data.getlist(f"{name}.{key}") for key in model.model_fields}
        count = min(max(map(len, columns.values()), default=0), ROWS_MAX)
        rows = [
            {key: column[at] if at < len(column) else "" for key, column in columns.items()}
            for at in range(count)
        ]
        presets = {key: info.default for key, info in model.model_fields.items()}
        return [row for row in rows if any(_typed(row, presets, key) for key in row)]


def _typed(row: Mapping[str, str], presets: Mapping[str, Any], key: str) -> bool:
    return bool(row[key].strip()) and not isinstance(presets[key], str)
