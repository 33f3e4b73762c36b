"""日结规则 · what blocks the close of a day.

Blocked by: the day not cut off, an earlier day not closed, notices not processed, a
statement not fetched, a failed invariant.  Suspense, 未分摊, open instructions and itemised
未达 never block; they are listed with their age.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from provident.kernel.refusal import Verdict

NAMED_MAX = 5
"""How many of a long list a sentence names; the reason's facts have them all."""


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """An invariant that does not hold: its name and what it found."""

    code: str
    title: str
    offences: Sequence[str]


def judge_state(day: date, state: str, earlier_open: Sequence[date]) -> Verdict:
    """Whether it is this day's turn: cut off, and every earlier day closed."""
    verdict = Verdict()
    verdict.refuse_if(
        state == "open",
        "day.not_cut_off",
        f"{day} 还没有切点，请先切点再日结。",
        day=day.isoformat(),
    )
    verdict.refuse_if(
        bool(earlier_open),
        "day.earlier_open",
        f"{_named([str(one) for one in earlier_open])} 还没有日结，请按日期先后办理。",
        days=[one.isoformat() for one in earlier_open],
    )
    return verdict


def judge_completeness(
    day: date, unprocessed: Sequence[str], without_statement: Sequence[str]
) -> Verdict:
    """Whether everything that the bank told of the day is here and dealt with."""
    verdict = Verdict()
    verdict.refuse_if(
        bool(unprocessed),
        "day.notices",
        f"截至 {day} 还有 {len(unprocessed)} 笔银行流水没有处理：{_named(unprocessed)}。"
        "请等待处理完成，或查明原因后再日结。",
        rows=list(unprocessed),
    )
    verdict.refuse_if(
        bool(without_statement),
        "day.statement",
        f"银行户 {_named(without_statement)} 没有取得 {day} 的对账单，"
        "请检查银行接口后重新日结。",
        bank_accounts=list(without_statement),
    )
    return verdict


def judge_invariants(failed: Sequence[FailedCheck]) -> Verdict:
    """One reason for each invariant that does not hold."""
    verdict = Verdict()
    for check in failed:
        verdict.refuse(
            f"invariant.{check.code}",
            f"“{check.title}”不成立：{_named(check.offences)}。请查明并更正后再日结。",
            offences=list(check.offences),
        )
    return verdict


def _named(items: Sequence[str]) -> str:
    shown = "；".join(items[:NAMED_MAX])
    rest = len(items) - NAMED_MAX
    return shown + (f" 等，至少另有 {rest} 项" if rest > 0 else "")
