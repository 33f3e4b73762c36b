"""缴存额 · base, monthly shares, and the month from which somebody contributes.

依据  《住房公积金管理条例》(2026) 第十六至十八条；建金〔2018〕45号 (cap)
Pure functions: bounds, ratios and the kind of rounding are handed in by the caller, who
asked the policy for the month in question.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from provident.kernel.dates import Month
from provident.kernel.money import half_up_fen, half_up_jiao, half_up_yuan

Rounding = Literal["fen", "jiao", "yuan"]
Adjusted = Literal["none", "capped", "raised"]
StartRule = Literal["second_month", "first_pay_month"]

ROUND = {"fen": half_up_fen, "jiao": half_up_jiao, "yuan": half_up_yuan}


@dataclass(frozen=True, slots=True)
class Bounds:
    """缴存基数上下限 · floor and cap of the monthly base in yuan, with what they rest on."""

    floor: Decimal
    cap: Decimal
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Base:
    """缴存基数 · the declared wage and the base that it gives, in yuan.

    `adjusted`: `capped` when the wage lay above the cap, `raised` when below the floor.
    """

    wage: Decimal
    base: Decimal
    adjusted: Adjusted

    @property
    def note(self) -> str:
        """What to say behind the base when it is not the wage."""
        return {"none": "", "capped": "（已按上限封顶）", "raised": "（已提高到下限）"}[
            self.adjusted
        ]

    def facts(self) -> dict[str, str]:
        """The three for a receipt, amounts as text."""
        return {
            "wage": f"{self.wage:.2f}",
            "base": f"{self.base:.2f}",
            "adjusted": self.adjusted,
        }


@dataclass(frozen=True, slots=True)
class Start:
    """起缴月 · the first lawful month and the latest one that leaves no month out."""

    earliest: Month
    latest: Month


def clamp_base(wage: Decimal, bounds: Bounds) -> Base:
    """缴存基数 = the wage within floor and cap; nothing is rounded."""
    if wage > bounds.cap:
        return Base(wage, bounds.cap, "capped")
    if wage < bounds.floor:
        return Base(wage, bounds.floor, "raised")
    return Base(wage, wage, "none")


def monthly_share(base: Decimal, ratio: Decimal, rounding: Rounding) -> Decimal:
    """月缴存额（单方） = base × ratio %, rounded half up once, for each side by itself.

    Yuan with two places.  The base is clamped before, so that nobody's share can exceed
    the share of the cap (`monthly_limit`).
    """
    return ROUND[rounding]((base * ratio).scaleb(-2))


def monthly_limit(bounds: Bounds, ratio: Decimal, rounding: Rounding) -> Decimal:
    """月缴存额上限（单方）: what somebody at the cap contributes."""
    return monthly_share(bounds.cap, ratio, rounding)


def first_month_for(rule: StartRule, hired_on: date) -> Start:
    """起缴月 (第十七条): when somebody hired on `hired_on` begins to contribute.

    `second_month`     who takes up work for the first time: exactly the month after;
    `first_pay_month`  who moved in: the month of the first pay from the new employer, which
                       is the month of hiring or, with wages paid in arrears, the next.
    """
    hired = Month.of(hired_on)
    if rule == "second_month":
        return Start(hired + 1, hired + 1)
    return Start(hired, hired + 1)
