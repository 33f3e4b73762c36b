"""骗提骗贷 · what follows from obtaining money by fraud.

2026 第四十一条: the money goes back within a set period; after a fraudulent withdrawal no
withdrawal and no loan for 3 years, after a fraudulent loan for 5 years.  The article does not
say when the years begin; they begin on the day of the decision, so that the person knows of
them.  Before 2026-09-20 the Regulations had no such article, and the period of an older act is
refused rather than taken from the new text (《立法法》: no retroaction to somebody's burden).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from provident.enforcement.policy import BanTerms, Offence
from provident.kernel.dates import Month, chinese_date
from provident.kernel.money import ZERO
from provident.kernel.refusal import Verdict
from provident.withdrawal.rules.person import Ban

OFFENCES = {"withdrawal": "违法提取住房公积金", "loan": "违法获得住房公积金贷款"}


@dataclass(frozen=True, slots=True)
class Sanction:
    """处理决定 · no withdrawal and no loan from `from_on` to the day before `until_on`."""

    offence: Offence
    from_on: date
    until_on: date
    repay: Decimal
    repay_by: date
    basis: tuple[str, ...]

    @property
    def ban(self) -> Ban:
        """限制 · as the rules of withdrawal judge it."""
        return Ban(OFFENCES[self.offence], self.from_on, self.until_on, self.basis)

    @property
    def says(self) -> str:
        return (
            f"因{OFFENCES[self.offence]}，责令在{chinese_date(self.repay_by)}以前退回 "
            f"{self.repay:.2f} 元；{chinese_date(self.until_on)}以前不得提取住房公积金或者"
            "使用住房公积金贷款。"
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """认定 · of one act: committed, decided, and the yuan that were obtained by it."""

    offence: Offence
    offence_on: date
    decided_on: date
    decision_no: str
    amount: Decimal
    repay_by: date


def sanction(finding: Finding, terms: BanTerms) -> Sanction:
    """The consequence of a finding; refuses with every reason where it is incomplete."""
    judge_finding(finding, terms).require()
    return Sanction(
        offence=finding.offence,
        from_on=finding.decided_on,
        until_on=years_after(finding.decided_on, terms.years),
        repay=finding.amount,
        repay_by=finding.repay_by,
        basis=terms.basis,
    )


def judge_finding(finding: Finding, terms: BanTerms) -> Verdict:
    """Whether the decision holds what it must."""
    verdict = Verdict()
    verdict.refuse_if(
        not finding.decision_no, "fraud.number", "请填写处理决定的文号。", basis=terms.basis
    )
    verdict.refuse_if(
        finding.decided_on < finding.offence_on,
        "fraud.order",
        f"决定日 {finding.decided_on} 早于行为日 {finding.offence_on}，请核对。",
    )
    verdict.refuse_if(
        finding.amount <= ZERO,
        "fraud.amount",
        f"应退回的金额 {finding.amount:.2f} 元应大于零。",
    )
    verdict.refuse_if(
        finding.repay_by <= finding.decided_on,
        "fraud.period",
        f"退回期限 {finding.repay_by} 应在决定日 {finding.decided_on} 之后。",
        basis=terms.basis,
    )
    return verdict


def years_after(day: date, years: int) -> date:
    """The same day in a later year; 29 February becomes 28 February."""
    return (Month.of(day) + 12 * years).day(day.day)
