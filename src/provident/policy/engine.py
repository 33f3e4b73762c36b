"""政策计算 · which record answers on a date, and what its value comes to.

Pure functions over records and facts: no files, no database, no clock.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from provident.kernel.money import half_up_fen
from provident.kernel.policy_source import Fact
from provident.kernel.refusal import Defect
from provident.policy.parameters import Parameter, Record
from provident.policy.vocabulary import (
    AnyOf,
    Bands,
    Choice,
    GreatestOf,
    LeastOf,
    MultipleOf,
    Plain,
    Shape,
    ShareOf,
    walk,
)

PER_CENT = Decimal("0.01")

Result = Decimal | str | date | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A record with the interval in which it answers; `until_on` is exclusive."""

    from_on: date
    until_on: date | None
    record: Record

    def covers(self, on: date) -> bool:
        return self.from_on <= on and (self.until_on is None or on < self.until_on)


def spans_of(records: Iterable[Record]) -> tuple[Span, ...]:
    """The records of one place in time order, open ends closed by the next beginning."""
    ordered = sorted(records, key=lambda record: record.from_on)
    following = [*ordered[1:], None]
    return tuple(
        Span(record.from_on, record.until_on or (after and after.from_on), record)
        for record, after in zip(ordered, following, strict=False)
    )


def answer_on(layers: Sequence[tuple[Span, ...]], on: date) -> Span | None:
    """The span that answers on a day, from layers ordered from the nearest to the widest.

    A nearer place goes before a wider one (area, centre, nation); the answer's interval is
    cut where a nearer place begins or ends, because another record answers there.
    """
    lower, upper = date.min, None
    for spans in layers:
        at = bisect_right(spans, on, key=lambda span: span.from_on) - 1
        if at >= 0 and spans[at].covers(on):
            return _cut(spans[at], lower, upper)
        if at >= 0:
            lower = max(lower, spans[at].until_on or date.min)
        if at + 1 < len(spans):
            begins = spans[at + 1].from_on
            upper = begins if upper is None else min(upper, begins)
    return None


def _cut(span: Span, lower: date, upper: date | None) -> Span:
    ends = [end for end in (span.until_on, upper) if end is not None]
    return Span(max(span.from_on, lower), min(ends) if ends else None, span.record)


def evaluate(parameter: Parameter, value: Shape, facts: Mapping[str, Fact]) -> Result:
    """What `value` comes to for these facts.

    Money comes out with two places, rounded half up to the fen once, at the very end.
    A fact that is missing, unknown or of the wrong kind is a `Defect`: the caller, not the
    person at the counter, forgot it.
    """
    result = _evaluate(parameter, value, facts)
    if parameter.measure.kind == "money" and isinstance(result, Decimal):
        return half_up_fen(result)
    return result


def facts_needed(parameter: Parameter, value: Shape) -> set[str]:
    """The facts and dimensions that this value depends on."""
    needed: set[str] = set()
    for shape in walk(value):
        match shape:
            case Choice():
                needed.add(_dimension(parameter, shape))
            case MultipleOf():
                needed.add(shape.multiple_of)
            case ShareOf():
                needed.add(shape.share_of)
            case Bands():
                needed.add(shape.bands_of)
            case _:
                pass
    return needed


def _evaluate(  # noqa: PLR0911 - one return for each shape of the closed vocabulary
    parameter: Parameter, value: Shape, facts: Mapping[str, Fact]
) -> Result:
    match value:
        case Plain():
            return value.plain
        case AnyOf():
            return value.any_of
        case Choice():
            return _evaluate(parameter, _chosen(parameter, value, facts), facts)
        case Bands():
            return _evaluate(parameter, _banded(value, facts), facts)
        case MultipleOf():
            return _figure(facts, value.multiple_of) * value.times
        case ShareOf():
            return _figure(facts, value.share_of) * value.percent * PER_CENT
        case LeastOf():
            return min(_figures(parameter, value.least_of, facts))
        case GreatestOf():
            return max(_figures(parameter, value.greatest_of, facts))


def _figures(
    parameter: Parameter, values: Iterable[Shape], facts: Mapping[str, Fact]
) -> list[Decimal]:
    results = [_evaluate(parameter, value, facts) for value in values]
    return [result for result in results if isinstance(result, Decimal)]


def _chosen(parameter: Parameter, value: Choice, facts: Mapping[str, Fact]) -> Shape:
    dimension = _dimension(parameter, value)
    member = _given(facts, dimension)
    if member not in value.options:
        raise Defect(f"{member!r} is no member of the dimension {dimension!r}")
    return value.options[str(member)]


def _dimension(parameter: Parameter, value: Choice) -> str:
    """The dimension whose members are exactly the keys; the lint saw to it that one is."""
    return next(
        name
        for name, members in parameter.dimensions.items()
        if members.keys() == value.options.keys()
    )


def _banded(value: Bands, facts: Mapping[str, Fact]) -> Shape:
    figure = _figure(facts, value.bands_of)
    for step in value.steps:
        if step.below is None or figure < step.below:
            return step.value
    raise Defect("bands without an open last step passed the lint")


def _figure(facts: Mapping[str, Fact], name: str) -> Decimal:
    fact = _given(facts, name)
    if isinstance(fact, (str, bool, float)):
        raise Defect(f"the fact {name!r} must be an exact number, not {fact!r}")
    return Decimal(fact)


def _given(facts: Mapping[str, Fact], name: str) -> Fact:
    if name not in facts:
        raise Defect(f"the question lacks the fact {name!r}")
    return facts[name]
