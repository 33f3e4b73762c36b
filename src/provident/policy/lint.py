"""政策校验 · every fault of the policy files at once, none hiding another.

`check` first reads each sheet by its form, then judges what only the whole can tell:
documents that exist and were in force, histories without overlap or gap, values in the
kind of their unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from provident.policy.documents import DOCUMENT_ID, Document, Part
from provident.policy.forms import form_problems
from provident.policy.histories import Place, history_problems
from provident.policy.parameters import Centre, LocalValues, Parameter, Record, Shelf
from provident.policy.sheets import Problem, Sheet, read_sheets
from provident.policy.values import declaration_problems, value_problems

P = TypeVar("P", bound=Part)


def lint(roots: Iterable[Path]) -> list[Problem]:
    """Every problem of the policy files below `roots`; an empty list means publishable."""
    sheets, problems = read_sheets(roots)
    _, found = check(sheets)
    return problems + found


def check(sheets: Iterable[Sheet]) -> tuple[Shelf, list[Problem]]:
    """Judge the sheets; the shelf may be relied on only when there is no problem."""
    desk = _Desk()
    for sheet in sheets:
        desk.take(sheet)
    desk.judge()
    local: dict[tuple[str, str], tuple[Record, ...]] = {}
    for sheet, values in desk.local:
        key = (sheet.centre, sheet.name)
        local[key] = local.get(key, ()) + values.history
    parameters = {name: parameter for name, (_, parameter) in desk.parameters.items()}
    return Shelf(desk.documents, parameters, desk.centres, local), desk.problems


@dataclass
class _Desk:
    """Where the sheets are spread out while they are judged."""

    documents: dict[str, Document] = field(default_factory=dict)
    parameters: dict[str, tuple[Sheet, Parameter]] = field(default_factory=dict)
    centres: dict[str, Centre] = field(default_factory=dict)
    local: list[tuple[Sheet, LocalValues]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def take(self, sheet: Sheet) -> None:
        """Read one sheet by its form and lay it where it belongs."""
        if sheet.kind == "documents":
            self._take_documents(sheet)
        elif sheet.kind == "parameter":
            if parameter := self._read(Parameter, sheet, sheet.body):
                if sheet.name in self.parameters:
                    self._twice(sheet, f"参数 {sheet.name}")
                else:
                    self.parameters[sheet.name] = (sheet, parameter)
        elif sheet.kind == "centre":
            if centre := self._read(Centre, sheet, sheet.body):
                if sheet.centre in self.centres:
                    self._twice(sheet, f"中心 {sheet.centre}")
                self.centres[sheet.centre] = centre
        elif values := self._read(LocalValues, sheet, sheet.body):
            self.local.append((sheet, values))

    def _take_documents(self, sheet: Sheet) -> None:
        if not isinstance(sheet.body, dict):
            self._add(sheet, "", "form", "文件登记簿应为“编号: 内容”的列表")
            return
        for identity, body in sheet.body.items():
            if not DOCUMENT_ID.fullmatch(identity):
                self._add(sheet, identity, "form", "文件编号只能用小写字母、数字和连字符")
            if identity in self.documents:
                self._twice(sheet, f"文件 {identity}")
            if document := self._read(Document, sheet, body, identity):
                self.documents[identity] = document

    def _read(self, form: type[P], sheet: Sheet, body: Any, record: str = "") -> P | None:
        try:
            return form.model_validate(body)
        except ValidationError as error:
            self.problems += form_problems(error, sheet, body, record)
            return None

    def judge(self) -> None:
        """Judge what needs the whole: declarations, citations, histories, values."""
        for sheet, parameter in self.parameters.values():
            self.problems += declaration_problems(sheet, parameter)
        for place in self._places():
            self.problems += history_problems(place, self.documents)
            if place.parameter is not None:
                self.problems += value_problems(place)

    def _places(self) -> Iterator[Place]:
        """Every history: one for a parameter, one for each of its centres."""
        for name, (sheet, parameter) in self.parameters.items():
            entries = [(sheet, record) for record in parameter.history]
            yield Place(name, "", parameter, entries, parameter.known_from, sheet)
        merged: dict[tuple[str, str], list[tuple[Sheet, Record]]] = {}
        known: dict[tuple[str, str], tuple[Sheet, date | None]] = {}
        for sheet, values in self.local:
            key = (sheet.centre, sheet.name)
            merged.setdefault(key, []).extend((sheet, record) for record in values.history)
            first, earliest = known.get(key, (sheet, None))
            dates = [day for day in (earliest, values.known_from) if day is not None]
            known[key] = (first, min(dates, default=None))
        for (centre, name), entries in merged.items():
            sheet, known_from = known[centre, name]
            if centre not in self.centres:
                self._add(sheet, "", "centre_unknown", f"没有中心 {centre} 的 centre.yaml")
            declared = self.parameters.get(name)
            if declared is None:
                self._add(sheet, "", "undeclared", f"全国参数中没有 {name}")
            elif declared[1].scope == "national":
                self._add(sheet, "", "not_local", f"{name} 是全国统一的，中心不能另定")
            parameter = declared[1] if declared else None
            yield Place(name, centre, parameter, entries, known_from, sheet)

    def _twice(self, sheet: Sheet, what: str) -> None:
        self._add(sheet, "", "declared_twice", f"{what}已经在别的文件中登记")

    def _add(self, sheet: Sheet, record: str, code: str, says: str) -> None:
        self.problems.append(Problem(sheet.file, record, code, says))
