"""时间线 · which record answers on which day, at one place.

Records become spans; a window inside a value cuts its span in two.  The spans of an area,
its centre and the nation become one line, in which a nearer place goes before a wider one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from provident.policy.parameters import Record
from provident.policy.pieces import resolved, window_days
from provident.policy.vocabulary import Absent, Shape


@dataclass(frozen=True, slots=True)
class Span:
    """An interval in which one record answers with one value; `until_on` is exclusive."""

    from_on: date
    until_on: date | None
    record: Record
    value: Shape | Absent

    def covers(self, on: date) -> bool:
        return self.from_on <= on and (self.until_on is None or on < self.until_on)


def spans_of(records: Iterable[Record]) -> tuple[Span, ...]:
    """The records of one place in time order, open ends closed by the next beginning."""
    ordered = sorted(records, key=lambda record: record.from_on)
    following = [*ordered[1:], None]
    return tuple(
        span
        for record, after in zip(ordered, following, strict=False)
        for span in _cut_by_windows(record, record.until_on or (after and after.from_on))
    )


def _cut_by_windows(record: Record, until_on: date | None) -> Iterator[Span]:
    value = record.value
    if isinstance(value, Absent):
        yield Span(record.from_on, until_on, record, value)
        return
    inner = sorted(
        day
        for day in window_days(value)
        if record.from_on < day and (until_on is None or day < until_on)
    )
    pieces = (
        Span(start, end, record, resolved(value, start))
        for start, end in pairwise([record.from_on, *inner, until_on])
        if start is not None
    )
    yield from _joined(pieces)


def layers_of(
    national: Iterable[Record], local: Iterable[Record], area: str | None
) -> list[tuple[Span, ...]]:
    """The records of an area, its centre and the nation, from the nearest to the widest."""
    local = tuple(local)
    own = (record for record in local if area is not None and area in record.areas)
    whole = (record for record in local if not record.areas)
    return [spans_of(own), spans_of(whole), spans_of(national)]


def merged(layers: Sequence[tuple[Span, ...]]) -> tuple[Span, ...]:
    """One line out of layers ordered from the nearest place to the widest.

    Days that no layer covers stay uncovered.
    """
    edges = {day for spans in layers for span in spans for day in (span.from_on, span.until_on)}
    days = sorted(day for day in edges if day is not None)
    pieces = (
        replace(answer, from_on=start, until_on=end)
        for start, end in pairwise([*days, None])
        if start is not None and (answer := _nearest(layers, start)) is not None
    )
    return tuple(_joined(pieces))


def span_on(line: Sequence[Span], on: date) -> Span | None:
    """The span of a line that covers a day."""
    at = bisect_right(line, on, key=lambda span: span.from_on) - 1
    return line[at] if at >= 0 and line[at].covers(on) else None


def _nearest(layers: Sequence[tuple[Span, ...]], on: date) -> Span | None:
    return next((found for spans in layers if (found := span_on(spans, on))), None)


def _joined(pieces: Iterable[Span]) -> Iterator[Span]:
    """Neighbours that are the same record with the same value become one span."""
    before: Span | None = None
    for piece in pieces:
        if before is None:
            before = piece
        elif (
            before.until_on == piece.from_on
            and before.record is piece.record
            and before.value == piece.value
        ):
            before = replace(before, until_on=piece.until_on)
        else:
            yield before
            before = piece
    if before is not None:
        yield before
