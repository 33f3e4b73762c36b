"""适用条件 · conditions over the named facts of a case, as policy values write them.

{home: first}                       a code equals
{home: [first, second]}             a code is one of
{green_building: true}              a yes-or-no fact
{children: {at_least: 2}}           a figure: at_least, above, at_most, below
{home: first, children: {…}}        every one of them holds
{any: [{…}, {…}]}   {not: {…}}      one of them holds, it does not hold
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from provident.kernel.policy_source import Fact
from provident.kernel.refusal import Defect
from provident.policy.documents import Part, Text

WORDS = frozenset({"any", "not"})
"""Words of a condition, which no fact may be called."""


def _exact(raw: Any) -> Any:
    return Decimal(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw


def _number_only(raw: Any) -> Any:
    if not isinstance(raw, Decimal):
        raise ValueError("应为数字")
    return raw


Number = Annotated[Decimal, BeforeValidator(_number_only), BeforeValidator(_exact)]


class Range(Part):
    """区间 · bounds of a figure; each is optional, one at least is given."""

    at_least: Number | None = None
    above: Number | None = None
    at_most: Number | None = None
    below: Number | None = None

    @model_validator(mode="after")
    def _bounded(self) -> Range:
        if not self.model_fields_set:
            raise ValueError("区间至少要写 at_least、above、at_most、below 之一")
        return self

    def holds(self, figure: Decimal) -> bool:
        return (
            (self.at_least is None or figure >= self.at_least)
            and (self.above is None or figure > self.above)
            and (self.at_most is None or figure <= self.at_most)
            and (self.below is None or figure < self.below)
        )


class FactTest(Part):
    """One fact against what is asked of it: `one_of` codes, a yes or no, or a range."""

    fact: Text
    one_of: tuple[Text, ...] = ()
    flag: bool | None = None
    within: Range | None = None


class Every(Part):
    """All of them hold."""

    every: tuple[Condition, ...]


class Either(Part):
    """At least one of them holds."""

    either: Annotated[tuple[Condition, ...], Field(min_length=2)]


class Unless(Part):
    """It does not hold."""

    unless: Condition


def _read(raw: Any) -> Any:
    if isinstance(raw, Part):
        return raw
    if not isinstance(raw, dict) or not raw:
        raise ValueError("条件应写作“事实: 要求”")
    parts = [_part(str(key), body) for key, body in raw.items()]
    return parts[0] if len(parts) == 1 else Every(every=tuple(parts))


def _part(key: str, body: Any) -> FactTest | Either | Unless:
    if key == "any":
        if not isinstance(body, list) or len(body) < 2:
            raise ValueError("any 应列出至少两个条件")
        return Either(either=tuple(_read(item) for item in body))
    if key == "not":
        return Unless(unless=_read(body))
    return _test(key, body)


def _test(fact: str, body: Any) -> FactTest:
    if isinstance(body, bool):
        return FactTest(fact=fact, flag=body)
    if isinstance(body, dict):
        return FactTest(fact=fact, within=Range.model_validate(body))
    if isinstance(body, str):
        return FactTest(fact=fact, one_of=(body,))
    if isinstance(body, list) and body and all(isinstance(code, str) for code in body):
        return FactTest(fact=fact, one_of=tuple(body))
    if isinstance(body, (int, Decimal)):
        figure = Decimal(body)
        return FactTest(fact=fact, within=Range(at_least=figure, at_most=figure))
    raise ValueError(f"条件“{fact}”的写法不认识")


Condition = Annotated[FactTest | Every | Either | Unless, BeforeValidator(_read)]

for _part_class in (Every, Either, Unless):
    _part_class.model_rebuild()


def holds(condition: FactTest | Every | Either | Unless, facts: Mapping[str, Fact]) -> bool:
    """Whether the condition is met.  A missing fact or one of the wrong kind: `Defect`."""
    match condition:
        case Every():
            return all(holds(part, facts) for part in condition.every)
        case Either():
            return any(holds(part, facts) for part in condition.either)
        case Unless():
            return not holds(condition.unless, facts)
        case FactTest():
            return _test_holds(condition, facts)


def _test_holds(test: FactTest, facts: Mapping[str, Fact]) -> bool:
    if test.within is not None:
        return test.within.holds(figure(facts, test.fact))
    fact = given(facts, test.fact)
    if test.flag is None:
        return fact in test.one_of
    if not isinstance(fact, bool):
        raise Defect(f"the fact {test.fact!r} must be True or False, not {fact!r}")
    return fact is test.flag


def tests_of(condition: FactTest | Every | Either | Unless | None) -> Iterator[FactTest]:
    """Every single test inside a condition."""
    match condition:
        case FactTest():
            yield condition
        case Every():
            for part in condition.every:
                yield from tests_of(part)
        case Either():
            for part in condition.either:
                yield from tests_of(part)
        case Unless():
            yield from tests_of(condition.unless)
        case None:
            return


def figure(facts: Mapping[str, Fact], name: str) -> Decimal:
    """A figure of the case, exact and finite; anything else is a `Defect`."""
    fact = given(facts, name)
    if isinstance(fact, (str, bool, float)):
        raise Defect(f"the fact {name!r} must be an exact number, not {fact!r}")
    exact = Decimal(fact)
    if not exact.is_finite():
        raise Defect(f"the fact {name!r} must be finite, not {fact!r}")
    return exact


def given(facts: Mapping[str, Fact], name: str) -> Fact:
    """A fact that the question must have brought along."""
    if name not in facts:
        raise Defect(f"the question lacks the fact {name!r}")
    return facts[name]
