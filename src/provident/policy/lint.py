"""政策校验 · every fault of the policy files at once, none hiding another.

`read` takes each sheet by its form; `check` then judges what only the whole can tell:
documents that exist and were in force, histories without overlap or gap, values in the
kind of their unit, examples that come out as they say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from provident.policy.documents import DOCUMENT_ID, Article, Articles, Document, Part
from provident.policy.examples import example_problems
from provident.policy.forms import form_problems
from provident.policy.histories import Place, Register, history_problems
from provident.policy.parameters import Centre, LocalValues, Parameter, Record, Shelf
from provident.policy.sheets import Problem, Sheet, read_sheets
from provident.policy.values import declaration_problems, value_problems

P = TypeVar("P", bound=Part)


def lint(roots: Iterable[Path]) -> list[Problem]:
    """Every problem of the policy files below `roots`; an empty list means publishable."""
    sheets, problems = read_sheets(roots)
    _, found = check(sheets)
    return problems + found


def read(sheets: Iterable[Sheet]) -> tuple[Shelf, list[Problem]]:
    """Take the sheets by their form alone.

    What was published is read this way: a release that was sound in its time must answer
    for ever, also when the rules of this lint have become stricter.
    """
    desk = _spread(sheets)
    return desk.shelf(), desk.problems


def check(sheets: Iterable[Sheet]) -> tuple[Shelf, list[Problem]]:
    """Judge the sheets; the shelf may be relied on only when there is no problem."""
    desk = _spread(sheets)
    desk.judge()
    shelf = desk.shelf()
    if not desk.problems:
        files = {name: sheet.file for name, (sheet, _) in desk.parameters.items()}
        desk.problems += example_problems(shelf, files)
    return shelf, desk.problems


def _spread(sheets: Iterable[Sheet]) -> _Desk:
    desk = _Desk()
    for sheet in sheets:
        desk.take(sheet)
    return desk


@dataclass
class _Desk:
    """Where the sheets are spread out while they are judged."""

    documents: dict[str, Document] = field(default_factory=dict)
    articles: dict[str, tuple[Sheet, Articles]] = field(default_factory=dict)
    parameters: dict[str, tuple[Sheet, Parameter]] = field(default_factory=dict)
    centres: dict[str, Centre] = field(default_factory=dict)
    local: list[tuple[Sheet, LocalValues]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def take(self, sheet: Sheet) -> None:
        """Read one sheet by its form and lay it where it belongs."""
        match sheet.kind:
            case "documents":
                self._take_documents(sheet)
            case "articles":
                if articles := self._read(Articles, sheet, sheet.body):
                    self._lay(self.articles, articles.document, (sheet, articles), sheet)
            case "parameter":
                if parameter := self._read(Parameter, sheet, sheet.body):
                    self._lay(self.parameters, sheet.name, (sheet, parameter), sheet)
            case "centre":
                if centre := self._read(Centre, sheet, sheet.body):
                    self._lay(self.centres, sheet.centre, centre, sheet)
            case "local":
                if values := self._read(LocalValues, sheet, sheet.body):
                    self.local.append((sheet, values))

    def _lay(self, where: dict[str, Any], key: str, what: Any, sheet: Sheet) -> None:
        if key in where:
            self._add(sheet, "", "declared_twice", f"{key} 已经在别的文件中登记")
        else:
            where[key] = what

    def _take_documents(self, sheet: Sheet) -> None:
        if not isinstance(sheet.body, dict):
            self._add(sheet, "", "form", "文件登记簿应为“编号: 内容”的列表")
            return
        for identity, body in sheet.body.items():
            if not DOCUMENT_ID.fullmatch(identity):
                self._add(sheet, identity, "form", "文件编号只能用小写字母、数字和连字符")
            if document := self._read(Document, sheet, body, identity):
                self._lay(self.documents, identity, document, sheet)

    def _read(self, form: type[P], sheet: Sheet, body: Any, record: str = "") -> P | None:
        try:
            return form.model_validate(body)
        except ValidationError as error:
            self.problems += form_problems(error, sheet, body, record)
            return None

    def shelf(self) -> Shelf:
        """What was read, ready for questions."""
        local: dict[tuple[str, str], tuple[Record, ...]] = {}
        for sheet, values in self.local:
            key = (sheet.centre, sheet.name)
            local[key] = local.get(key, ()) + values.history
        parameters = {name: parameter for name, (_, parameter) in self.parameters.items()}
        return Shelf(self.documents, self._by_number(), parameters, self.centres, local)

    def _by_number(self) -> Mapping[str, Mapping[int, Article]]:
        return {
            name: {article.article: article for article in entered.articles}
            for name, (_, entered) in self.articles.items()
        }

    def judge(self) -> None:
        """Judge what needs the whole: declarations, citations, histories, values."""
        for sheet, articles in self.articles.values():
            self._judge_articles(sheet, articles)
        for sheet, parameter in self.parameters.values():
            self.problems += declaration_problems(sheet, parameter)
        register = Register(self.documents, self._by_number(), self.centres)
        for place in self._places():
            self.problems += history_problems(place, register)
            self.problems += value_problems(place)

    def _judge_articles(self, sheet: Sheet, entered: Articles) -> None:
        document = self.documents.get(entered.document)
        if document is None:
            self._add(sheet, "", "document_unknown", f"文件登记簿中没有 {entered.document}")
        elif [one.article for one in entered.articles] != list(
            range(1, (document.articles or 0) + 1)
        ):
            says = f"条文应从第 1 条到第 {document.articles} 条逐条录入，不缺、不重、不多"
            self._add(sheet, "", "articles_incomplete", says)

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

    def _add(self, sheet: Sheet, record: str, code: str, says: str) -> None:
        self.problems.append(Problem(sheet.file, record, code, says))
