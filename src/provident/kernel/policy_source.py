"""政策来源 · the port through which every layer asks what the law says on a date.

The kernel only names the question.  `provident.policy` answers it from a published
release, and the site binds the two when the process starts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Protocol

from provident.kernel.refusal import Defect

Fact = Decimal | str | int
"""A figure or a code of the case that a policy value may depend on."""


@dataclass(frozen=True, slots=True)
class PolicyValue:
    """政策取值 · one answer of the policy, with what it rests on.

    `value`       number, text, date, or a tuple of permitted codes, in the unit `unit`;
                  money has exactly two places (rounded half up to the fen if computed);
    `basis`       citations such as `regulation-2026#18`;
    `valid_from`, `valid_until`  the interval, last day out, in which this record answers;
                  `valid_until` is None while no end is known.
    """

    name: str
    value: Decimal | str | date | tuple[str, ...]
    unit: str
    basis: tuple[str, ...]
    valid_from: date
    valid_until: date | None

    @property
    def count(self) -> int:
        """The value as a whole number, for parameters counted in days, months or persons."""
        if not isinstance(self.value, Decimal) or self.value != self.value.to_integral_value():
            raise Defect(f"policy {self.name} is not a whole number: {self.value!r}")
        return int(self.value)


class PolicySource(Protocol):
    """One unchanging release of the policy."""

    @property
    def release_id(self) -> int:
        """The number of the release, stored with every operation that used it."""
        ...

    def value(
        self,
        name: str,
        *,
        on: date,
        centre: str,
        area: str | None = None,
        facts: Mapping[str, Fact] | None = None,
    ) -> PolicyValue:
        """The value in force on `on`; a `Refusal` where none was entered for that date."""
        ...

    def change_dates(
        self, name: str, start: date, end: date, *, centre: str | None = None
    ) -> tuple[date, ...]:
        """The days inside [start, end), without `start`, from which the value differs."""
        ...


class Newest(NamedTuple):
    """最新发布 · number and content hash of the newest release; None before the first one."""

    number: int | None
    content_hash: str | None


Opener = Callable[[Newest | None], PolicySource]

_opener: Opener | None = None


def bind(opener: Opener | None) -> None:
    """Name the function that opens the release active now; None takes it away again.

    It is given what `kernel.begin_operation` has read already, or None when it must look
    into the database itself.
    """
    global _opener  # noqa: PLW0603 - one binding per process is what a port is
    _opener = opener


def current(newest: Newest | None = None) -> PolicySource | None:
    """The release active now, or None where nothing is bound.

    An operation asks once and keeps the answer, so that everything it decides rests on one
    release.
    """
    return _opener(newest) if _opener else None
