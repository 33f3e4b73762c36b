"""年度结息规则 · whether the interest of a year can be settled.

How interest is computed is defined in `provident.collection.rules.interest`.
`ledger.settle_interest` is its fast form for all holders at once, and a property test holds
the two equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from provident.kernel.refusal import Verdict


@dataclass(frozen=True, slots=True)
class RateSegment:
    """A stretch of the interest year up to `until` (exclusive) with its yearly rate in %."""

    until: date
    rate: Decimal
    carried_over_rate: Decimal


def judge_rates(segments: Sequence[RateSegment]) -> Verdict:
    """Whether one product is enough: since 2016-02-21 both parts of a balance earn the same."""
    verdict = Verdict()
    for segment in segments:
        verdict.refuse_if(
            segment.rate != segment.carried_over_rate,
            "interest.two_rates",
            f"至 {segment.until} 的一段，上年结转利率 {segment.carried_over_rate}% 与当年归集"
            f"利率 {segment.rate}% 不同，须分别计息，不能用同一积数结息；"
            "请核对已发布的存款利率。",
            basis=["yinfa-2016-43"],
            until=segment.until.isoformat(),
        )
    return verdict


def judge_products(negative: Mapping[str, Decimal]) -> Verdict:
    """Whether every product can earn; `negative` are those that cannot, by the holder's owner.

    Named one by one, so that each can be put right: nobody is settled while one is not.
    """
    verdict = Verdict()
    for owner, product in negative.items():
        verdict.refuse(
            "interest.negative_product",
            f"职工 {owner.removeprefix('member:')} 的计息积数为 {product}，不能为负；"
            "请核对其明细的起息日，更正后再结息。",
            owner=owner,
            product=str(product),
        )
    return verdict


def judge_settlement_day(day: date, state: str) -> Verdict:
    """Interest is settled on 30 June, once, while the day is open."""
    verdict = Verdict()
    verdict.refuse_if(
        (day.month, day.day) != (6, 30),
        "interest.day",
        f"年度结息在 6 月 30 日办理，{day} 不能结息，请在该会计日办理。",
        basis=["regulation-2026#21"],
        day=day.isoformat(),
    )
    verdict.refuse_if(
        state != "open",
        "interest.day_not_open",
        f"{day} 不是营业中的会计日，不能结息，请核对日期。",
        day=day.isoformat(),
    )
    return verdict
