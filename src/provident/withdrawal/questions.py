"""提取所问 · questions to the policy, and what was not answered.

`ask` answers for one centre and one release: `Context.policy`, or a library bound to a
centre.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Protocol

from provident.kernel.policy_source import Fact, PolicyValue
from provident.kernel.refusal import Defect, Reason, Refusal


class Ask(Protocol):
    """The question of one centre to one release of the policy."""

    def __call__(
        self,
        name: str,
        *,
        on: date,
        facts: Mapping[str, Fact] | None = None,
        area: str | None = None,
    ) -> PolicyValue: ...


class Questions:
    """Asks for one day and one area, and remembers what was not answered."""

    def __init__(self, ask: Ask, on: date, area: str | None = None) -> None:
        self._ask, self._on, self._area = ask, on, area
        self.missing: list[Reason] = []
        self.unset: list[str] = []
        self.basis: list[str] = []

    def need(self, name: str, **facts: Fact) -> PolicyValue | None:
        """A value without which nothing can be decided; its absence refuses."""
        try:
            return self._answer(name, facts)
        except Refusal as refusal:
            self.missing += refusal.reasons
            return None

    def may(self, name: str, **facts: Fact) -> PolicyValue | None:
        """A restriction that a centre may have; without it nothing is restricted."""
        try:
            return self._answer(name, facts)
        except Refusal:
            self.unset.append(name)
            return None

    def _answer(self, name: str, facts: Mapping[str, Fact]) -> PolicyValue:
        answer = self._ask(name, on=self._on, facts=facts or None, area=self._area)
        self.basis += [code for code in answer.basis if code not in self.basis]
        return answer


def codes(value: PolicyValue) -> tuple[str, ...]:
    """The value as codes; a single code, such as `none`, stands for itself."""
    if isinstance(value.value, tuple):
        return value.value
    return () if value.value == "none" else (str(value.value),)


def number(value: PolicyValue) -> Decimal:
    """The value as an exact number."""
    if not isinstance(value.value, Decimal):
        raise Defect(f"policy {value.name} is not a number: {value.value!r}")
    return value.value
