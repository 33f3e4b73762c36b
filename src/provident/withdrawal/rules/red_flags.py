"""重点核查 · circumstances that call for a closer look before money is paid.

They never refuse; a clerk looks at the papers again.  Which ones is 建金〔2018〕46号; how many
times is 多次 or 频繁, the notice leaves to the centre.
"""

from __future__ import annotations

from dataclasses import dataclass

from provident.collection.rules.findings import Findings
from provident.withdrawal.policy import FlagTerms


@dataclass(frozen=True, slots=True)
class Circumstances:
    """购房提取的情况 · counted by the clerk or by matching records.

    `marriage_changes`  marriages and divorces of the member in connection with homes;
    `home_sales`        how often this home has changed hands of late.
    """

    marriage_changes: int = 0
    home_sales: int = 0
    home_elsewhere: bool = False
    home_where_registered: bool = False
    unrelated_buyers: bool = False


def note_red_flags(seen: Circumstances, terms: FlagTerms, found: Findings) -> None:
    """Warn of each circumstance that the policy names."""
    signs = {
        "marriage_changes": (
            seen.marriage_changes >= terms.marriages,
            f"本人婚姻关系变更 {seen.marriage_changes} 次并涉及购房，请核查是否真实购房。",
        ),
        "home_sales": (
            seen.home_sales >= terms.sales,
            f"同一住房近期买卖 {seen.home_sales} 次，请核查交易是否真实。",
        ),
        "home_elsewhere": (
            seen.home_elsewhere and not seen.home_where_registered,
            "购房地既不是缴存地也不是户籍地，请向购房地核实。",
        ),
        "unrelated_buyers": (
            seen.unrelated_buyers,
            "与配偶或者直系亲属以外的人共同购房，请核查出资和产权份额。",
        ),
    }
    for flag in terms.flags:
        seen_it, says = signs[flag]
        if seen_it:
            found.warn(
                f"withdrawal.red_flag.{flag}",
                says,
                basis=terms.basis,
                marriage_changes=seen.marriage_changes,
                home_sales=seen.home_sales,
            )
