"""政策库 · all parameters and documents, asked by name, date and place.

A library never extrapolates: outside the entered intervals it refuses, in words that tell
what to enter.  It is unchanging; a new release is a new library.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

from provident.kernel.dates import chinese_date
from provident.kernel.policy_source import Fact, PolicyValue
from provident.kernel.refusal import Defect, refuse
from provident.policy.content import content_of, hash_of, sheets_of
from provident.policy.documents import Article, Citation, Document, parse_citation
from provident.policy.engine import Reckoned, facts_needed, reckon, rounded
from provident.policy.explanation import Explanation
from provident.policy.lint import check, read
from provident.policy.parameters import Centre, Parameter, Record, Shelf
from provident.policy.sheets import Problem, read_sheets
from provident.policy.timelines import Span, layers_of, merged
from provident.policy.vocabulary import Absent

NATION = ""
"""The place of values that hold for the whole country."""


class LibraryError(ValueError):
    """Policy files that may not be used; `problems` holds every reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class _Line:
    """What one place answers through time; `answers` are ready where no fact is needed."""

    begins: tuple[date, ...]
    spans: tuple[Span, ...]
    answers: tuple[PolicyValue | None, ...]


class Library:
    """政策库 · a sound set of parameters, documents and centres."""

    def __init__(self, shelf: Shelf, content: dict[str, Any]) -> None:
        self._shelf = shelf
        self.content = content
        self._areas = {
            (name, centre): {area for record in records for area in record.areas}
            for (centre, name), records in shelf.local.items()
        }
        self._lines: dict[tuple[str, str, str | None], _Line] = {}
        self._spelled: dict[str, str] = {}

    @classmethod
    def load(cls, paths: Iterable[Path]) -> Library:
        """Read policy folders; raises `LibraryError` with every problem found.

        Later folders add documents, centres and centres' records to the earlier ones.
        """
        sheets, problems = read_sheets(paths)
        shelf, found = check(sheets)
        if problems or found:
            raise LibraryError([*problems, *found])
        return cls(shelf, content_of(sheets))

    @classmethod
    def from_content(cls, content: dict[str, Any], origin: str = "发布") -> Library:
        """The library that was published with this content."""
        sheets = sheets_of(content, origin)
        shelf, problems = read(sheets)
        if problems:
            raise LibraryError(problems)
        return cls(shelf, content_of(sheets))

    @cached_property
    def content_hash(self) -> str:
        """SM3 over the canonical form: equal exactly when the policy is equal."""
        return hash_of(self.content)

    @cached_property
    def checked_on(self) -> date:
        """The day on which a parameter was last compared with its sources.

        What was announced later is not in here.
        """
        return max(one.checked for one in self._shelf.parameters.values())

    def names(self) -> list[str]:
        """The codes of all parameters, sorted."""
        return sorted(self._shelf.parameters)

    def centres(self) -> Mapping[str, Centre]:
        """The centres that have values or a folder: code → name, areas and note."""
        return self._shelf.centres

    def documents(self) -> Mapping[str, Document]:
        """The register of documents."""
        return self._shelf.documents

    def articles(self, document: str) -> Mapping[int, Article]:
        """The entered articles of a document by number; empty where none were entered."""
        return self._shelf.articles.get(document, {})

    def parameter(self, name: str) -> Parameter:
        """The declaration of a parameter; an unknown name is a `Defect`."""
        if name not in self._shelf.parameters:
            raise Defect(f"no policy parameter is called {name!r}")
        return self._shelf.parameters[name]

    def records(self, name: str, centre: str | None = None) -> tuple[Record, ...]:
        """The national records of a parameter, or those that a centre entered."""
        national = self.parameter(name).history
        return national if centre is None else self._shelf.local.get((centre, name), ())

    def cite(self, code: str) -> str:
        """A citation such as `regulation-2026#24(1)(1)` as people write it.

        A citation of an unknown document, article, 款 or 项 is a `Defect`.
        """
        if code not in self._spelled:
            citation, document = self._cited(code)
            self._spelled[code] = citation.spell(document)
        return self._spelled[code]

    def words(self, code: str) -> str | None:
        """What the cited place says, in our words; None where no text was entered."""
        citation, _ = self._cited(code)
        article = self.articles(citation.document).get(citation.article or 0)
        return article.words(citation) if article else None

    def _cited(self, code: str) -> tuple[Citation, Document]:
        citation = parse_citation(code)
        document = self._shelf.documents.get(citation.document) if citation else None
        if (
            citation is None
            or document is None
            or document.objection(citation, self.articles(citation.document))
        ):
            raise Defect(f"{code!r} cites nothing in the register of documents")
        return citation, document

    def value(
        self,
        name: str,
        *,
        on: date,
        centre: str,
        area: str | None = None,
        facts: Mapping[str, Fact] | None = None,
    ) -> PolicyValue:
        """The value in force on `on` at a centre (and an area of it), with its basis.

        Refuses `policy.not_entered` where the centre has entered nothing and
        `policy.outside_window` where no record covers the date.  An unknown name or a
        missing fact is a `Defect`.
        """
        line = self._lines.get((name, centre, area)) or self._line(name, centre, area)
        at = bisect_right(line.begins, on) - 1
        if at >= 0:
            ready = line.answers[at]
            if ready is not None and (ready.valid_until is None or on < ready.valid_until):
                return ready
        return self._answer(name, on, centre, area, facts or {})[1]

    def explain(
        self,
        name: str,
        *,
        on: date,
        centre: str,
        area: str | None = None,
        facts: Mapping[str, Fact] | None = None,
    ) -> Explanation:
        """The same answer as `value`, with its steps and its basis in words."""
        facts = facts or {}
        span, answer, top = self._answer(name, on, centre, area, facts)
        needed = self.facts_needed(name, on=on, centre=centre, area=area)
        words = {code: self.words(code) for code in answer.basis}
        return Explanation(
            parameter=self.parameter(name),
            answer=answer,
            record=span.record,
            top=top,
            facts={fact: facts[fact] for fact in sorted(needed) if fact in facts},
            basis=tuple(self.cite(code) for code in answer.basis),
            words={code: text for code, text in words.items() if text is not None},
        )

    def facts_needed(
        self, name: str, *, on: date, centre: str, area: str | None = None
    ) -> set[str]:
        """The facts, flags and dimensions that the value in force depends on."""
        value = self._span(name, on, centre, area).value
        return set() if isinstance(value, Absent) else facts_needed(self.parameter(name), value)

    def record(self, name: str, *, on: date, centre: str, area: str | None = None) -> Record:
        """The record that answers, as it was entered (note, confidence, intervals)."""
        return self._span(name, on, centre, area).record

    def timeline(self, name: str, *, centre: str, area: str | None = None) -> tuple[Span, ...]:
        """Everything that a place answers through time, oldest first, gaps left out."""
        return self._line(name, centre, area).spans

    def change_dates(
        self,
        name: str,
        start: date,
        end: date,
        *,
        centre: str | None = None,
        area: str | None = None,
    ) -> tuple[date, ...]:
        """The days inside [start, end), without `start`, from which the value differs.

        They cut the interval into segments of one rate each.  A new record with the same
        value is no change.  Refuses when a part of the interval is not covered.
        """
        if start >= end:
            raise Defect(f"the interval from {start} to {end} is empty")
        span = self._span(name, start, centre or NATION, area)
        changes: list[date] = []
        while span.until_on is not None and span.until_on < end:
            following = self._span(name, span.until_on, centre or NATION, area)
            if following.value != span.value:
                changes.append(span.until_on)
            span = following
        return tuple(changes)

    def _answer(
        self, name: str, on: date, centre: str, area: str | None, facts: Mapping[str, Fact]
    ) -> tuple[Span, PolicyValue, Reckoned]:
        parameter = self.parameter(name)
        span = self._span(name, on, centre, area)
        if isinstance(span.value, Absent):
            raise refuse(
                "policy.outside_window",
                f"{chinese_date(on)}“{parameter.name}”没有规定：{span.value.absent}。",
                basis=[name],
                name=name,
                on=on.isoformat(),
                title=parameter.name,
            )
        top = reckon(parameter, span.value, facts)
        return span, _policy_value(name, parameter, span, top), top

    def _line(self, name: str, centre: str, area: str | None) -> _Line:
        """The line of a place, made when it is first asked for.

        Places without records of their own share the line of the wider place, so that
        whatever areas and centres are asked for, no more lines arise than there are records.
        """
        parameter = self.parameter(name)
        if (name, centre) not in self._areas:
            centre = NATION
        if area not in self._areas.get((name, centre), set()):
            area = None
        known = self._lines.get((name, centre, area))
        if known is None:
            local = self._shelf.local.get((centre, name), ())
            spans = merged(layers_of(parameter.history, local, area))
            known = self._lines[name, centre, area] = _Line(
                tuple(span.from_on for span in spans),
                spans,
                tuple(_ready(name, parameter, span) for span in spans),
            )
        return known

    def _span(self, name: str, on: date, centre: str, area: str | None) -> Span:
        line = self._line(name, centre, area)
        at = bisect_right(line.begins, on) - 1
        if at >= 0 and line.spans[at].covers(on):
            return line.spans[at]
        return self._no_answer(name, on, centre, line.spans)

    def _no_answer(self, name: str, on: date, centre: str, spans: tuple[Span, ...]) -> NoReturn:
        parameter = self.parameter(name)
        who = self._place_name(centre) if parameter.scope != "national" else ""
        facts = {
            "name": name,
            "title": parameter.name,
            "centre": centre,
            "place": who,
            "on": on.isoformat(),
        }
        if not spans:
            raise refuse(
                "policy.not_entered",
                f"{who}尚未录入“{parameter.name}”，暂不能办理；"
                "请中心录入数值、起始日和文号，经复核发布后再办理。",
                basis=[name],
                **facts,
            )
        raise refuse(
            "policy.outside_window",
            f"{who}“{parameter.name}”只录入了{_window(spans)}的规定，"
            f"{chinese_date(on)}不在其内，系统不作推算；"
            "请中心补录该日适用的数值和文号，经复核发布后再办理。",
            basis=[name],
            **facts,
            known_from=spans[0].from_on.isoformat(),
        )

    def _place_name(self, centre: str) -> str:
        known = self._shelf.centres.get(centre)
        return f"{known.name}（{centre}）" if known else f"中心 {centre} "


def _ready(name: str, parameter: Parameter, span: Span) -> PolicyValue | None:
    """The answer of a span that needs no facts."""
    if isinstance(span.value, Absent) or facts_needed(parameter, span.value):
        return None
    return _policy_value(name, parameter, span, reckon(parameter, span.value, {}))


def _policy_value(name: str, parameter: Parameter, span: Span, top: Reckoned) -> PolicyValue:
    return PolicyValue(
        name=name,
        value=rounded(parameter, top.result),
        unit=parameter.unit,
        basis=tuple(citation.code for citation in span.record.basis),
        valid_from=span.from_on,
        valid_until=span.until_on,
    )


def _window(spans: tuple[Span, ...]) -> str:
    """The entered time in words, with its last day included as people write it."""
    first = chinese_date(spans[0].from_on)
    last = spans[-1].until_on
    return (
        f"自{first}起" if last is None else f"{first}至{chinese_date(last - timedelta(days=1))}"
    )
