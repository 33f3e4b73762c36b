"""五级分类 · how sound a loan is, by the days that its oldest unpaid instalment is late.

依据  policies/lending/grade_days.yaml (practice; the centre may set other days)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from provident.kernel.refusal import Defect

Grade = Literal["normal", "attention", "substandard", "doubtful", "loss"]
"""正常 · 关注 · 次级 · 可疑 · 损失."""

GRADES: tuple[Grade, ...] = ("normal", "attention", "substandard", "doubtful", "loss")


def days_late(oldest_unpaid_due_on: date | None, on: date) -> int:
    """逾期天数 · the day after the due date is the first; 0 where nothing is late."""
    if oldest_unpaid_due_on is None:
        return 0
    return max(0, (on - oldest_unpaid_due_on).days)


def grade(late: int, from_days: Mapping[Grade, int]) -> Grade:
    """五级分类 · the worst grade whose first day has been reached.

    `from_days` gives the first day of each grade but `normal`, in growing order.
    """
    begins = [from_days[name] for name in GRADES[1:]]
    if late < 0 or begins != sorted(set(begins)) or begins[0] < 1:
        raise Defect(f"{late} days late cannot be graded by {from_days}")
    reached = sum(late >= first for first in begins)
    return GRADES[reached]
