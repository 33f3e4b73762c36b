"""切点规则 · which day may follow which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from provident.kernel.dates import interest_year_end
from provident.kernel.refusal import Verdict

SKIPPED_DAYS_MAX = 31
"""A day further away than a month is a slip of the pen, not a holiday."""


@dataclass(frozen=True, slots=True)
class TurningFacts:
    """`day` is the open day, `next_day` the one asked for; `settles` that 结息 goes with it."""

    day: date
    next_day: date
    settles: bool = False


def judge_turning(facts: TurningFacts) -> Verdict:
    """Every reason why `next_day` cannot follow `day`."""
    verdict = Verdict()
    skipped = (facts.next_day - facts.day).days
    verdict.refuse_if(
        skipped <= 0,
        "day.order",
        f"下一会计日应晚于 {facts.day}，请重新指定。",
        next_day=facts.next_day.isoformat(),
    )
    verdict.refuse_if(
        skipped > SKIPPED_DAYS_MAX,
        "day.too_far",
        f"下一会计日 {facts.next_day} 距 {facts.day} 超过 {SKIPPED_DAYS_MAX} 天，请核对日期。",
        next_day=facts.next_day.isoformat(),
    )
    year_end = interest_year_end(facts.day)
    last_day = year_end - timedelta(days=1)
    crosses = facts.next_day >= year_end
    verdict.refuse_if(
        crosses and facts.day != last_day,
        "day.skips_settlement",
        f"{last_day} 是结息日，不能跳过：请先开启 {last_day}。",
        basis=["regulation-2026#21"],
        next_day=facts.next_day.isoformat(),
    )
    verdict.refuse_if(
        crosses and facts.day == last_day and not facts.settles,
        "day.not_settled",
        f"{last_day} 的年度结息还没有办理，不能开启 {facts.next_day}："
        "请办理“年度结息”，它结息后一并切点。",
        basis=["regulation-2026#21"],
        next_day=facts.next_day.isoformat(),
    )
    return verdict
