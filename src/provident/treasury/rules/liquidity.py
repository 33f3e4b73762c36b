"""流动性预警与债券 · is enough money left, and what may spare money buy?

依据  《住房公积金管理条例》(2026) 第二十八条: treasury and policy-bank bonds, after
     withdrawals and loans are secured and with the committee's approval (2019: treasury bonds
     only).  Warning levels: the centre's own, by default those of 佛房金管〔2026〕17号.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from provident.kernel.money import ZERO
from provident.kernel.refusal import Verdict
from provident.treasury.policy import BondTerms, LiquidityTerms
from provident.treasury.rules.indicators import Indicator, loan_ratio

BONDS = {"treasury": "国债", "policy_bank": "政策性金融债"}
LEVELS = {"first": "一级预警", "second": "二级预警", "third": "三级预警"}


@dataclass(frozen=True, slots=True)
class Liquidity:
    """流动性 · the loan ratio and the level that it reaches, None below the first."""

    ratio: Indicator
    level: str | None
    basis: tuple[str, ...]

    @property
    def says(self) -> str:
        ratio = self.ratio.value
        if ratio is None:
            return "没有缴存余额，无法计算个贷率。"
        if self.level is None:
            return f"个贷率 {ratio}%，未达到预警线。"
        return f"个贷率 {ratio}%，达到{LEVELS[self.level]}，请按预案安排资金。"


def liquidity(loans: Decimal, deposits: Decimal, terms: LiquidityTerms) -> Liquidity:
    """The highest level whose line the loan ratio reaches.

    Compared exactly and not by the rounded ratio, so that 84.999 % does not warn.
    """
    reached = [
        level
        for level, line in terms.levels
        if deposits > ZERO and loans * 100 >= line * deposits
    ]
    return Liquidity(loan_ratio(loans, deposits), reached[-1] if reached else None, terms.basis)


@dataclass(frozen=True, slots=True)
class BondPurchase:
    """购买债券 · `spare` is what is not needed for withdrawals and loans, in yuan."""

    on: date
    kind: str
    amount: Decimal
    spare: Decimal
    decision_no: str


def judge_bond(purchase: BondPurchase, terms: BondTerms) -> Verdict:
    """Every reason why this bond may not be bought on this day."""
    verdict = Verdict()
    allowed = "、".join(BONDS[kind] for kind in terms.kinds)
    verdict.refuse_if(
        purchase.kind not in terms.kinds,
        "bond.kind",
        f"{purchase.on} 可以购买的是{allowed}，不能购买"
        f"{BONDS.get(purchase.kind, '其他债券或者理财产品')}。",
        basis=terms.basis,
        kind=purchase.kind,
    )
    verdict.refuse_if(
        not purchase.decision_no,
        "bond.not_approved",
        "购买债券须经住房公积金管理委员会批准，请填写决议文号。",
        basis=terms.basis,
    )
    verdict.refuse_if(
        purchase.amount <= ZERO,
        "bond.amount",
        f"购买金额 {purchase.amount:.2f} 元应大于零。",
    )
    verdict.refuse_if(
        purchase.amount > purchase.spare,
        "bond.spare",
        f"保证提取和贷款以后可用的结余是 {purchase.spare:.2f} 元，"
        f"不足 {purchase.amount:.2f} 元。",
        basis=terms.basis,
        spare=f"{purchase.spare:.2f}",
    )
    return verdict
