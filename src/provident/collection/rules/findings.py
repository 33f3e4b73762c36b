"""判断结果 · a verdict that also remembers what should be looked at but does not prevent.

A warning goes into the receipt: a deadline that has passed, a mobile that two people share.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from provident.kernel.identifiers import Checked
from provident.kernel.refusal import Reason, Verdict

T = TypeVar("T")


class Findings(Verdict):
    """判断结果 · every reason against, and every warning."""

    def __init__(self) -> None:
        super().__init__()
        self.warnings: list[Reason] = []

    def warn(self, code: str, says: str, *, basis: Iterable[str] = (), **facts: Any) -> None:
        """Note what somebody should look at."""
        self.warnings.append(Reason(code, says, facts, tuple(basis)))

    def merge(self, other: Verdict) -> None:
        """Take over another verdict's reasons and, where it has them, its warnings."""
        super().merge(other)
        if isinstance(other, Findings):
            self.warnings.extend(other.warnings)

    def add(self, reasons: Iterable[Reason]) -> None:
        """Take over reasons that were found elsewhere."""
        self._reasons.extend(reasons)

    def take(self, checked: Checked[T]) -> T | None:
        """The checked value, or None; its reasons and warnings are taken over."""
        self._reasons.extend(checked.reasons)
        self.warnings.extend(checked.warnings)
        return checked.value

    def warned(self) -> list[dict[str, Any]]:
        """The warnings as plain values, for a receipt."""
        return [reason.as_json() for reason in self.warnings]
