"""贷款政策 · what the policy of a day says about a loan, read into typed terms.

`ask` is the kernel's `Context.policy`, or a policy library bound to a centre.  Everything
that one reading needs is asked at once, so that a centre which has entered nothing learns of
every missing value together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol, cast

from provident.kernel.policy_source import Fact, PolicyValue
from provident.kernel.refusal import Defect, Reason, Refusal
from provident.lending.rules.affordability import AmountTerms
from provident.lending.rules.allocation import Order
from provident.lending.rules.bound import Bound
from provident.lending.rules.eligibility import EligibilityTerms
from provident.lending.rules.grading import GRADES, Grade
from provident.lending.rules.loan import DayCount, Method, Repricing
from provident.lending.rules.penalty import (
    Compounding,
    PenaltyBase,
    PenaltyRate,
    raised_rate,
    yearly_rate,
)
from provident.lending.rules.rate import DatedRate, HomeClass, contract_rate, term_band
from provident.lending.rules.term import TermLimits

READS: tuple[str, ...] = (
    "lending.age_limit",
    "lending.allocation_order",
    "lending.amount_step",
    "lending.balance_limit",
    "lending.cap",
    "lending.day_count",
    "lending.debt_share_max",
    "lending.decision_days",
    "lending.down_payment_min",
    "lending.family_loans_max",
    "lending.grade_days",
    "lending.home_class",
    "lending.homes_max",
    "lending.income_share_max",
    "lending.methods",
    "lending.months_min",
    "lending.open_loans_max",
    "lending.penalty_base",
    "lending.penalty_compounding",
    "lending.penalty_daily",
    "lending.penalty_markup",
    "lending.penalty_markup_max",
    "lending.penalty_markup_min",
    "lending.purposes",
    "lending.rate_band_months",
    "lending.rate_first_home",
    "lending.rate_second_home_min",
    "lending.repricing",
    "lending.repricing_convention",
    "lending.term_max_months",
)
"""Every parameter that the lending rules read."""

CONTRACT_MARKUP_FROM = date(2004, 1, 1)
"""From this day penalties follow the contract's rate (银发〔2003〕251号)."""

BALANCE_PROBE = Decimal(1000)

Facts = Mapping[str, Fact]


class Ask(Protocol):
    """One question to the policy: the value of a parameter on a day."""

    def __call__(
        self,
        name: str,
        *,
        on: date,
        facts: Facts | None = None,
        area: str | None = None,
    ) -> PolicyValue: ...


@dataclass(frozen=True, slots=True)
class Family:
    """借款家庭 · what policy may ask about the people; balances in yuan, all of them together.

    `contributors` borrow together; `homes` and `family_loans` without the new ones.
    """

    balance: Decimal
    mean_balance: Decimal
    contributors: int = 1
    contributor_kind: Literal["employed", "flexible"] = "employed"
    homes: int = 0
    family_loans: int = 0
    loans_settled: bool = True
    several_children: bool = False
    no_home_in_district: bool = False
    outsider: bool = False
    talent: bool = False
    serviceman: bool = False
    new_citizen: bool = False
    young: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """所购住房 · what policy may ask about the home."""

    completed_home: bool = False
    sale_and_buy: bool = False
    good_home: bool = False
    green_home: bool = False
    affordable_home: bool = False
    new_home: bool = False
    inside_corps: bool = False


_CAP_FACTS = (
    "contributors", "several_children", "talent", "serviceman", "new_citizen", "young",
    "completed_home", "sale_and_buy", "good_home", "green_home", "affordable_home",
    "new_home", "inside_corps",
)  # fmt: skip
_HOME_CLASS_FACTS = (
    "homes", "family_loans", "loans_settled", "several_children", "no_home_in_district",
    "outsider",
)  # fmt: skip


def home_class(ask: Ask, family: Family, *, on: date, area: str | None = None) -> HomeClass:
    """首套或第二套 · as which home this one counts, on the day of acceptance."""
    facts = {name: cast(Fact, getattr(family, name)) for name in _HOME_CLASS_FACTS}
    answer = ask("lending.home_class", on=on, facts=facts, area=area)
    return cast(HomeClass, answer.value)


def read_amount(
    ask: Ask,
    family: Family,
    home: Home,
    counts_as: HomeClass,
    *,
    on: date,
    area: str | None = None,
) -> AmountTerms:
    """额度规定 · for this family and home on the day of acceptance."""
    known: dict[str, Fact] = asdict(family) | asdict(home)
    balances: dict[str, Fact] = {
        "balance": family.balance,
        "mean_balance": family.mean_balance,
    }
    answers = _ask_all(
        ask,
        on,
        area,
        {
            "lending.cap": {name: known[name] for name in _CAP_FACTS}
            | {"home_class": counts_as},
            "lending.balance_limit": balances,
            "lending.down_payment_min": {
                "home_class": counts_as,
                "affordable_home": home.affordable_home,
                "loans_settled": family.loans_settled,
            },
            "lending.income_share_max": {},
            "lending.debt_share_max": {},
            "lending.amount_step": {},
        },
    )
    more = {name: cast(Decimal, value) + BALANCE_PROBE for name, value in balances.items()}
    raised = _number(ask("lending.balance_limit", on=on, facts=more, area=area))
    limit = _number(answers["lending.balance_limit"])
    return AmountTerms(
        cap=_number(answers["lending.cap"]),
        balance_limit=limit,
        per_thousand=raised.value - limit.value,
        down_payment_min=_number(answers["lending.down_payment_min"]),
        income_share_max=_number(answers["lending.income_share_max"]),
        debt_share_max=_number(answers["lending.debt_share_max"]),
        step=_number(answers["lending.amount_step"]),
    )


def read_eligibility(
    ask: Ask, family: Family, *, on: date, area: str | None = None
) -> EligibilityTerms:
    """贷款条件 · on the day of acceptance."""
    answers = _ask_all(
        ask,
        on,
        area,
        {
            "lending.months_min": {"contributor_kind": family.contributor_kind},
            "lending.open_loans_max": {},
            "lending.family_loans_max": {},
            "lending.homes_max": {},
            "lending.purposes": {},
        },
    )
    purposes = answers["lending.purposes"]
    return EligibilityTerms(
        months_min=_count(answers["lending.months_min"]),
        open_loans_max=_count(answers["lending.open_loans_max"]),
        family_loans_max=_count(answers["lending.family_loans_max"]),
        homes_max=_count(answers["lending.homes_max"]),
        purposes=Bound(cast(tuple[str, ...], purposes.value), purposes.basis),
    )


def read_term(ask: Ask, *, on: date, area: str | None = None) -> TermLimits:
    """期限规定 · on the day of acceptance."""
    names = ("lending.term_max_months", "lending.age_limit")
    answers = _ask_all(ask, on, area, {name: {} for name in names})
    return TermLimits(*(_count(answers[name]) for name in names))


def read_decision_days(ask: Ask, *, on: date) -> Bound[int]:
    """审批期限 · calendar days, by the day of acceptance."""
    return _count(ask("lending.decision_days", on=on))


def read_rate(ask: Ask, *, on: date, months: int, home: HomeClass) -> Bound[Decimal]:
    """贷款年利率 · percent, for a loan of this term that is paid out on `on`."""
    band = term_band(months, ask("lending.rate_band_months", on=on).count)
    first = _number(ask("lending.rate_first_home", on=on, facts={"term_band": band}))
    if home == "first":
        return first
    facts: Facts = {"term_band": band, "first_home_rate": first.value}
    floor = _number(ask("lending.rate_second_home_min", on=on, facts=facts))
    return Bound(contract_rate(home, first.value, floor.value), floor.basis)


def read_january_rates(
    ask: Ask, *, starts_on: date, ends_on: date, months: int, home: HomeClass
) -> list[DatedRate]:
    """历年利率 · the rate at the payout and on every 1 January of the loan's life.

    Only the first where the loan keeps its contract's rate.  After the last known change the
    rate is taken to stay as it is.
    """
    days = [starts_on]
    rule = ask("lending.repricing", on=starts_on, facts={"term_months": months})
    if rule.value == "next_january":
        years = range(starts_on.year + 1, ends_on.year + 1)
        days += [date(year, 1, 1) for year in years]
    return [
        DatedRate(day, read_rate(ask, on=day, months=months, home=home).value) for day in days
    ]


@dataclass(frozen=True, slots=True)
class RepaymentTerms:
    """还款规定 · how interest is counted, how a new rate begins, which methods are offered."""

    day_count: DayCount
    repricing: Repricing
    methods: Bound[tuple[Method, ...]]

    @classmethod
    def read(
        cls, ask: Ask, *, on: date, months: int, area: str | None = None
    ) -> RepaymentTerms:
        """On the day of the contract."""
        answers = _ask_all(
            ask,
            on,
            area,
            {
                "lending.day_count": {},
                "lending.repricing_convention": {},
                "lending.methods": {"term_months": months},
            },
        )
        methods = answers["lending.methods"]
        return cls(
            cast(DayCount, answers["lending.day_count"].value),
            cast(Repricing, answers["lending.repricing_convention"].value),
            Bound(cast(tuple[Method, ...], methods.value), methods.basis),
        )


@dataclass(frozen=True, slots=True)
class OverdueTerms:
    """逾期规定 · what a penalty is charged on, and what a payment pays first."""

    base: PenaltyBase
    compounding: Compounding
    order: Order

    @classmethod
    def read(cls, ask: Ask, *, on: date, area: str | None = None) -> OverdueTerms:
        """On the day of payment."""
        names = (
            "lending.penalty_base",
            "lending.penalty_compounding",
            "lending.allocation_order",
        )
        answers = _ask_all(ask, on, area, {name: {} for name in names})
        base, compounding, order = (answers[name].value for name in names)
        return cls(cast(PenaltyBase, base), cast(Compounding, compounding), cast(Order, order))


def read_markup_bounds(ask: Ask, *, on: date) -> tuple[Bound[Decimal], Bound[Decimal]]:
    """罚息加收幅度 · the least and the most that a contract of that day may agree on."""
    least = ask("lending.penalty_markup_min", on=on)
    return _number(least), _number(ask("lending.penalty_markup_max", on=on))


def read_penalty_rates(
    ask: Ask, contract: Decimal, *, due_on: date, paid_on: date, markup: Decimal | None = None
) -> list[PenaltyRate]:
    """罚息利率 · from the due date to the payment, for a contract at this yearly rate.

    `markup` is what the contract agreed on, else the centre's.  Days before 2004 have the
    fixed rate a day of their time.
    """
    rates: list[PenaltyRate] = []
    if due_on < CONTRACT_MARKUP_FROM:
        daily = _number(ask("lending.penalty_daily", on=due_on)).value
        rates.append(PenaltyRate(due_on, yearly_rate(daily)))
    if paid_on > CONTRACT_MARKUP_FROM:
        start = max(due_on, CONTRACT_MARKUP_FROM)
        if markup is None:
            markup = _number(ask("lending.penalty_markup", on=start)).value
        rates.append(PenaltyRate(start, raised_rate(contract, markup)))
    return rates


def read_grade_days(ask: Ask, *, on: date) -> dict[Grade, int]:
    """五级分类 · the first day late of each grade but the normal one."""
    return {
        name: ask("lending.grade_days", on=on, facts={"grade": name}).count
        for name in GRADES[1:]
    }


def _ask_all(
    ask: Ask, on: date, area: str | None, questions: Mapping[str, Facts]
) -> dict[str, PolicyValue]:
    """Every answer, or one `Refusal` with the reasons of all that have none."""
    answers: dict[str, PolicyValue] = {}
    reasons: list[Reason] = []
    for name, facts in questions.items():
        try:
            answers[name] = ask(name, on=on, facts=facts, area=area)
        except Refusal as refusal:
            reasons += refusal.reasons
    if reasons:
        raise Refusal(reasons)
    return answers


def _number(answer: PolicyValue) -> Bound[Decimal]:
    if not isinstance(answer.value, Decimal):
        raise Defect(f"policy {answer.name} is no number: {answer.value!r}")
    return Bound(answer.value, answer.basis)


def _count(answer: PolicyValue) -> Bound[int]:
    return Bound(answer.count, answer.basis)
