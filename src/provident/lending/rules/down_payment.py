"""首付款 · what the buyer pays himself, and the most that a loan may then be.

依据  建金〔2015〕128号; the centre's own share; policies/lending/down_payment_min.yaml
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from provident.kernel.money import truncate_fen
from provident.kernel.refusal import Verdict
from provident.lending.rules.bound import Bound


@dataclass(frozen=True, slots=True)
class DownPayment:
    """首付款 · yuan; the two add up to the price."""

    least: Decimal
    loan_max: Decimal


def down_payment(price: Decimal, percent_min: Decimal) -> DownPayment:
    """The least down payment on a price, and what may be lent.

    The loan is cut off at the fen, never rounded up, so that the share is never undercut.
    """
    loan_max = truncate_fen((price * (100 - percent_min)).scaleb(-2))
    return DownPayment(price - loan_max, loan_max)


def judge_down_payment(
    price: Decimal, paid: Decimal, loan: Decimal, percent_min: Bound[Decimal]
) -> Verdict:
    """Whether what was paid is enough, and together with the loan not more than the price."""
    verdict = Verdict()
    least = down_payment(price, percent_min.value).least
    if paid < least:
        verdict.refuse(
            "down_payment.too_small",
            f"房价 {price:.2f} 元，首付比例不低于 {percent_min.value}%，"
            f"至少应付 {least:.2f} 元，已付 {paid:.2f} 元，还差 {least - paid:.2f} 元。",
            basis=percent_min.basis,
            least=f"{least:.2f}",
            paid=f"{paid:.2f}",
            price=f"{price:.2f}",
            percent_min=str(percent_min.value),
            short=f"{least - paid:.2f}",
        )
    if paid + loan > price:
        verdict.refuse(
            "down_payment.over_price",
            f"首付 {paid:.2f} 元加贷款 {loan:.2f} 元超过房价 {price:.2f} 元，"
            f"贷款最多 {max(price - paid, Decimal(0)):.2f} 元，请减少贷款金额。",
            basis=percent_min.basis,
            price=f"{price:.2f}",
            paid=f"{paid:.2f}",
            loan=f"{loan:.2f}",
            loan_max=f"{max(price - paid, Decimal(0)):.2f}",
        )
    return verdict
