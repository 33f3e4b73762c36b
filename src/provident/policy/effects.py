"""变动的影响 · which cases a parameter answers differently from one day on.

Where a value depends on nothing but kinds (dimensions, what is so or not so), every case there
is can be tried.  Where it depends on figures, the figures of the parameter's examples are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from provident.kernel.policy_source import Fact
from provident.kernel.refusal import Refusal
from provident.policy.asking import told
from provident.policy.library import Library
from provident.policy.parameters import Parameter
from provident.policy.wording import spelled

ONE_DAY = timedelta(days=1)
CASES_MAX = 64
EVERY_CASE = "所有情形"


@dataclass(frozen=True, slots=True)
class CaseChanged:
    """受影响的情形 · before and from the day on, in words; None where nothing answers."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class _Place:
    library: Library
    name: str
    centre: str
    area: str | None

    def needed(self, on: date) -> set[str]:
        try:
            place = {"centre": self.centre, "area": self.area}
            return self.library.facts_needed(self.name, on=on, **place)
        except Refusal:
            return set()

    def answer(self, on: date, facts: Mapping[str, Fact]) -> str | None:
        try:
            found = self.library.value(
                self.name, on=on, centre=self.centre, area=self.area, facts=facts
            )
        except Refusal:
            return None
        return spelled(self.library.parameter(self.name), found.value)


def cases_changed(
    library: Library, name: str, *, on: date, centre: str, area: str | None = None
) -> tuple[CaseChanged, ...]:
    """The cases whose answer on `on` is another than the day before, at one place.

    Empty where the value stays (only its article became another), and where it depends on
    figures of which the parameter has no example.
    """
    place = _Place(library, name, centre, area)
    parameter = library.parameter(name)
    needed = place.needed(on - ONE_DAY) | place.needed(on)
    tried = [
        CaseChanged(_named(parameter, facts), place.answer(on - ONE_DAY, facts),
                    place.answer(on, facts))
        for facts in _cases(parameter, needed)
    ]  # fmt: skip
    changed = [case for case in tried if case.before != case.after]
    alike = len({(case.before, case.after) for case in changed}) == 1
    if len(changed) == len(tried) > 1 and alike and needed <= _kinds(parameter):
        return (CaseChanged(EVERY_CASE, changed[0].before, changed[0].after),)
    return tuple(changed)


def _cases(parameter: Parameter, needed: set[str]) -> Iterator[Mapping[str, Fact]]:
    """Every combination of kinds, or the facts of the examples that tell enough."""
    names = sorted(needed)
    if needed <= _kinds(parameter):
        choices = [tuple(parameter.dimensions.get(name, (True, False))) for name in names]
        combined = list(product(*choices))
        if len(combined) <= CASES_MAX:
            yield from (dict(zip(names, one, strict=True)) for one in combined)
            return
    seen: set[tuple[Fact, ...]] = set()
    for example in parameter.examples:
        if needed <= example.facts.keys():
            facts: dict[str, Fact] = {name: example.facts[name] for name in names}
            if (key := tuple(facts.values())) not in seen:
                seen.add(key)
                yield facts


def _kinds(parameter: Parameter) -> set[str]:
    return {*parameter.dimensions, *parameter.flags}


def _named(parameter: Parameter, facts: Mapping[str, Fact]) -> str:
    return "，".join(told(parameter, name, fact) for name, fact in facts.items()) or EVERY_CASE
