"""政策一览 · what stands in a policy, in words, without a case: for pages and reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from provident.policy.explanation import Line
from provident.policy.library import Library
from provident.policy.parameters import CONFIDENCES, Parameter
from provident.policy.pieces import inside
from provident.policy.timelines import Span
from provident.policy.units import SELECTORS
from provident.policy.vocabulary import (
    Absent,
    AnyOf,
    Bands,
    Cases,
    Choice,
    CoefficientOf,
    Named,
    Plain,
    ProductOf,
    Shape,
    UpliftOf,
)
from provident.policy.wording import (
    condition,
    described,
    dimension_of,
    spelled,
    worded,
    written,
)


@dataclass(frozen=True, slots=True)
class Branch:
    """分支 · a value inside another and the words that lead to it.

    A `factor` multiplies: its number is a count of times and has no unit.
    """

    label: str
    shape: Shape
    factor: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """一段规定 · what holds in one interval, what it rests on, and how sure we are."""

    valid_from: date
    valid_until: date | None
    rule: tuple[Line, ...]
    basis: tuple[str, ...]
    confidence: str
    accepted: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """一个参数在一个地方的全部规定 · the periods of a parameter at a place, oldest first.

    `now`   the period in force on the day asked for, None where nothing answers;
    `next`  the period that follows it, as far as it is known today.
    """

    code: str
    title: str
    selected_by: str
    periods: tuple[Period, ...]
    now: Period | None
    next: Period | None


def outline(
    library: Library, name: str, *, on: date, centre: str, area: str | None = None
) -> Card:
    """A parameter at a place: history, what is in force on `on`, and what comes next.

    Nothing is refused: a place without values gives a card without periods.
    """
    parameter = library.parameter(name)
    spans = library.timeline(name, centre=centre, area=area)
    periods = tuple(_period(library, parameter, span) for span in spans)
    current = next((at for at, span in enumerate(spans) if span.covers(on)), None)
    later = next((at for at, span in enumerate(spans) if span.from_on > on), None)
    return Card(
        code=name,
        title=parameter.name,
        selected_by=SELECTORS[parameter.selected_by],
        periods=periods,
        now=None if current is None else periods[current],
        next=None if later is None else periods[later],
    )


def _period(library: Library, parameter: Parameter, span: Span) -> Period:
    record = span.record
    return Period(
        valid_from=span.from_on,
        valid_until=span.until_on,
        rule=tuple(rule_lines(parameter, span.value)),
        basis=tuple(library.cite(citation.code) for citation in record.basis),
        confidence=CONFIDENCES[record.confidence],
        accepted=record.accepted,
        note=record.note,
    )


def rule_lines(parameter: Parameter, value: Shape | Absent) -> list[Line]:
    """A value spelled out line by line, every branch of it."""
    if isinstance(value, Absent):
        return [Line(0, f"没有规定：{value.absent}", "", decides=False)]
    if isinstance(value, (Plain, AnyOf)):
        plain = value.plain if isinstance(value, Plain) else value.any_of
        return [Line(0, spelled(parameter, plain), "", decides=False)]
    return list(_lines(parameter, Branch("", value), 0))


def _lines(parameter: Parameter, branch: Branch, depth: int) -> Iterator[Line]:
    """One line for a shape; a plain value stands beside the label of its branch."""
    label, shape = branch.label, branch.shape
    if isinstance(shape, (Plain, AnyOf)):
        plain = shape.plain if isinstance(shape, Plain) else shape.any_of
        result = (worded if branch.factor else spelled)(parameter, plain)
        yield Line(depth, label or described(parameter, shape), result, decides=False)
        return
    says = f"{label}：{described(parameter, shape)}" if label else described(parameter, shape)
    yield Line(depth, says, "", decides=False)
    for inner in _branches(parameter, shape):
        yield from _lines(parameter, inner, depth + 1)
    if isinstance(shape, UpliftOf):
        for uplift in shape.uplifts:
            amount = "" if uplift.amount is None else spelled(parameter, uplift.amount)
            yield Line(depth + 1, described(parameter, uplift), amount, decides=False)


def _branches(  # noqa: PLR0911 - one return for each shape that has branches
    parameter: Parameter, shape: Shape
) -> list[Branch]:
    """The values inside a shape, each with the words that lead to it."""
    match shape:
        case Choice():
            members = parameter.dimensions[dimension_of(parameter, shape)]
            return [Branch(members[key], option) for key, option in shape.options.items()]
        case Cases():
            return [
                Branch(
                    "其他" if case.when is None else condition(parameter, case.when), case.value
                )
                for case in shape.cases
            ]
        case Bands():
            return [
                Branch(
                    "以上" if step.below is None else f"低于 {written(step.below)}", step.value
                )
                for step in shape.steps
            ]
        case CoefficientOf():
            factors = [
                Branch(described(parameter, factor), factor.times, factor=True)
                for factor in shape.factors
            ]
            return [Branch("基数", shape.coefficient_of), *factors]
        case UpliftOf():
            ceiling = [] if shape.ceiling is None else [Branch("封顶", shape.ceiling)]
            return [Branch("基数", shape.uplift_of), *ceiling]
        case Named():
            return [Branch("", shape.value)]
        case ProductOf():
            return [Branch("", inner, factor=True) for inner in inside(shape)]
        case _:
            return [Branch("", inner) for inner in inside(shape)]
