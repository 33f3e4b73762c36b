"""历史校验 · dates and citations of a parameter's records.

A history has neither overlap nor gap, begins on `known_from`, stands in ascending order in
its file, and each record cites documents that were in force for as long as it holds.  An
interval without a rule is written as a record whose value is `absent`, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from provident.policy.documents import Citation, Document
from provident.policy.engine import spans_of
from provident.policy.parameters import Parameter, Record
from provident.policy.sheets import Problem, Sheet

Entry = tuple[Sheet, Record]


@dataclass(frozen=True, slots=True)
class Place:
    """One parameter's records at one place: the nation (`centre` empty) or a centre."""

    name: str
    centre: str
    parameter: Parameter | None
    entries: list[Entry]
    known_from: date | None
    sheet: Sheet


def history_problems(place: Place, documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Every problem of dates and citations of one place."""
    yield from _presence_problems(place)
    yield from _order_problems(place)
    for entries in _by_area(place):
        yield from _interval_problems(place, entries)
        for (sheet, record), until in zip(entries, _ends(entries), strict=True):
            for citation in record.basis:
                if found := _citation_problem(documents, citation, record, until):
                    yield Problem(sheet.file, _name(record), *found)
            if record.confidence == "public_source" and not _speaks(documents, record):
                yield Problem(
                    sheet.file,
                    _name(record),
                    "confidence",
                    "依据只是系统默认，不能称为已与公开来源核对（confidence）",
                )


def _presence_problems(place: Place) -> Iterator[Problem]:
    scope = place.parameter.scope if place.parameter else "local"
    if not place.centre and scope == "local" and place.entries:
        yield Problem(
            place.sheet.file, "", "local_only", "由中心自定的参数，全国文件中不能有取值"
        )
    if not place.centre and scope != "local" and not place.entries:
        yield Problem(place.sheet.file, "", "history_missing", "没有任何取值（history）")
    if place.entries and place.known_from is None:
        yield Problem(place.sheet.file, "", "known_from_missing", "缺少“known_from”")


def _order_problems(place: Place) -> Iterator[Problem]:
    """Within a file the records of an area are written from old to new."""
    last: dict[tuple[str, str | None], date] = {}
    for sheet, record in place.entries:
        key = (sheet.file, record.area)
        if key in last and record.from_on < last[key]:
            yield Problem(
                sheet.file, _name(record), "not_ascending", "起始日早于上一条，应由旧到新排列"
            )
        last[key] = record.from_on
        if record.until_on is not None and record.until_on <= record.from_on:
            yield Problem(
                sheet.file, _name(record), "empty_interval", "终止日（不含）必须晚于起始日"
            )
        if record.area is not None and not place.centre:
            yield Problem(
                sheet.file, _name(record), "area_national", "全国取值不能限定区县（area）"
            )


def _by_area(place: Place) -> list[list[Entry]]:
    areas: dict[str | None, list[Entry]] = {}
    for entry in place.entries:
        areas.setdefault(entry[1].area, []).append(entry)
    return [sorted(found, key=lambda entry: entry[1].from_on) for found in areas.values()]


def _interval_problems(place: Place, entries: list[Entry]) -> Iterator[Problem]:
    first_sheet, first = entries[0]
    known = place.known_from
    if known is not None and first.from_on < known:
        yield Problem(
            first_sheet.file, _name(first), "before_known_from", f"早于 known_from（{known}）"
        )
    if known is not None and first.from_on > known and first.area is None:
        yield Problem(
            first_sheet.file, _name(first), "gap", f"known_from（{known}）到起始日之间没有取值"
        )
    for (_, earlier), (sheet, later) in pairwise(entries):
        overlaps = earlier.until_on is not None and earlier.until_on > later.from_on
        if overlaps or earlier.from_on == later.from_on:
            yield Problem(
                sheet.file, _name(later), "overlap", f"与 {earlier.from_on} 起的一条重叠"
            )
        if earlier.until_on is not None and earlier.until_on < later.from_on:
            yield Problem(
                sheet.file,
                _name(later),
                "gap",
                f"{earlier.until_on} 至 {later.from_on} 没有取值；确无规定时用 absent 写明原因",
            )


def _ends(entries: list[Entry]) -> list[date | None]:
    return [span.until_on for span in spans_of(record for _, record in entries)]


def _citation_problem(
    documents: Mapping[str, Document], citation: Citation, record: Record, until: date | None
) -> tuple[str, str] | None:
    document = documents.get(citation.document)
    if document is None:
        return ("document_unknown", f"文件登记簿中没有 {citation.document}")
    if objection := document.objection(citation):
        return objection
    ended = document.in_force_until
    outlives = ended is not None and (until is None or until > ended)
    if record.from_on < document.in_force_from or outlives:
        return (
            "document_not_in_force",
            f"{citation.code} 自 {document.in_force_from} 至 {ended or '今'} 有效，"
            f"不能作为 {record.from_on} 至 {until or '今'} 的依据",
        )
    return None


def _speaks(documents: Mapping[str, Document], record: Record) -> bool:
    """Whether somebody else than this system stands behind the record."""
    cited = [documents.get(citation.document) for citation in record.basis]
    return any(document is None or document.kind != "operating" for document in cited)


def _name(record: Record) -> str:
    area = f" {record.area}" if record.area else ""
    return f"from {record.from_on}{area}"
