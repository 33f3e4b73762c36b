"""租房提取 · withdraw to pay rent.

2019 第二十四条第一款第（六）项: the rent exceeds a set share of the household's wages.
2026 第二十四条第一款第（一）项: rent is paid; no income test.
建金〔2015〕19号: three months paid in full, no own home in the city (couple); public rental by
the actual rent, market rental up to the centre's cap; both spouses may withdraw for the rent.
A cap counts for the rent months of its period, whenever they are claimed, so that neither
splitting a claim nor a spouse's claim exceeds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from provident.collection.rules.findings import Findings
from provident.kernel.dates import Month, months
from provident.kernel.money import ZERO
from provident.kernel.policy_source import Fact
from provident.withdrawal.policy import (
    GAP_MONTHS,
    RENT_MONTHS_AT_ONCE,
    CaseTerms,
    FloorTerms,
    PeriodCap,
    RentTerms,
)
from provident.withdrawal.rules.answer import (
    Answer,
    Limit,
    begin,
    conclude,
    note_unset,
    require_amount,
)
from provident.withdrawal.rules.deadline import months_after
from provident.withdrawal.rules.limits import available
from provident.withdrawal.rules.person import Person, judge_person, later

Lease = Literal["unfiled", "filed", "public_rental"]
Household = Literal["single", "married"]


@dataclass(frozen=True, slots=True)
class RentClaim:
    """租房提取申请 · accepted on `on`, for the rent months `first` to `last`.

    `amount`        asked for in yuan, None: how much may I?
    `rent`          yuan a month; `lease` says how it is proven;
    `owns_home`     the member or the spouse owns a home in the city;
    `despite_home`  why rent is paid all the same, a code of `withdrawal.rent_with_home`;
    `contribution`  the member's whole monthly contribution in yuan;
    `wages`         the household's monthly wages in yuan, None if not declared;
    `used`          yuan that the member has withdrawn for each rent month already,
    `spouse_used`   and the spouse;
    `last_on`       the day of the last rent withdrawal of the member.
    """

    on: date
    first: Month
    last: Month
    amount: Decimal | None
    rent: Decimal
    lease: Lease
    household: Household
    owns_home: bool
    several_children: bool = False
    new_citizen_or_young: bool = False
    despite_home: str | None = None
    contribution: Decimal = ZERO
    wages: Decimal | None = None
    used: Mapping[Month, Decimal] = field(default_factory=dict[Month, Decimal])
    spouse_used: Mapping[Month, Decimal] = field(default_factory=dict[Month, Decimal])
    last_on: date | None = None

    @property
    def facts(self) -> dict[str, Fact]:
        """What `withdrawal.rent_cap` may depend on."""
        return {
            "rent": self.rent,
            "monthly_contribution": self.contribution,
            "lease": self.lease,
            "household": self.household,
            "several_children": self.several_children,
            "new_citizen_or_young": self.new_citizen_or_young,
        }

    @property
    def rent_months(self) -> tuple[Month, ...]:
        return tuple(months(self.first, max(self.last - self.first + 1, 0)))


def judge_rent(
    claim: RentClaim, person: Person, case: CaseTerms, terms: RentTerms, floor: FloorTerms
) -> Answer:
    """Whether, how much and when next; every reason at once."""
    found = begin(case)
    found.add(terms.missing)
    note_unset(found, terms.unset)
    unbanned = judge_person(person, claim.on, found)
    _judge_conditions(claim, person, case, terms, found)
    _judge_months(claim, terms, found)
    next_on = _judge_gap(claim, terms, found)
    limits = [available(person.money, floor)]
    limits += [_rent_limit(claim, cap, terms) for cap in terms.caps if claim.rent_months]
    require_amount(found, claim.amount, limits)
    return conclude(
        case, found, limits, next_on=later(unbanned, next_on), more_basis=terms.basis
    )


def _judge_conditions(
    claim: RentClaim, person: Person, case: CaseTerms, terms: RentTerms, found: Findings
) -> None:
    notice = (*case.basis, "jianjin-2015-19")
    found.refuse_if(
        person.months_paid < terms.months_paid,
        "withdrawal.months_paid",
        f"租房提取须连续足额缴存满 {terms.months_paid} 个月，现为 {person.months_paid} 个月；"
        f"再缴存 {terms.months_paid - person.months_paid} 个月后可以申请。",
        basis=notice,
        months=person.months_paid,
        months_min=terms.months_paid,
        missing=terms.months_paid - person.months_paid,
    )
    found.refuse_if(
        claim.owns_home and claim.despite_home not in terms.with_home,
        "withdrawal.owns_home",
        "本人或者配偶在缴存城市有自有住房，不能以租房提取；购房贷款未还清的，可以申请偿还购房贷款本息提取。",
        basis=notice,
    )
    found.refuse_if(
        person.money.has_loan and not terms.with_loan,
        "withdrawal.rent_with_loan",
        "本中心规定公积金贷款未结清的不能以租房提取，请先结清贷款，或者申请偿还购房贷款本息提取。",
        basis=("withdrawal.rent_with_loan",),
    )
    found.refuse_if(
        claim.rent <= ZERO, "withdrawal.rent", "请填写每月实际支付的房租，应大于零。"
    )
    if terms.income_test and terms.income_share is not None:
        _judge_income(claim, case, terms.income_share, found)


def _judge_income(claim: RentClaim, case: CaseTerms, share: Decimal, found: Findings) -> None:
    """2019 第二十四条第一款第（六）项."""
    if claim.wages is None:
        found.refuse(
            "withdrawal.wages_missing",
            "请申报家庭月工资收入，以核对房租是否超出规定的比例。",
            basis=case.basis,
        )
        return
    found.refuse_if(
        claim.rent * 100 <= share * claim.wages,
        "withdrawal.rent_share",
        f"月房租 {claim.rent:.2f} 元没有超出家庭月工资收入 {claim.wages:.2f} 元的 {share}%，"
        "不符合租房提取的条件。",
        basis=case.basis,
        share=str(share),
        rent=f"{claim.rent:.2f}",
        wages=f"{claim.wages:.2f}",
    )


def _judge_months(claim: RentClaim, terms: RentTerms, found: Findings) -> None:
    count = len(claim.rent_months)
    found.refuse_if(
        count == 0,
        "withdrawal.rent_months",
        f"房租的止月 {claim.last} 早于起月 {claim.first}，请核对。",
        first=str(claim.first),
        last=str(claim.last),
    )
    found.refuse_if(
        claim.last > Month.of(claim.on),
        "withdrawal.rent_ahead",
        f"房租所属月份最晚为申请当月 {Month.of(claim.on)}，以后月份的房租到时再提取。",
        last=str(claim.last),
        latest=str(Month.of(claim.on)),
    )
    found.refuse_if(
        count > terms.months_at_once,
        "withdrawal.rent_months_max",
        f"一次最多提取 {terms.months_at_once} 个月的房租，申请了 {count} 个月；请分次申请。",
        basis=(RENT_MONTHS_AT_ONCE,),
        months=count,
        months_max=terms.months_at_once,
    )


def _judge_gap(claim: RentClaim, terms: RentTerms, found: Findings) -> date | None:
    if claim.last_on is None:
        return None
    again_on = months_after(claim.last_on, terms.gap_months)
    found.refuse_if(
        claim.on < again_on,
        "withdrawal.too_soon",
        f"上次租房提取是 {claim.last_on}，两次之间须隔 {terms.gap_months} 个月，"
        f"{again_on} 起可以再次申请。",
        basis=(GAP_MONTHS,),
        next_on=again_on.isoformat(),
        last_on=claim.last_on.isoformat(),
        gap_months=terms.gap_months,
    )
    return again_on


PERIODS = {"month": "每月", "quarter": "每季", "year": "每年"}


def _rent_limit(claim: RentClaim, cap: PeriodCap, terms: RentTerms) -> Limit:
    """What is left of the cap in every period that the rent months touch."""
    periods = {_period(cap, month) for month in claim.rent_months}
    used = dict.fromkeys(periods, ZERO)
    for taken in (claim.used, claim.spouse_used) if terms.shared else (claim.used,):
        for month, amount in taken.items():
            if (period := _period(cap, month)) in used:
                used[period] += amount
    left = sum((max(cap.amount - taken, ZERO) for taken in used.values()), ZERO)
    gone = sum(used.values(), ZERO)
    who = "夫妻" if terms.shared else "本人"
    less = f"，{who}已提取 {gone:.2f} 元" if gone else ""
    return Limit(
        f"rent_cap_{cap.period}",
        f"租房提取限额（{PERIODS[cap.period]} {cap.amount:.2f} 元，"
        f"{len(claim.rent_months)} 个月的房租{less}）",
        left,
        cap.basis,
        {
            "cap": f"{cap.amount:.2f}",
            "months": str(len(claim.rent_months)),
            **({"used": f"{gone:.2f}"} if gone else {}),
        },
    )


def _period(cap: PeriodCap, month: Month) -> tuple[int, int]:
    """The period of the cap that a rent month lies in: year, and month or quarter."""
    part = {"month": month.month, "quarter": (month.month + 2) // 3, "year": 0}[cap.period]
    return month.year, part
