"""拒绝 · the three kinds of failure, which never mix.

- `Refusal`  an anticipated "no": every reason at once, each in a sentence a citizen
  understands, with its facts and its legal basis.
- `Conflict` somebody else was there first: stale version, closed day, the same
  operation id with another body.  Trying again later or with fresh data can help.
- `Defect`   the system itself is wrong.  It must raise an alarm and never be shown as
  if the person had made a mistake.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason to refuse.

    `code`  stable, `business.noun` (for programs and tests);
    `says`  the Chinese sentence for the person in front of the counter: what is wrong
            and what to do next;
    `facts` the figures that led here, already plain (str, int, list);
    `basis` citations such as `regulation-2026#18` or a policy name.
    """

    code: str
    says: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    basis: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "says": self.says,
            "facts": dict(self.facts),
            "basis": list(self.basis),
        }


class Refusal(Exception):
    """The business rules say no; `reasons` holds all of them."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = tuple(reasons)
        if not self.reasons:
            raise Defect("a refusal without a reason")
        super().__init__("；".join(reason.says for reason in self.reasons))

    def codes(self) -> set[str]:
        return {reason.code for reason in self.reasons}


class Conflict(Exception):
    """Somebody or something else got there first.  `code` is stable."""

    def __init__(self, code: str, says: str, **facts: Any) -> None:
        self.code = code
        self.says = says
        self.facts = facts
        super().__init__(says)


class Defect(AssertionError):
    """A fault of the system, never of the person using it."""


class Verdict:
    """Collects reasons so that none hides another.

    >>> verdict = Verdict()
    >>> verdict.refuse_if(True, "member.closed", "账户已销户。")
    >>> verdict.allowed
    False
    """

    def __init__(self) -> None:
        self._reasons: list[Reason] = []

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return tuple(self._reasons)

    @property
    def allowed(self) -> bool:
        return not self._reasons

    def refuse(self, code: str, says: str, *, basis: Iterable[str] = (), **facts: Any) -> None:
        self._reasons.append(Reason(code, says, facts, tuple(basis)))

    def refuse_if(
        self,
        condition: bool,
        code: str,
        says: str,
        *,
        basis: Iterable[str] = (),
        **facts: Any,
    ) -> None:
        if condition:
            self.refuse(code, says, basis=basis, **facts)

    def merge(self, other: Verdict) -> None:
        self._reasons.extend(other._reasons)

    def require(self) -> None:
        """Raise `Refusal` with every reason collected; do nothing when there is none."""
        if self._reasons:
            raise Refusal(self._reasons)


def refuse(code: str, says: str, *, basis: Iterable[str] = (), **facts: Any) -> Refusal:
    """A refusal with a single reason, for `raise refuse(...)`."""
    return Refusal([Reason(code, says, facts, tuple(basis))])
