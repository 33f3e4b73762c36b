"""年度报告指标 · each with its numerator and denominator, so that it can be checked by hand.

依据  建金〔2015〕26号 (disclosure): 个贷率、资金运用率、提取率、逾期率、增值收益率、住房贡献率;
     every ratio is rounded half up once, to two decimals of its unit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from provident.kernel.money import ZERO, half_up_fen

Unit = Literal["percent", "permille"]

SCALE = {"percent": 100, "permille": 1000}


@dataclass(frozen=True, slots=True)
class Indicator:
    """指标 · numerator and denominator in the same unit of money.

    `value` is None where the denominator is zero: nothing is divided and nothing invented.
    """

    code: str
    zh: str
    formula: str
    numerator: Decimal
    denominator: Decimal
    unit: Unit = "percent"

    @property
    def value(self) -> Decimal | None:
        if self.denominator == ZERO:
            return None
        return half_up_fen(self.numerator * SCALE[self.unit] / self.denominator)

    @property
    def spelled(self) -> str:
        """The value with its sign, for a report."""
        sign = {"percent": "%", "permille": "‰"}[self.unit]
        return "—" if self.value is None else f"{self.value}{sign}"


@dataclass(frozen=True, slots=True)
class YearFigures:
    """一年的业务数 · all in the same unit (yuan or 亿元).

    Flows of the year: `deposited`, `withdrawn`, `withdrawn_for_housing`, `lent` (个人贷款),
    `subsidised` (公转商贴息贷款), `project_lent`, `surplus`.  At its end: `deposits`, `loans`,
    `project_loans`, `bonds`, `overdue`, `reserve`.  `mean_deposits`: mean of the month-end
    deposits.
    """

    deposited: Decimal
    withdrawn: Decimal
    deposits: Decimal
    loans: Decimal
    withdrawn_for_housing: Decimal = ZERO
    lent: Decimal = ZERO
    subsidised: Decimal = ZERO
    project_lent: Decimal = ZERO
    project_loans: Decimal = ZERO
    bonds: Decimal = ZERO
    overdue: Decimal = ZERO
    reserve: Decimal = ZERO
    surplus: Decimal = ZERO
    mean_deposits: Decimal = ZERO


def loan_ratio(loans: Decimal, deposits: Decimal) -> Indicator:
    """个贷率."""
    return Indicator("loan_ratio", "个贷率", "个人贷款余额 ÷ 缴存余额", loans, deposits)


def indicators(year: YearFigures) -> tuple[Indicator, ...]:
    """The ratios of the annual report, in its order."""
    used = year.loans + year.project_loans + year.bonds
    housing = year.lent + year.subsidised + year.project_lent + year.withdrawn_for_housing
    lent_in_all = "个人贷款发放额 + 公转商贴息贷款发放额 + 项目贷款发放额"
    return (
        Indicator("withdrawal_ratio", "提取率", "当年提取额 ÷ 当年缴存额",
                  year.withdrawn, year.deposited),
        loan_ratio(year.loans, year.deposits),
        Indicator("use_ratio", "资金运用率",
                  "(个人贷款余额 + 项目贷款余额 + 国债余额) ÷ 缴存余额", used, year.deposits),
        Indicator("overdue_ratio", "个人贷款逾期率", "逾期额 ÷ 个人贷款余额",
                  year.overdue, year.loans, "permille"),
        Indicator("reserve_ratio", "准备金率", "风险准备金余额 ÷ 个人贷款余额",
                  year.reserve, year.loans),
        Indicator("overdue_to_reserve", "逾期额与准备金之比", "逾期额 ÷ 风险准备金余额",
                  year.overdue, year.reserve),
        Indicator("surplus_ratio", "增值收益率", "增值收益 ÷ 月均缴存余额",
                  year.surplus, year.mean_deposits),
        Indicator("housing_contribution", "住房贡献率",
                  f"({lent_in_all} + 住房消费提取额) ÷ 当年缴存额", housing, year.deposited),
    )  # fmt: skip


def mean_of_months(month_ends: Iterable[Decimal]) -> Decimal:
    """月均缴存余额 · mean of the month-end deposits, half up to two decimals."""
    balances = tuple(month_ends)
    return half_up_fen(sum(balances, ZERO) / len(balances)) if balances else ZERO


def unexplained(
    opening: Decimal, deposited: Decimal, withdrawn: Decimal, closing: Decimal
) -> Decimal:
    """缴存余额核对: closing − (opening + 缴存 − 提取); zero where the year's figures agree."""
    return closing - (opening + deposited - withdrawn)
