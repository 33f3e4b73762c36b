"""可用余额 · what of a balance may leave: not what is held, frozen, pledged or kept back.

依据  《住房公积金管理条例》(2026) 第三条、第二十四条 (存储余额); 中心关于贷款未结清时留存的规定
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from provident.kernel.money import ZERO
from provident.withdrawal.policy import FloorTerms
from provident.withdrawal.rules.answer import Limit


@dataclass(frozen=True, slots=True)
class Money:
    """账户资金 · in yuan.

    `held`        在途: instructed and not yet confirmed by the bank;
    `frozen`      司法冻结;  `pledged` 质押;
    `instalment`  the monthly instalment of the member's open fund loan, None without a loan.
    """

    balance: Decimal
    held: Decimal = ZERO
    frozen: Decimal = ZERO
    pledged: Decimal = ZERO
    instalment: Decimal | None = None

    @property
    def has_loan(self) -> bool:
        return self.instalment is not None


def kept_back(money: Money, floor: FloorTerms) -> Decimal:
    """留存 · instalments that stay while a loan is open, in yuan."""
    if money.instalment is None or floor.instalments is None:
        return ZERO
    return money.instalment * floor.instalments


def available(money: Money, floor: FloorTerms) -> Limit:
    """可用余额 = 余额 − 在途 − 冻结 − 质押 − 留存, never below zero."""
    kept = kept_back(money, floor)
    parts = (
        ("在途", money.held),
        ("冻结", money.frozen),
        ("质押", money.pledged),
        ("贷款未结清须留存", kept),
    )
    less = "，".join(f"{name} {amount:.2f} 元" for name, amount in parts if amount)
    free = money.balance - money.held - money.frozen - money.pledged - kept
    name = f"可用余额（余额 {money.balance:.2f} 元" + (f"，减{less}）" if less else "）")
    facts = {"balance": f"{money.balance:.2f}"}
    if less:
        codes = ("held", "frozen", "pledged", "kept")
        facts |= {code: f"{amount:.2f}" for code, (_, amount) in zip(codes, parts, strict=True)}
    return Limit("available", name, max(free, ZERO), floor.basis, facts)
