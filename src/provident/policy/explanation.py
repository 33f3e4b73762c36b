"""取值说明 · how an answer came about: the steps, what decided, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from provident.kernel.policy_source import Fact, PolicyValue
from provident.policy.engine import Reckoned
from provident.policy.parameters import Parameter, Record
from provident.policy.vocabulary import (
    CoefficientOf,
    Factor,
    LeastOf,
    Named,
    Plain,
    Uplift,
    UpliftOf,
)
from provident.policy.wording import described, figure, typed


@dataclass(frozen=True, slots=True)
class Line:
    """One printed step: how deep it lies, what was done, what it came to.

    `decides` marks the item that settled the least, the greatest or the uplift above it.
    """

    depth: int
    says: str
    result: str
    decides: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """取值说明 · an answer together with the way to it.

    `basis`  the citations as people write them, in the order of the record;
    `words`  for each citation of an article that has been entered, what it says (our words).
    """

    parameter: Parameter
    answer: PolicyValue
    record: Record
    top: Reckoned
    facts: Mapping[str, Fact]
    basis: tuple[str, ...]
    words: Mapping[str, str]

    @property
    def says(self) -> str:
        """The answer in one line, with its unit, for the command line."""
        return f"{self.parameter.name}：{typed(self.parameter, self.answer.value)}"

    @property
    def binding(self) -> str | None:
        """The limit that binds, named; None where nothing was compared."""
        return _binding(self.parameter, self.top)

    def lines(self) -> list[Line]:
        """The steps from the outside in, for printing."""
        return list(_lines(self.parameter, self.top, 0, ""))

    def as_json(self) -> dict[str, object]:
        """Plain values for an interface: amounts as text."""
        return {
            "name": self.answer.name,
            "title": self.parameter.name,
            "value": figure(self.answer.value),
            "unit": self.parameter.measure.zh,
            "valid_from": self.answer.valid_from.isoformat(),
            "valid_until": self.answer.valid_until and self.answer.valid_until.isoformat(),
            "facts": {name: str(fact) for name, fact in self.facts.items()},
            "binding": self.binding,
            "basis": [
                {"code": code, "says": says, "words": self.words.get(code)}
                for code, says in zip(self.answer.basis, self.basis, strict=True)
            ],
            "steps": [
                {
                    "depth": line.depth,
                    "says": line.says,
                    "result": line.result,
                    "decides": line.decides,
                }
                for line in self.lines()
            ],
        }


def _lines(parameter: Parameter, step: Reckoned, depth: int, role: str) -> Iterator[Line]:
    """A step and what it rests on; a plain number says nothing that its parent does not."""
    says = described(parameter, step.shape)
    if role:
        says = role if isinstance(step.shape, Plain) else f"{role}：{says}"
    yield Line(depth, says, figure(step.result), step.decides)
    if len(step.inner) == 1 and isinstance(step.inner[0].shape, Plain):
        return
    for at, inner in enumerate(step.inner):
        yield from _lines(parameter, inner, depth + 1, _role(step, at))


def _role(step: Reckoned, at: int) -> str:
    """What part an inner step plays in a coefficient or an uplift."""
    if not isinstance(step.shape, (CoefficientOf, UpliftOf)):
        return ""
    if at == 0:
        return "基数"
    return "" if isinstance(step.inner[at].shape, (Factor, Uplift)) else "封顶"


def _binding(parameter: Parameter, step: Reckoned) -> str | None:
    if isinstance(step.shape, (LeastOf, UpliftOf)):
        deciding = next((inner for inner in step.inner if inner.decides), None)
        if deciding is not None:
            named = isinstance(deciding.shape, (Named, Uplift))
            says = described(parameter, deciding.shape)
            return says if named else _binding(parameter, deciding) or says
    return _binding(parameter, step.inner[0]) if step.inner else None
