"""历史校验 · dates, areas and citations of a parameter's records.

A history has neither overlap nor gap, begins on `known_from`, stands in ascending order in
its file, and each record cites documents that were in force for as long as it holds.  An
interval without a rule is written as a record whose value is `absent`, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from provident.policy.documents import Article, Citation, Document, Objection
from provident.policy.parameters import Centre, Parameter, Record
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


@dataclass(frozen=True, slots=True)
class Register:
    """What citations and areas are held against."""

    documents: Mapping[str, Document]
    articles: Mapping[str, Mapping[int, Article]]
    centres: Mapping[str, Centre]


def history_problems(place: Place, register: Register) -> Iterator[Problem]:
    """Every problem of dates, areas and citations of one place."""
    yield from _presence_problems(place)
    yield from _order_problems(place)
    yield from _area_problems(place, register)
    for entries in _by_area(place):
        yield from _interval_problems(place, entries)
    for sheet, record in place.entries:
        for citation in record.basis:
            if found := _objection(register, citation, record, _end(place, record)):
                yield Problem(sheet.file, record_name(record), *found)
        if record.confidence == "public_source" and not _speaks(register, record):
            yield Problem(
                sheet.file,
                record_name(record),
                "confidence",
                "依据只是系统默认，不能称为已与公开来源核对（confidence）",
            )


def record_name(record: Record) -> str:
    """A record as people call it: by its first day and its areas."""
    return " ".join((f"from {record.from_on}", *record.areas))


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
    last: dict[tuple[str, tuple[str, ...]], date] = {}
    for sheet, record in place.entries:
        key = (sheet.file, record.areas)
        if key in last and record.from_on < last[key]:
            yield Problem(
                sheet.file,
                record_name(record),
                "not_ascending",
                "起始日早于上一条，应由旧到新排列",
            )
        last[key] = record.from_on
        if record.until_on is not None and record.until_on <= record.from_on:
            yield Problem(
                sheet.file,
                record_name(record),
                "empty_interval",
                "终止日（不含）必须晚于起始日",
            )


def _area_problems(place: Place, register: Register) -> Iterator[Problem]:
    known = register.centres.get(place.centre)
    for sheet, record in place.entries:
        if record.areas and not place.centre:
            yield Problem(
                sheet.file,
                record_name(record),
                "area_national",
                "全国取值不能限定区县（area）",
            )
        elif known is not None:
            for area in (area for area in record.areas if area not in known.areas):
                yield Problem(
                    sheet.file,
                    record_name(record),
                    "area_unknown",
                    f"centre.yaml 的 areas 中没有登记 {area}",
                )


def _by_area(place: Place) -> list[list[Entry]]:
    areas: dict[str, list[Entry]] = {}
    for sheet, record in place.entries:
        for area in record.areas or ("",):
            areas.setdefault(area, []).append((sheet, record))
    return [sorted(found, key=lambda entry: entry[1].from_on) for found in areas.values()]


def _interval_problems(place: Place, entries: list[Entry]) -> Iterator[Problem]:
    sheet, first = entries[0]
    known = place.known_from
    if known is not None and first.from_on < known:
        says = f"早于 known_from（{known}）"
        yield Problem(sheet.file, record_name(first), "before_known_from", says)
    if known is not None and first.from_on > known and not first.areas:
        says = f"known_from（{known}）到起始日之间没有取值"
        yield Problem(sheet.file, record_name(first), "gap", says)
    for (_, earlier), (sheet, later) in pairwise(entries):
        end = earlier.until_on
        if earlier.from_on == later.from_on or (end is not None and end > later.from_on):
            says = f"与 {earlier.from_on} 起的一条重叠"
            yield Problem(sheet.file, record_name(later), "overlap", says)
        if end is not None and end < later.from_on:
            says = f"{end} 至 {later.from_on} 没有取值；确无规定时用 absent 写明原因"
            yield Problem(sheet.file, record_name(later), "gap", says)


def _end(place: Place, record: Record) -> date | None:
    """When a record stops answering: its own end, or the next one of the same areas."""
    if record.until_on is not None:
        return record.until_on
    later = [
        other.from_on
        for _, other in place.entries
        if other.from_on > record.from_on
        and set(record.areas) <= set(other.areas)
        and bool(other.areas) == bool(record.areas)
    ]
    return min(later, default=None)


def _objection(
    register: Register, citation: Citation, record: Record, until: date | None
) -> Objection | None:
    document = register.documents.get(citation.document)
    if document is None:
        return ("document_unknown", f"文件登记簿中没有 {citation.document}")
    if objection := document.objection(citation, register.articles.get(citation.document)):
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


def _speaks(register: Register, record: Record) -> bool:
    """Whether somebody else than this system stands behind the record."""
    cited = [register.documents.get(citation.document) for citation in record.basis]
    return any(document is None or document.kind != "operating" for document in cited)
