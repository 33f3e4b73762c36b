"""汇缴清册 · may these months be listed, cancelled?"""

from __future__ import annotations

from dataclasses import dataclass

from provident.kernel.dates import Month
from provident.kernel.refusal import Verdict


@dataclass(frozen=True, slots=True)
class ListingFacts:
    """What is known about an employer when he asks for his list."""

    employer_pays: bool
    first_month: Month
    listed_to: Month | None
    business_month: Month
    months_at_once: int
    months_ahead: int

    @property
    def next_month(self) -> Month:
        return self.listed_to + 1 if self.listed_to else self.first_month


def judge_months(first: Month, count: int, facts: ListingFacts) -> Verdict:
    """Months follow one another without a gap, from the month after the last listed one."""
    verdict = Verdict()
    verdict.refuse_if(
        not facts.employer_pays,
        "list.employer_state",
        "单位已封存或已销户，不能编制汇缴清册；请核对单位账号，或先恢复单位的缴存。",
        basis=["regulation-2026#19"],
    )
    verdict.refuse_if(
        first != facts.next_month,
        "list.months_in_order",
        f"清册须逐月编制：下一个应编制的月份是 {facts.next_month}，不是 {first}。",
        basis=["regulation-2026#20"],
        next_month=str(facts.next_month),
        month=str(first),
    )
    verdict.refuse_if(
        count > facts.months_at_once,
        "list.too_many_months",
        f"一次最多编制 {facts.months_at_once} 个月的清册，请减少月数后分次编制。",
        months_max=facts.months_at_once,
    )
    latest = facts.business_month + facts.months_ahead
    verdict.refuse_if(
        first - latest + (count - 1) > 0,
        "list.too_far_ahead",
        f"最多提前 {facts.months_ahead} 个月编制清册，即到 {latest} 为止，请减少月数。",
        latest=str(latest),
        months_ahead=facts.months_ahead,
    )
    return verdict


@dataclass(frozen=True, slots=True)
class Cancelling:
    """What is known about a list that somebody wants to cancel."""

    month: Month
    state: str
    listed_to: Month | None
    in_open_bundle: bool


def judge_cancel(found: Cancelling, confirmed: str) -> Verdict:
    """Only a list that is not credited, the newest first, outside any open bundle."""
    verdict = Verdict()
    verdict.refuse_if(
        found.state != confirmed,
        "list.not_confirmed",
        "清册已入账或已撤销，不能再撤销；已入账的须先撤销到账。",
    )
    verdict.refuse_if(
        found.listed_to is not None and found.month != found.listed_to,
        "list.not_newest",
        f"清册须从最近的月份起逐月撤销：请先撤销 {found.listed_to} 的清册。",
        newest=str(found.listed_to),
    )
    verdict.refuse_if(
        found.in_open_bundle,
        "list.in_bundle",
        "清册在一张未缴清的合并缴款单中，请先撤销合并缴款单。",
    )
    return verdict
