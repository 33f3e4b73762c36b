"""取值的构成 · what a value is made of, and what of it is left on a given day.

A case, a factor or an uplift may have a window of its own inside its record's interval.
`resolved` takes the windows away, so that everything behind it reckons without dates.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, TypeVar

from provident.policy.vocabulary import (
    Bands,
    Case,
    Cases,
    Choice,
    CoefficientOf,
    DifferenceOf,
    Factor,
    GreatestOf,
    LeastOf,
    Named,
    ProductOf,
    Shape,
    SumOf,
    Uplift,
    UpliftOf,
    Windowed,
)

W = TypeVar("W", bound=Windowed)
C = TypeVar("C", Case, Factor)


def walk(value: Shape) -> Iterator[Shape]:
    """The value and every value inside it, outermost first."""
    yield value
    for inner in inside(value):
        yield from walk(inner)


def inside(value: Shape) -> tuple[Shape, ...]:  # noqa: PLR0911 - one return for each shape
    """The values that a value is made of."""
    match value:
        case Choice():
            return tuple(value.options.values())
        case Cases():
            return tuple(case.value for case in value.cases)
        case Bands():
            return tuple(step.value for step in value.steps)
        case LeastOf():
            return value.least_of
        case GreatestOf():
            return value.greatest_of
        case SumOf():
            return value.sum_of
        case DifferenceOf():
            return value.difference_of
        case ProductOf():
            return value.product_of
        case CoefficientOf():
            return (value.coefficient_of, *(factor.times for factor in value.factors))
        case UpliftOf():
            ceiling = () if value.ceiling is None else (value.ceiling,)
            return (value.uplift_of, *ceiling)
        case Named():
            return (value.value,)
        case _:
            return ()


def conditional(value: Shape) -> tuple[Case | Factor | Uplift, ...]:
    """The pieces of this shape (not of inner ones) that have a condition or a window."""
    match value:
        case Cases():
            return value.cases
        case CoefficientOf():
            return value.factors
        case UpliftOf():
            return value.uplifts
        case _:
            return ()


def window_days(value: Shape) -> set[date]:
    """The days on which a window inside the value opens or closes."""
    return {
        day
        for shape in walk(value)
        for piece in conditional(shape)
        for day in (piece.from_on, piece.until_on)
        if day is not None
    }


def resolved(value: Shape, on: date) -> Shape:
    """The value as it stands on a day: pieces whose window is shut are gone.

    A shape that loses its last condition becomes what is left of it.
    """
    match value:
        case Cases():
            cases = _open(value.cases, on)
            kept = tuple(_with(case, on, "value") for case in cases)
            return kept[0].value if len(kept) == 1 else value.model_copy(update={"cases": kept})
        case CoefficientOf():
            factors = tuple(_with(factor, on, "times") for factor in _open(value.factors, on))
            base = resolved(value.coefficient_of, on)
            if not factors:
                return base
            return value.model_copy(update={"coefficient_of": base, "factors": factors})
        case UpliftOf():
            return _resolved_uplift(value, on)
        case _:
            return _resolved_inside(value, on)


def _resolved_uplift(value: UpliftOf, on: date) -> Shape:
    uplifts = _open(value.uplifts, on)
    base = resolved(value.uplift_of, on)
    ceiling = value.ceiling and resolved(value.ceiling, on)
    if not uplifts and ceiling is None:
        return base
    update = {"uplift_of": base, "ceiling": ceiling, "uplifts": _bare(uplifts)}
    return value.model_copy(update=update)


def _resolved_inside(value: Shape, on: date) -> Shape:  # noqa: PLR0911 - one for each shape
    match value:
        case Choice():
            options = {key: resolved(option, on) for key, option in value.options.items()}
            return value.model_copy(update={"options": options})
        case Bands():
            steps = tuple(
                step.model_copy(update={"value": resolved(step.value, on)})
                for step in value.steps
            )
            return value.model_copy(update={"steps": steps})
        case LeastOf():
            return value.model_copy(update={"least_of": _all(value.least_of, on)})
        case GreatestOf():
            return value.model_copy(update={"greatest_of": _all(value.greatest_of, on)})
        case SumOf():
            return value.model_copy(update={"sum_of": _all(value.sum_of, on)})
        case DifferenceOf():
            return value.model_copy(update={"difference_of": _all(value.difference_of, on)})
        case ProductOf():
            return value.model_copy(update={"product_of": _all(value.product_of, on)})
        case Named():
            return value.model_copy(update={"value": resolved(value.value, on)})
        case _:
            return value


def _open(pieces: tuple[W, ...], on: date) -> tuple[W, ...]:
    return tuple(piece for piece in pieces if piece.open_on(on))


def _bare(pieces: tuple[W, ...]) -> tuple[W, ...]:
    """Without their windows, so that two days with the same rule compare equal."""
    return tuple(
        piece.model_copy(update={"from_on": None, "until_on": None}) for piece in pieces
    )


def _with(piece: C, on: date, key: Literal["value", "times"]) -> C:
    update = {"from_on": None, "until_on": None, key: resolved(getattr(piece, key), on)}
    return piece.model_copy(update=update)


def _all(values: tuple[Shape, ...], on: date) -> tuple[Shape, ...]:
    return tuple(resolved(value, on) for value in values)
