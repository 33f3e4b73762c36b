"""提取政策 · the parameters of withdrawal, read into plain groups.

`ask` answers for one centre and one release: `Context.policy`, or a library bound to a
centre.  A value that the centre must enter and has not becomes one of `missing`, reasons to
refuse; a restriction that it may add and has not becomes one of `unset`, which the answer
names as not checked.  Neither is replaced by a guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, cast

from provident.kernel.policy_source import Fact
from provident.kernel.refusal import Defect, Reason, Refusal
from provident.withdrawal.cases import CASES, LOCAL
from provident.withdrawal.questions import Ask, Questions, codes, number

Closing = Literal["stays_open", "must_close", "may_close"]
DayCount = Literal["calendar_days", "working_days"]
Period = Literal["month", "quarter", "year"]

RENT_CAP = "withdrawal.rent_cap"
RENT_CAP_QUARTER = "withdrawal.rent_cap_quarter"
RENT_CAP_YEAR = "withdrawal.rent_cap_year"
RENT_SHARED_BY = "withdrawal.rent_shared_by"
RENT_MONTHS_PAID = "withdrawal.rent_months_paid"
RENT_INCOME_TEST = "withdrawal.rent_income_test"
RENT_INCOME_SHARE = "withdrawal.rent_income_share"
RENT_WITH_HOME = "withdrawal.rent_with_home"
RENT_WITH_LOAN = "withdrawal.rent_with_loan"
RENT_MONTHS_AT_ONCE = "withdrawal.rent_months_at_once"
GAP_MONTHS = "withdrawal.gap_months"
RELATIVES = "withdrawal.relatives"
PURCHASE_WINDOW = "withdrawal.purchase_window_months"
RENOVATION_CAP = "withdrawal.renovation_cap"
RENOVATION_AGAIN = "withdrawal.renovation_again_years"
PROPERTY_FEE_CAP = "withdrawal.property_fee_cap"
PARKING_CAP = "withdrawal.parking_cap"
PARKING_WINDOW = "withdrawal.parking_window_months"
HARDSHIP_CAP = "withdrawal.hardship_cap"
SEALED_MONTHS = "withdrawal.leave_job_sealed_months"
LOAN_FLOOR = "withdrawal.loan_floor_instalments"
DOCUMENTS = "withdrawal.documents"
CERTIFICATE = "withdrawal.employer_certificate"
DECISION_DAYS = "withdrawal.decision_days"
DAY_COUNT = "withdrawal.decision_day_count"
RED_FLAGS = "withdrawal.red_flags"
RED_FLAG_TIMES = "withdrawal.red_flag_times"

READS: tuple[str, ...] = (
    "withdrawal.case_rent",
    "withdrawal.case_purchase",
    "withdrawal.case_build",
    "withdrawal.case_repay",
    "withdrawal.case_renovation",
    "withdrawal.case_property_fee",
    "withdrawal.case_other_housing",
    "withdrawal.case_retire",
    "withdrawal.case_disabled",
    "withdrawal.case_emigrate",
    "withdrawal.case_leave_job",
    "withdrawal.case_death",
    "withdrawal.case_deed_tax",
    "withdrawal.case_old_estate",
    "withdrawal.case_elevator",
    "withdrawal.case_parking",
    "withdrawal.case_illness",
    "withdrawal.case_hardship",
    RENT_CAP,
    RENT_CAP_QUARTER,
    RENT_CAP_YEAR,
    RENT_SHARED_BY,
    RENT_MONTHS_PAID,
    RENT_INCOME_TEST,
    RENT_INCOME_SHARE,
    RENT_WITH_HOME,
    RENT_WITH_LOAN,
    RENT_MONTHS_AT_ONCE,
    GAP_MONTHS,
    RELATIVES,
    PURCHASE_WINDOW,
    RENOVATION_CAP,
    RENOVATION_AGAIN,
    PROPERTY_FEE_CAP,
    PARKING_CAP,
    PARKING_WINDOW,
    HARDSHIP_CAP,
    SEALED_MONTHS,
    LOAN_FLOOR,
    DOCUMENTS,
    CERTIFICATE,
    DECISION_DAYS,
    DAY_COUNT,
    RED_FLAGS,
    RED_FLAG_TIMES,
)
"""Every parameter that withdrawal reads."""


@dataclass(frozen=True, slots=True)
class CaseTerms:
    """一种提取情形 on a day: its article, what becomes of the holder, papers and deadline.

    `closing` is None where no rule provides for the case, and `missing` says so;
    `regulation` is the text in force, e.g. `regulation-2026`;
    `documents` are codes of `rules.papers.PAPERS`, without the employer's certificate.
    """

    case: str
    on: date
    closing: Closing | None
    basis: tuple[str, ...]
    regulation: str
    documents: tuple[str, ...]
    certificate_needed: bool
    decision_days: int
    day_count: DayCount
    missing: tuple[Reason, ...] = ()

    @classmethod
    def read(
        cls, ask: Ask, *, on: date, case: str, area: str | None = None, lease: str = "unfiled"
    ) -> CaseTerms:
        """What holds for `case` when the application is accepted on `on`."""
        decision = ask(DECISION_DAYS, on=on)
        certificate = ask(CERTIFICATE, on=on)
        regulation = decision.basis[0].partition("#")[0]
        facts: dict[str, Fact] = {"case": case, "lease": lease}
        papers = ask(DOCUMENTS, on=on, facts=facts, area=area)
        closing, basis, missing = _closing(ask, on, case, area, regulation)
        return cls(
            case=case,
            on=on,
            closing=closing,
            basis=basis,
            regulation=regulation,
            documents=codes(papers),
            certificate_needed=certificate.value == "needed",
            decision_days=decision.count,
            day_count=cast(DayCount, ask(DAY_COUNT, on=on).value),
            missing=missing,
        )


def _closing(
    ask: Ask, on: date, case: str, area: str | None, regulation: str
) -> tuple[Closing | None, tuple[str, ...], tuple[Reason, ...]]:
    name = f"withdrawal.case_{case}"
    if name not in READS:
        raise Defect(f"{case!r} is no case of withdrawal")
    try:
        value = ask(name, on=on, area=area)
    except Refusal as refusal:
        article = f"{regulation}#24"
        local = case in LOCAL and {"policy.not_entered"} & refusal.codes()
        reason = Reason(
            "withdrawal.case_not_provided",
            f"本中心没有规定“{CASES[case]}”可以提取，请选择其他提取情形或向中心咨询。"
            if local
            else f"{on} 受理的申请不能以“{CASES[case]}”提取：{refusal}",
            {"case": case, "title": CASES[case], "on": on.isoformat()},
            (name,) if local else (article, name),
        )
        return None, (article,), (reason,)
    return cast(Closing, value.value), value.basis, ()


@dataclass(frozen=True, slots=True)
class PeriodCap:
    """租房提取限额 · yuan a month, quarter or year for this household and lease."""

    period: Period
    amount: Decimal
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RentTerms:
    """租房提取条件.

    `caps`          at least one; where the centre has entered none, `missing` says so;
    `shared`        the couple has one cap together;
    `income_share`  the 规定比例 in percent that the rent must exceed (2019 text), None where
                    no test is made;
    `with_home`     the reasons for which somebody with a home may still claim.
    """

    caps: tuple[PeriodCap, ...]
    shared: bool
    months_paid: int
    income_test: bool
    income_share: Decimal | None
    with_home: tuple[str, ...]
    with_loan: bool
    months_at_once: int
    gap_months: int
    missing: tuple[Reason, ...] = ()
    unset: tuple[str, ...] = ()

    @property
    def basis(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for cap in self.caps for code in cap.basis))

    @classmethod
    def read(
        cls, ask: Ask, *, on: date, facts: Mapping[str, Fact], area: str | None = None
    ) -> RentTerms:
        """`facts` are those that `withdrawal.rent_cap` declares (`RentClaim.facts`)."""
        caps, missing = _rent_caps(ask, on, facts, area)
        asked = Questions(ask, on, area)
        test = ask(RENT_INCOME_TEST, on=on).value == "required"
        share = asked.may(RENT_INCOME_SHARE) if test else None
        return cls(
            caps=caps,
            shared=ask(RENT_SHARED_BY, on=on, area=area).value == "couple",
            months_paid=ask(RENT_MONTHS_PAID, on=on, area=area).count,
            income_test=test,
            income_share=number(share) if share else None,
            with_home=codes(ask(RENT_WITH_HOME, on=on, area=area)),
            with_loan=ask(RENT_WITH_LOAN, on=on, area=area).value == "allowed",
            months_at_once=ask(RENT_MONTHS_AT_ONCE, on=on, area=area).count,
            gap_months=gap_months(ask, "rent", on, area),
            missing=missing,
            unset=tuple(asked.unset),
        )


def _rent_caps(
    ask: Ask, on: date, facts: Mapping[str, Fact], area: str | None
) -> tuple[tuple[PeriodCap, ...], tuple[Reason, ...]]:
    """Every cap that the centre has; without any, why there is none."""
    asked = Questions(ask, on, area)
    names: tuple[tuple[Period, str], ...] = (
        ("month", RENT_CAP),
        ("quarter", RENT_CAP_QUARTER),
        ("year", RENT_CAP_YEAR),
    )
    caps: list[PeriodCap] = []
    for period, name in names:
        if value := asked.may(name, **facts):
            caps.append(PeriodCap(period, number(value), value.basis))
    if not caps:
        asked.need(RENT_CAP, **facts)
    return tuple(caps), tuple(asked.missing)


@dataclass(frozen=True, slots=True)
class HomeTerms:
    """购建还贷提取条件 · who may claim for whose home, until when, how often.

    `relatives` counts from the member to the home's owner or the borrower;
    `window_months` is None where the centre sets no limit.
    """

    relatives: tuple[str, ...]
    window_months: int | None
    gap_months: int
    basis: tuple[str, ...]
    unset: tuple[str, ...] = ()

    @classmethod
    def read(
        cls,
        ask: Ask,
        *,
        on: date,
        use: Literal["purchase", "build", "repay"],
        home_place: Literal["same_region", "elsewhere"],
        area: str | None = None,
    ) -> HomeTerms:
        asked = Questions(ask, on, area)
        facts: dict[str, Fact] = {"use": use, "home_place": home_place}
        relatives = ask(RELATIVES, on=on, facts=facts, area=area)
        window = asked.may(PURCHASE_WINDOW) if use == "purchase" else None
        return cls(
            relatives=codes(relatives),
            window_months=window.count if window else None,
            gap_months=gap_months(ask, "repay", on, area) if use == "repay" else 0,
            basis=relatives.basis,
            unset=tuple(asked.unset),
        )


@dataclass(frozen=True, slots=True)
class ExpenseTerms:
    """其他支出提取条件 · `cap` in yuan beside the expense itself, None where it alone counts.

    `gap_months` 0: once for a home, unless `again_years` have gone by.
    """

    cap: Decimal | None
    window_months: int | None
    gap_months: int
    again_years: int | None
    basis: tuple[str, ...]
    missing: tuple[Reason, ...] = ()
    unset: tuple[str, ...] = ()

    @classmethod
    def read(
        cls, ask: Ask, *, on: date, case: str, expense: Decimal, area: str | None = None
    ) -> ExpenseTerms:
        asked = Questions(ask, on, area)
        caps = {
            "renovation": RENOVATION_CAP,
            "property_fee": PROPERTY_FEE_CAP,
            "parking": PARKING_CAP,
            "hardship": HARDSHIP_CAP,
        }
        cap = asked.need(caps[case], expense=expense) if case in caps else None
        window = asked.may(PARKING_WINDOW) if case == "parking" else None
        again = asked.may(RENOVATION_AGAIN) if case == "renovation" else None
        return cls(
            cap=number(cap) if cap else None,
            window_months=window.count if window else None,
            gap_months=gap_months(ask, "yearly", on, area) if case in YEARLY else 0,
            again_years=again.count if again else None,
            basis=tuple(asked.basis),
            missing=tuple(asked.missing),
            unset=tuple(asked.unset),
        )


YEARLY = frozenset({"property_fee", "illness", "hardship"})
"""Expenses that come back; the others are claimed once for a home."""


@dataclass(frozen=True, slots=True)
class FloorTerms:
    """留存 · instalments kept in the holder while a loan is open; None where none are set."""

    instalments: int | None
    basis: tuple[str, ...] = ()

    @classmethod
    def read(cls, ask: Ask, *, on: date, area: str | None = None) -> FloorTerms:
        asked = Questions(ask, on, area)
        floor = asked.may(LOAN_FLOOR)
        return cls(floor.count if floor else None, tuple(asked.basis))


@dataclass(frozen=True, slots=True)
class SealTerms:
    """离职提取条件 · months that the holder has been sealed (建金〔2018〕46号)."""

    sealed_months: int
    basis: tuple[str, ...]

    @classmethod
    def read(cls, ask: Ask, *, on: date) -> SealTerms:
        value = ask(SEALED_MONTHS, on=on)
        return cls(value.count, value.basis)


@dataclass(frozen=True, slots=True)
class FlagTerms:
    """重点核查 · what calls for a closer look, and from how many times on."""

    flags: tuple[str, ...]
    marriages: int
    sales: int
    basis: tuple[str, ...]

    @classmethod
    def read(cls, ask: Ask, *, on: date) -> FlagTerms:
        flags = ask(RED_FLAGS, on=on)
        times = {
            what: ask(RED_FLAG_TIMES, on=on, facts={"what": what}).count
            for what in ("marriage_changes", "home_sales")
        }
        return cls(codes(flags), times["marriage_changes"], times["home_sales"], flags.basis)


def gap_months(ask: Ask, use: str, on: date, area: str | None) -> int:
    """提取间隔: months between two withdrawals for the same use."""
    return ask(GAP_MONTHS, on=on, facts={"use": use}, area=area).count
