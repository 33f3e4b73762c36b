"""余额异议 · by when an objection to a balance is answered, and by whom.

First the entrusted bank checks, then the centre checks again; each answers in writing within
5 days of being asked (2019 第三十六条第二款; 2026 第三十七条第二款).  An enquiry is never
refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from provident.enforcement.policy import ReviewTerms
from provident.kernel.dates import chinese_date
from provident.kernel.refusal import Verdict
from provident.kernel.workdays import due_date

Reviewer = Literal["bank", "centre"]

REVIEWERS = {"bank": "受委托银行", "centre": "住房公积金管理中心"}


@dataclass(frozen=True, slots=True)
class Objection:
    """异议申请 · to whom, received on a day; `bank_answered_on` is what came before."""

    reviewer: Reviewer
    received_on: date
    bank_answered_on: date | None = None


def judge_objection(objection: Objection, terms: ReviewTerms) -> Verdict:
    """The centre reviews what the bank has answered, not before."""
    verdict = Verdict()
    verdict.refuse_if(
        objection.reviewer == "centre" and objection.bank_answered_on is None,
        "review.bank_first",
        "对余额有异议的，先申请受委托银行复核；对复核结果仍有异议的，再申请中心重新复核。",
        basis=terms.basis,
    )
    return verdict


def answer_by(objection: Objection, terms: ReviewTerms) -> date:
    """The last day for the written answer, moved from a holiday to the next working day."""
    return due_date(objection.received_on, terms.days)


def told(objection: Objection, terms: ReviewTerms) -> str:
    """What the person is told when the objection is received."""
    return (
        f"{REVIEWERS[objection.reviewer]}将在{chinese_date(answer_by(objection, terms))}"
        "以前书面答复。"
    )
