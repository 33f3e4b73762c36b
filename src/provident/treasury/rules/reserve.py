"""贷款风险准备金 · how much is to be added at the end of a year, by both methods.

依据  财综字〔1999〕59号: at least 1 % of the year-end loan balance, or at least 60 % of the
     year's 增值收益; the centre chooses one of them.
     《住房公积金管理条例》(2026) 第二十九条 (2019: 第二十九条)
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from provident.kernel.money import ZERO, half_up_fen
from provident.treasury.policy import ReserveMethod, ReserveTerms


@dataclass(frozen=True, slots=True)
class ReserveFigures:
    """年末数 · in yuan: loans outstanding, reserve before this year's addition, and what can
    be distributed this year (增值收益 less an earlier loss)."""

    loan_balance: Decimal
    reserve_balance: Decimal
    distributable: Decimal


@dataclass(frozen=True, slots=True)
class Reserve:
    """应提准备金 · in yuan, half up to the fen.

    `required`  loan_balance: what the reserve must reach; surplus: what is to be added;
    `addition`  what is added, never more than can be distributed and never negative;
    `shortfall` what the year's surplus did not suffice for.
    """

    method: ReserveMethod
    required: Decimal
    addition: Decimal
    shortfall: Decimal
    basis: tuple[str, ...]


def reserve_for(figures: ReserveFigures, terms: ReserveTerms) -> Reserve:
    """本年应提.  By loan balance the reserve is topped up to the percentage and nothing is
    taken out when it lies above; by surplus the percentage is added every year."""
    base = figures.loan_balance if terms.method == "loan_balance" else figures.distributable
    required = half_up_fen(max(base, ZERO) * terms.percent / 100)
    wanted = required
    if terms.method == "loan_balance":
        wanted = max(required - figures.reserve_balance, ZERO)
    addition = min(wanted, max(figures.distributable, ZERO))
    return Reserve(terms.method, required, addition, wanted - addition, terms.basis)
