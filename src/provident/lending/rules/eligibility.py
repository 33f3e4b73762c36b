"""贷款资格 · who may have a loan: every reason against it at once, each with its basis.

依据  《住房公积金管理条例》(2019) 第二十六条, (2026) 第二十六、四十一条；建金〔2014〕148号；
建金〔2010〕179号; the figures and their basis come from policies/lending/
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from provident.kernel.dates import chinese_date
from provident.kernel.refusal import Verdict
from provident.lending.rules.bound import Bound

PURPOSES = {
    "buy": "购买自住住房",
    "build": "建造自住住房",
    "rebuild": "翻建自住住房",
    "major_repair": "大修自住住房",
}


@dataclass(frozen=True, slots=True)
class EligibilityTerms:
    """贷款条件 · what the policy of the day of acceptance asks for.

    `months_min`        full contributions in a row;
    `open_loans_max`    fund loans of the family that are not repaid;
    `family_loans_max`  fund loans that the family ever had, the new one included;
    `homes_max`         homes of the family, the new one included;
    `purposes`          codes of `PURPOSES`.
    """

    months_min: Bound[int]
    open_loans_max: Bound[int]
    family_loans_max: Bound[int]
    homes_max: Bound[int]
    purposes: Bound[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Applicant:
    """申请人 · the facts of the borrower and his family on the day of acceptance.

    `paying`        the member's holder is open and contributions are being paid;
    `arrears`       months for which contributions are owed;
    `family_loans`  fund loans the family ever had, `open_loans` those not repaid yet,
                    `homes` homes the family owns: the new one is in none of them;
    `banned_until`  the first day after a ban for fraud, None where there is none;
    `overdue`       an instalment of another loan is overdue.
    """

    purpose: str
    paying: bool
    months_in_row: int
    arrears: int
    open_loans: int
    family_loans: int
    homes: int
    overdue: bool = False
    banned_until: date | None = None


def judge_eligibility(who: Applicant, terms: EligibilityTerms, on: date) -> Verdict:
    """贷款资格 · may this family borrow on `on` (the day of acceptance)?"""
    verdict = Verdict()
    for judge in _JUDGES:
        judge(verdict, who, terms)
    _judge_ban(verdict, who, on)
    return verdict


def _judge_purpose(verdict: Verdict, who: Applicant, terms: EligibilityTerms) -> None:
    """第二十六条: a loan is for buying, building, rebuilding or major repair of a home."""
    if who.purpose not in terms.purposes.value:
        allowed = "、".join(PURPOSES.get(code, code) for code in terms.purposes.value)
        verdict.refuse(
            "loan.purpose",
            f"住房公积金贷款只用于{allowed}；其他用途请改办提取或商业贷款。",
            basis=terms.purposes.basis,
            purpose=who.purpose,
            allowed=[PURPOSES.get(code, code) for code in terms.purposes.value],
        )


def _judge_contributions(verdict: Verdict, who: Applicant, terms: EligibilityTerms) -> None:
    """建金〔2014〕148号: six months in a row, not sealed, nothing owed."""
    least = terms.months_min
    verdict.refuse_if(
        not who.paying,
        "loan.not_paying",
        "住房公积金账户不是正常缴存状态，请先由单位启封或恢复缴存，再申请贷款。",
        basis=least.basis,
    )
    verdict.refuse_if(
        who.arrears > 0,
        "loan.arrears",
        f"还欠缴 {who.arrears} 个月的住房公积金，请先由单位补缴，再申请贷款。",
        basis=least.basis,
        arrears=who.arrears,
    )
    verdict.refuse_if(
        who.months_in_row < least.value,
        "loan.months_paid",
        f"须连续足额缴存满 {least.value} 个月，现为 {who.months_in_row} 个月，"
        f"再连续缴存 {least.value - who.months_in_row} 个月后可以申请。",
        basis=least.basis,
        months=who.months_in_row,
        months_min=least.value,
        missing=least.value - who.months_in_row,
    )


def _judge_loans(verdict: Verdict, who: Applicant, terms: EligibilityTerms) -> None:
    open_max, ever_max = terms.open_loans_max, terms.family_loans_max
    verdict.refuse_if(
        who.open_loans > open_max.value,
        "loan.open_loan",
        f"家庭还有 {who.open_loans} 笔住房公积金贷款没有还清，请结清后再申请。",
        basis=open_max.basis,
        open_loans=who.open_loans,
    )
    verdict.refuse_if(
        who.family_loans + 1 > ever_max.value,
        "loan.family_loans",
        f"一个家庭最多使用 {ever_max.value} 次住房公积金贷款，"
        f"已用过 {who.family_loans} 次，不能再申请；可以改办提取或商业贷款。",
        basis=ever_max.basis,
        family_loans=who.family_loans,
        loans_max=ever_max.value,
    )
    verdict.refuse_if(
        who.overdue,
        "loan.overdue",
        "还有贷款逾期未还，请先还清逾期本息，再申请贷款。",
        basis=open_max.basis,
    )


def _judge_homes(verdict: Verdict, who: Applicant, terms: EligibilityTerms) -> None:
    """建金〔2010〕179号: no loan for a third home."""
    if who.purpose == "buy" and who.homes + 1 > terms.homes_max.value:
        verdict.refuse(
            "loan.homes",
            f"家庭已有 {who.homes} 套住房，不能为购买第 {who.homes + 1} 套住房贷款"
            f"（最多第 {terms.homes_max.value} 套）。",
            basis=terms.homes_max.basis,
            homes=who.homes,
            homes_max=terms.homes_max.value,
        )


def _judge_ban(verdict: Verdict, who: Applicant, on: date) -> None:
    """2026 年条例第四十一条: three years after a fraudulent withdrawal, five after a loan."""
    if who.banned_until is not None and on < who.banned_until:
        verdict.refuse(
            "loan.banned",
            f"因骗取住房公积金，{chinese_date(who.banned_until)}前不能申请贷款；"
            "对处理有异议的，可以向中心提出。",
            basis=("regulation-2026#41",),
            banned_until=who.banned_until.isoformat(),
        )


_JUDGES: tuple[Callable[[Verdict, Applicant, EligibilityTerms], None], ...] = (
    _judge_purpose,
    _judge_contributions,
    _judge_loans,
    _judge_homes,
)
