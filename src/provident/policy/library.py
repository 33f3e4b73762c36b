"""政策库 · all parameters and documents, asked by name, date and place.

A library never extrapolates: outside the entered intervals it refuses, in words that tell
what to enter.  It is unchanging; a new release is a new library.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

from provident.kernel.dates import chinese_date
from provident.kernel.policy_source import Fact, PolicyValue
from provident.kernel.refusal import Defect, refuse
from provident.policy.content import content_of, hash_of, sheets_of
from provident.policy.documents import parse_citation
from provident.policy.engine import Span, answer_on, evaluate, spans_of
from provident.policy.lint import check
from provident.policy.parameters import Centre, Parameter, Record, Shelf
from provident.policy.sheets import Problem, Sheet, read_sheets
from provident.policy.vocabulary import Absent

Layer = tuple[Span, ...]


class LibraryError(ValueError):
    """Policy files that may not be used; `problems` holds every reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Library:
    """政策库 · a sound set of parameters, documents and centres."""

    def __init__(self, shelf: Shelf, content: dict[str, Any]) -> None:
        self._shelf = shelf
        self.content = content
        self._layers: dict[tuple[str, str, str | None], Layer] = {}
        for name, parameter in shelf.parameters.items():
            self._layers[name, "", None] = spans_of(parameter.history)
        for (centre, name), records in shelf.local.items():
            for area in {record.area for record in records} | {None}:
                chosen = [record for record in records if record.area == area]
                self._layers[name, centre, area] = spans_of(chosen)

    @classmethod
    def load(cls, paths: Iterable[Path]) -> Library:
        """Read policy folders; raises `LibraryError` with every problem found.

        Later folders add documents, centres and centres' records to the earlier ones.
        """
        sheets, problems = read_sheets(paths)
        return cls._build(sheets, problems)

    @classmethod
    def from_content(cls, content: dict[str, Any], origin: str = "发布") -> Library:
        """The library that was published with this content."""
        return cls._build(sheets_of(content, origin), [])

    @classmethod
    def _build(cls, sheets: list[Sheet], problems: list[Problem]) -> Library:
        shelf, found = check(sheets)
        if problems or found:
            raise LibraryError([*problems, *found])
        return cls(shelf, content_of(sheets))

    @cached_property
    def content_hash(self) -> str:
        """SM3 over the canonical form: equal exactly when the policy is equal."""
        return hash_of(self.content)

    def names(self) -> list[str]:
        """The codes of all parameters, sorted."""
        return sorted(self._shelf.parameters)

    def centres(self) -> Mapping[str, Centre]:
        """The centres that have a folder: code → name and note."""
        return self._shelf.centres

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
        """A citation such as `regulation-2026#18` as people write it.

        A citation of an unknown document or article is a `Defect`.
        """
        citation = parse_citation(code)
        document = self._shelf.documents.get(citation.document) if citation else None
        if citation is None or document is None or document.objection(citation):
            raise Defect(f"{code!r} cites nothing in the register of documents")
        return citation.spell(document)

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
        parameter = self.parameter(name)
        span = self._span(name, on, centre, area)
        value = span.record.value
        if isinstance(value, Absent):
            raise refuse(
                "policy.outside_window",
                f"{chinese_date(on)}“{parameter.name}”没有规定：{value.absent}。",
                basis=[name],
                name=name,
                on=on.isoformat(),
            )
        return PolicyValue(
            name=name,
            value=evaluate(parameter, value, facts or {}),
            unit=parameter.unit,
            basis=tuple(citation.code for citation in span.record.basis),
            valid_from=span.from_on,
            valid_until=span.until_on,
        )

    def record(self, name: str, *, on: date, centre: str, area: str | None = None) -> Record:
        """The record that answers, as it was entered (note, confidence, intervals)."""
        return self._span(name, on, centre, area).record

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
        span = self._span(name, start, centre or "", area)
        changes: list[date] = []
        while span.until_on is not None and span.until_on < end:
            following = self._span(name, span.until_on, centre or "", area)
            if following.record.value != span.record.value:
                changes.append(span.until_on)
            span = following
        return tuple(changes)

    def _span(self, name: str, on: date, centre: str, area: str | None) -> Span:
        self.parameter(name)
        places = [(name, centre, area), (name, centre, None), (name, "", None)]
        layers = [self._layers.get(place, ()) for place in dict.fromkeys(places)]
        return answer_on(layers, on) or self._no_answer(name, on, centre, layers)

    def _no_answer(self, name: str, on: date, centre: str, layers: list[Layer]) -> NoReturn:
        parameter = self.parameter(name)
        who = self._place_name(centre) if parameter.scope != "national" else ""
        facts = {"name": name, "centre": centre, "on": on.isoformat()}
        spans = sorted((span for layer in layers for span in layer), key=lambda s: s.from_on)
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


def _window(spans: list[Span]) -> str:
    """The entered time in words, with its last day included as people write it."""
    first = chinese_date(spans[0].from_on)
    if any(span.until_on is None for span in spans):
        return f"自{first}起"
    ends = max(span.until_on for span in spans if span.until_on is not None)
    return f"{first}至{chinese_date(ends - timedelta(days=1))}"
