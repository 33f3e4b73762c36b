"""政策计算 · what a value comes to for the facts of a case, step by step.

Pure functions over values and facts: no files, no database, no clock.  `reckon` gives the
whole tree of steps, which explanations print; the answer is its top.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import reduce

from provident.kernel.money import half_up_fen
from provident.kernel.policy_source import Fact
from provident.kernel.refusal import Defect
from provident.policy.conditions import figure, given, holds, tests_of
from provident.policy.parameters import Parameter
from provident.policy.pieces import conditional, walk
from provident.policy.vocabulary import (
    AnyOf,
    Bands,
    Cases,
    Choice,
    CoefficientOf,
    DifferenceOf,
    FactItself,
    Factor,
    GreatestOf,
    LeastOf,
    MultipleOf,
    Named,
    PerYearOf,
    Plain,
    ProductOf,
    Shape,
    ShareOf,
    SumOf,
    Unlimited,
    Uplift,
    UpliftOf,
)

PER_CENT = Decimal("0.01")
NO_LIMIT = Decimal("Infinity")
"""What `unlimited` comes to; the lint sees to it that no whole value does."""
MONTHS_OF_YEAR = 12

Result = Decimal | str | date | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """计算步骤 · one piece of a value with what it came to.

    `inner`   the steps it rests on; only those that were needed for these facts;
    `decides` this one settled the least, the greatest or the largest uplift above it.
    """

    shape: Shape | Factor | Uplift
    result: Result
    inner: tuple[Reckoned, ...] = ()
    decides: bool = False

    @property
    def figure(self) -> Decimal:
        if not isinstance(self.result, Decimal):
            raise Defect(f"{self.result!r} is no number, though the lint let it pass")
        return self.result


def evaluate(parameter: Parameter, value: Shape, facts: Mapping[str, Fact]) -> Result:
    """What `value` comes to for these facts.

    Money comes out with two places, rounded half up to the fen once, at the very end.
    A fact that is missing, unknown or of the wrong kind is a `Defect`: the caller, not the
    person at the counter, forgot it.
    """
    return rounded(parameter, reckon(parameter, value, facts).result)


def rounded(parameter: Parameter, result: Result) -> Result:
    """The answer as the unit wants it: money half up to the fen, all else as it is."""
    if parameter.measure.kind == "money" and isinstance(result, Decimal):
        return half_up_fen(result)
    return result


def facts_needed(parameter: Parameter, value: Shape) -> set[str]:
    """The facts, flags and dimensions that this value depends on."""
    return {name for shape in walk(value) for name in _facts_of(parameter, shape)}


def _facts_of(parameter: Parameter, shape: Shape) -> Iterable[str]:
    for piece in conditional(shape):
        yield from (test.fact for test in tests_of(piece.when))
    match shape:
        case Choice():
            yield dimension_of(parameter, shape)
        case FactItself():
            yield shape.fact
        case MultipleOf():
            yield shape.multiple_of
        case ShareOf():
            yield shape.share_of
        case PerYearOf():
            yield shape.per_year_of
        case Bands():
            yield shape.bands_of
        case _:
            return


def dimension_of(parameter: Parameter, value: Choice) -> str:
    """The dimension whose members are exactly the keys; the lint saw to it that one is."""
    return next(
        name
        for name, members in parameter.dimensions.items()
        if members.keys() == value.options.keys()
    )


def reckon(parameter: Parameter, value: Shape, facts: Mapping[str, Fact]) -> Reckoned:
    """The tree of steps by which a value comes to its result."""
    return _Reckoner(parameter, facts).of(value)


@dataclass(frozen=True, slots=True)
class _Reckoner:
    """One question: the parameter it asks and the facts it brought."""

    parameter: Parameter
    facts: Mapping[str, Fact]

    def of(self, value: Shape) -> Reckoned:  # noqa: PLR0911 - one return for each group
        match value:
            case Plain():
                return Reckoned(value, value.plain)
            case AnyOf():
                return Reckoned(value, value.any_of)
            case Unlimited():
                return Reckoned(value, NO_LIMIT)
            case FactItself() | MultipleOf() | ShareOf() | PerYearOf():
                return Reckoned(value, self._of_fact(value))
            case Choice() | Cases() | Bands() | Named():
                inner = self.of(self._chosen(value))
                return Reckoned(value, inner.result, (inner,))
            case LeastOf() | GreatestOf():
                return self._extreme(value)
            case SumOf() | DifferenceOf() | ProductOf():
                return self._combined(value)
            case CoefficientOf():
                return self._multiplied(value)
            case UpliftOf():
                return self._uplifted(value)

    def _of_fact(self, value: FactItself | MultipleOf | ShareOf | PerYearOf) -> Decimal:
        match value:
            case FactItself():
                return figure(self.facts, value.fact)
            case MultipleOf():
                return figure(self.facts, value.multiple_of) * value.times
            case ShareOf():
                return figure(self.facts, value.share_of) * value.percent * PER_CENT
            case PerYearOf():
                months = figure(self.facts, value.per_year_of)
                years, rest = divmod(months, MONTHS_OF_YEAR)
                begun = 1 if rest > 0 and value.years == "begun" else 0
                return (years + begun) * value.amount

    def _chosen(self, value: Choice | Cases | Bands | Named) -> Shape:
        match value:
            case Named():
                return value.value
            case Choice():
                return self._option(value)
            case Cases():
                for case in value.cases:
                    if case.when is None or holds(case.when, self.facts):
                        return case.value
                raise Defect("cases without an open last one passed the lint")
            case Bands():
                fact = figure(self.facts, value.bands_of)
                for step in value.steps:
                    if step.below is None or fact < step.below:
                        return step.value
                raise Defect("bands without an open last step passed the lint")

    def _option(self, value: Choice) -> Shape:
        dimension = dimension_of(self.parameter, value)
        member = given(self.facts, dimension)
        if member not in value.options:
            raise Defect(f"{member!r} is no member of the dimension {dimension!r}")
        return value.options[str(member)]

    def _extreme(self, value: LeastOf | GreatestOf) -> Reckoned:
        least = isinstance(value, LeastOf)
        inner = self._all(value.least_of if least else value.greatest_of)
        figures = [step.figure for step in inner]
        best = min(figures) if least else max(figures)
        return Reckoned(value, best, _deciding(inner, figures.index(best)))

    def _combined(self, value: SumOf | DifferenceOf | ProductOf) -> Reckoned:
        match value:
            case SumOf():
                inner = self._all(value.sum_of)
                result = sum((step.figure for step in inner), Decimal(0))
            case DifferenceOf():
                inner = self._all(value.difference_of)
                taken = sum((step.figure for step in inner[1:]), Decimal(0))
                result = max(inner[0].figure - taken, Decimal(0))
            case ProductOf():
                inner = self._all(value.product_of)
                result = _product(step.figure for step in inner)
        return Reckoned(value, result, inner)

    def _multiplied(self, value: CoefficientOf) -> Reckoned:
        base = self.of(value.coefficient_of)
        factors = tuple(
            Reckoned(factor, times.result, (times,))
            for factor in value.factors
            if factor.when is None or holds(factor.when, self.facts)
            for times in [self.of(factor.times)]
        )
        result = _product(step.figure for step in (base, *factors))
        return Reckoned(value, result, (base, *factors))

    def _uplifted(self, value: UpliftOf) -> Reckoned:
        base = self.of(value.uplift_of)
        applying = tuple(
            Reckoned(uplift, _increase(uplift, base.figure))
            for uplift in value.uplifts
            if uplift.when is None or holds(uplift.when, self.facts)
        )
        increases = [step.figure for step in applying]
        if value.stacking == "add_up":
            total = base.figure + sum(increases, Decimal(0))
            applying = tuple(replace(step, decides=True) for step in applying)
        else:
            total = base.figure + max(increases, default=Decimal(0))
            if increases:
                applying = _deciding(applying, increases.index(max(increases)))
        ceiling = () if value.ceiling is None else (self.of(value.ceiling),)
        capped = min([total, *(step.figure for step in ceiling)])
        if capped < total:
            ceiling = _deciding(ceiling, 0)
        return Reckoned(value, capped, (base, *applying, *ceiling))

    def _all(self, values: Iterable[Shape]) -> tuple[Reckoned, ...]:
        return tuple(self.of(value) for value in values)


def _increase(uplift: Uplift, base: Decimal) -> Decimal:
    if uplift.percent is not None:
        return base * uplift.percent * PER_CENT
    if uplift.amount is None:
        raise Defect("an uplift without percent and amount passed the lint")
    return uplift.amount


def _deciding(steps: tuple[Reckoned, ...], at: int) -> tuple[Reckoned, ...]:
    return tuple(replace(step, decides=index == at) for index, step in enumerate(steps))


def _product(figures: Iterable[Decimal]) -> Decimal:
    return reduce(lambda one, other: one * other, figures, Decimal(1))
