"""贷款期限 · the longest term that somebody may have, and what sets it.

依据  中国人民银行 (30 years); the centre's limit of age; policies/lending/term_max_months.yaml,
age_limit.yaml
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from provident.kernel.dates import Month, chinese_date
from provident.kernel.refusal import Verdict
from provident.lending.rules.bound import Bound


@dataclass(frozen=True, slots=True)
class TermLimits:
    """期限规定 · the longest term in months, the age at which the last instalment is due."""

    months_max: Bound[int]
    age_limit: Bound[int]


@dataclass(frozen=True, slots=True)
class LongestTerm:
    """最长期限 · whole months; 0 where none is possible.  `because` names what sets it.

    `facts`  its figures where age does: the limit in years, and the last day.
    """

    months: int
    because: str
    basis: tuple[str, ...]
    facts: Mapping[str, str | int] = field(default_factory=dict[str, str | int])


def longest_term(born_on: date, starts_on: date, limits: TermLimits) -> LongestTerm:
    """The longest term for a borrower: nobody repays beyond the limit of age.

    The last instalment is due at the latest on the birthday on which the limit is reached.
    """
    last_day = _birthday(born_on, limits.age_limit.value)
    by_age = max(0, _whole_months(starts_on, last_day))
    if by_age < limits.months_max.value:
        because = (
            f"还款须在年满 {limits.age_limit.value} 周岁（{chinese_date(last_day)}）前结束，"
            f"最长 {by_age} 个月"
        )
        facts = {"age": limits.age_limit.value, "last_day": last_day.isoformat()}
        return LongestTerm(by_age, because, limits.age_limit.basis, facts)
    months = limits.months_max.value
    return LongestTerm(months, f"贷款最长 {months} 个月", limits.months_max.basis)


def judge_term(months: int, longest: LongestTerm) -> Verdict:
    """Whether a term is allowed; there is no exception to the limit of age."""
    verdict = Verdict()
    verdict.refuse_if(
        months < 1,
        "term.none",
        f"贷款期限至少 1 个月，现为 {months}，请改正。",
        months=months,
    )
    if longest.months < 1:
        verdict.refuse(
            "term.too_old",
            f"{longest.because}，不能贷款；可由较年轻的共同借款人作主借款人申请。",
            basis=longest.basis,
            **longest.facts,
        )
    elif months > longest.months:
        verdict.refuse(
            "term.too_long",
            f"申请期限 {months} 个月过长：{longest.because}，请缩短期限。",
            basis=longest.basis,
            months=months,
            months_max=longest.months,
            **longest.facts,
        )
    return verdict


def _birthday(born_on: date, age: int) -> date:
    """Born on 29 February: 28 February in a year without that day."""
    return Month(born_on.year + age, born_on.month).day(born_on.day)


def _whole_months(start: date, end: date) -> int:
    """How many months after `start` may at most lie, so that the day is not after `end`."""
    months = Month.of(end) - Month.of(start)
    reached = Month.of(end).day(start.day)
    return months if reached <= end else months - 1
