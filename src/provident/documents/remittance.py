"""住房公积金汇缴书 · the remittance form an employer pays from.

It states the months and persons paid for, the amount to pay, the account to pay to and
the reference for the 附言 by which the receipt finds its order; after posting, also the
bank serial, the posting date and the voucher number.  With `persons` the list of members
follows as an annex.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from provident.documents import contribution_list
from provident.documents.contribution_list import ContributionList, Contributor
from provident.documents.notation import months_text, plain
from provident.documents.press import Section, render_sections
from provident.kernel.dates import Month
from provident.kernel.money import ZERO
from provident.kernel.refusal import Defect


@dataclass(frozen=True, slots=True)
class RemittedMonth:
    """One contribution month: last month, what came, what went, this month.

    A member whose base or ratio changed shows in the amounts that came or went; whether
    he also counts among the persons is the caller's rule, as long as the row adds up.
    """

    month: Month
    last_persons: int
    last_amount: Decimal
    added_persons: int
    added_amount: Decimal
    removed_persons: int
    removed_amount: Decimal
    persons: int
    amount: Decimal

    def __post_init__(self) -> None:
        persons = self.last_persons + self.added_persons - self.removed_persons
        amount = self.last_amount + self.added_amount - self.removed_amount
        if (persons, amount) != (self.persons, self.amount):
            raise Defect(f"汇缴书：{self.month} 上月＋增加－减少不等于本月")


@dataclass(frozen=True, slots=True)
class Payee:
    """The centre's bank account to pay to: 户名, 账号, 开户银行."""

    name: str
    number: str
    bank: str


@dataclass(frozen=True, slots=True)
class Posted:
    """How the money came in: bank serial, posting date, voucher number (when numbered)."""

    bank_serial: str
    on: date
    voucher_number: str | None = None


@dataclass(frozen=True, slots=True)
class Remittance:
    """Everything on the form.  Amounts in yuan; `amount_in_capitals` is the total due.

    `unallocated_used` is what 未分摊 already covers; the employer pays the rest.
    """

    centre: str
    number: str
    employer_name: str
    employer_number: str
    months: tuple[RemittedMonth, ...]
    employer_share: Decimal
    personal_share: Decimal
    amount_in_capitals: str
    unallocated_used: Decimal
    payee: Payee
    reference: str
    due_on: date
    handler: str
    printed_by: str
    printed_at: datetime
    posted: Posted | None = None
    persons: tuple[Contributor, ...] = ()

    def __post_init__(self) -> None:
        if not self.months:
            raise Defect("汇缴书：没有汇缴年月")
        if self.employer_share + self.personal_share != self.total:
            raise Defect("汇缴书：单位与个人缴存额之和不等于各月合计")
        if self.to_pay < 0:
            raise Defect("汇缴书：使用的未分摊余额超过应缴金额")

    @property
    def total(self) -> Decimal:
        """Due for all months, before 未分摊 is used."""
        return sum((row.amount for row in self.months), ZERO)

    @property
    def to_pay(self) -> Decimal:
        """What the employer still has to transfer."""
        return self.total - self.unallocated_used


def to_pdf(form: Remittance) -> bytes:
    """The form, and its annex of members when they are given.  A4, upright."""
    data = plain(replace(form, persons=()))
    data |= plain({"total": form.total, "to_pay": form.to_pay})
    data["months_text"] = months_text(tuple(row.month for row in form.months))
    data["has_annex"] = bool(form.persons)
    sections = [Section("remittance", data)]
    if form.persons:
        sections += contribution_list.sections(_annex(form))
    return render_sections(sections)


def _annex(form: Remittance) -> ContributionList:
    return ContributionList(
        title=f"汇缴书 {form.number} 附件：缴存职工名单",
        centre=form.centre,
        employer_name=form.employer_name,
        employer_number=form.employer_number,
        months=tuple(row.month for row in form.months),
        persons=form.persons,
        printed_by=form.printed_by,
        printed_at=form.printed_at,
    )
