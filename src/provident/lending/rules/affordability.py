"""可贷额度 · the most that may be lent: the least of its limits, the binding one named.

依据  policies/lending/: cap, balance_limit, down_payment_min, income_share_max,
debt_share_max, amount_step.  Amounts are yuan.  Every limit is cut off, never rounded up, so
that no rounding exceeds a cap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, localcontext

from provident.kernel.money import ZERO, truncate_fen
from provident.kernel.refusal import Verdict
from provident.lending.rules.bound import Bound
from provident.lending.rules.down_payment import down_payment
from provident.lending.rules.level import (
    annuity,
    from_fen,
    half_up_whole,
    level_payment,
    to_fen,
)
from provident.lending.rules.loan import Method
from provident.lending.rules.loan_inputs import RATE_PLACES

YEAR_UNIT = 1200 * 10**RATE_PLACES
DIGITS = 60


@dataclass(frozen=True, slots=True)
class AmountTerms:
    """额度规定 · what policy says about this family and this home.

    `cap`               最高额度, uplifts and coefficients counted in;
    `balance_limit`     by the balances;
    `per_thousand`      how much more that limit is with 1 000 yuan more of balance;
    `down_payment_min`, `income_share_max`, `debt_share_max`  percent;
    `step`              the amount is a whole multiple of it.
    """

    cap: Bound[Decimal]
    balance_limit: Bound[Decimal]
    per_thousand: Decimal
    down_payment_min: Bound[Decimal]
    income_share_max: Bound[Decimal]
    debt_share_max: Bound[Decimal]
    step: Bound[Decimal]


@dataclass(frozen=True, slots=True)
class Case:
    """借款情形 · the home's price, the family's monthly income and what it pays for other
    debts, in yuan; the loan's term, rate (percent a year) and method.
    """

    price: Decimal
    income: Decimal
    other_debts: Decimal
    months: int
    rate: Decimal
    method: Method


@dataclass(frozen=True, slots=True)
class Limit:
    """一项限额 · its amount in yuan, a sentence on how it comes about, how to raise it.

    `facts`  the figures of these sentences, as text: amounts in yuan, shares in percent.
    """

    code: str
    name: str
    amount: Decimal
    says: str
    raised_by: str
    basis: tuple[str, ...]
    facts: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class LoanAmount:
    """可贷额度 · the amount in yuan, the limits from the lowest up; the first one binds."""

    amount: Decimal
    limits: tuple[Limit, ...]

    @property
    def binding(self) -> Limit:
        return self.limits[0]


def loan_amount(case: Case, terms: AmountTerms) -> LoanAmount:
    """可贷额度 · the least of all limits, cut off at the step."""
    limits = sorted(_limits(case, terms), key=lambda limit: limit.amount)
    least = limits[0].amount
    with localcontext(prec=DIGITS):
        amount = truncate_fen(least // terms.step.value * terms.step.value)
    return LoanAmount(amount, tuple(limits))


def judge_amount(wanted: Decimal, most: LoanAmount) -> Verdict:
    """Whether a wanted amount may be lent: every limit that it exceeds is named."""
    verdict = Verdict()
    for limit in most.limits:
        verdict.refuse_if(
            wanted > limit.amount,
            f"amount.{limit.code}",
            f"申请 {wanted:.2f} 元超过{limit.name} {limit.amount:.2f} 元：{limit.says}；"
            f"{limit.raised_by}",
            basis=limit.basis,
            wanted=f"{wanted:.2f}",
            limit=f"{limit.amount:.2f}",
            **limit.facts,
        )
    verdict.refuse_if(
        verdict.allowed and wanted > most.amount,
        "amount.step",
        f"贷款金额应取整，申请 {wanted:.2f} 元，最多 {most.amount:.2f} 元，请改正金额。",
        wanted=f"{wanted:.2f}",
        amount=f"{most.amount:.2f}",
    )
    return verdict


def _limits(case: Case, terms: AmountTerms) -> Iterator[Limit]:
    yield Limit(
        "cap",
        "最高贷款额度",
        terms.cap.value,
        f"按缴存人数和所购住房核定的最高额度为 {terms.cap.value:.2f} 元",
        "增加共同缴存的借款人，或者符合上浮情形的，可以提高。",
        terms.cap.basis,
    )
    yield _balance_limit(terms.balance_limit, terms.per_thousand)
    yield _price_limit(case, terms.down_payment_min)
    yield from _ability_limits(case, terms)


def _balance_limit(limit: Bound[Decimal], more: Decimal) -> Limit:
    raised = (
        f"账户余额每增加 1000 元，这一限额提高 {more:.2f} 元。"
        if more > 0
        else "余额超过保底数额后，这一限额随余额提高。"
    )
    says = f"按账户余额核定的额度为 {limit.value:.2f} 元"
    facts = {"more": f"{more:.2f}"} if more > 0 else {}
    return Limit("balance", "账户余额限额", limit.value, says, raised, limit.basis, facts)


def _price_limit(case: Case, least: Bound[Decimal]) -> Limit:
    parts = down_payment(case.price, least.value)
    return Limit(
        "price",
        "房价扣除首付后的限额",
        parts.loan_max,
        f"房价 {case.price:.2f} 元，首付至少 {least.value}%（{parts.least:.2f} 元）",
        "这一限额随房价而定，不能提高。",
        least.basis,
        {
            "price": f"{case.price:.2f}",
            "percent_min": str(least.value),
            "least": f"{parts.least:.2f}",
        },
    )


def _ability_limits(case: Case, terms: AmountTerms) -> Iterator[Limit]:
    """By income: the instalment alone, and together with what other debts take."""
    for code, name, share, others in (
        ("income", "还款能力限额", terms.income_share_max, ZERO),
        ("debts", "全部债务限额", terms.debt_share_max, case.other_debts),
    ):
        allowed = max(ZERO, truncate_fen((case.income * share.value).scaleb(-2)) - others)
        already = f"减去其他债务月供 {others:.2f} 元，" if others else ""
        yield Limit(
            code,
            name,
            affordable_principal(allowed, case.months, case.rate, case.method),
            f"月收入 {case.income:.2f} 元的 {share.value}%，{already}"
            f"首月还款不超过 {allowed:.2f} 元",
            "延长期限、增加共同借款人的收入或者减少其他债务，可以提高。",
            share.basis,
            {
                "income": f"{case.income:.2f}",
                "share": str(share.value),
                "allowed": f"{allowed:.2f}",
                **({"others": f"{others:.2f}"} if others else {}),
            },
        )


def affordable_principal(
    monthly: Decimal, months: int, rate: Decimal, method: Method
) -> Decimal:
    """还款能力 · the largest loan, to the fen, whose highest monthly payment fits `monthly`.

    The highest payment is the level one (等额本息), the first one (等额本金), or a month's
    part of what is due at the end (一次还本付息).
    """
    if monthly <= 0:
        return ZERO
    payment = _payment_of(months, rate, method)
    numerator, denominator = _share_of(months, rate, method)
    fen = to_fen(monthly) * denominator // numerator
    while payment(fen + 1) <= to_fen(monthly):
        fen += 1
    while fen > 0 and payment(fen) > to_fen(monthly):
        fen -= 1
    return from_fen(fen)


def highest_payment(principal: Decimal, months: int, rate: Decimal, method: Method) -> Decimal:
    """最高月还款额 · what `affordable_principal` holds against the income, in yuan."""
    return from_fen(_payment_of(months, rate, method)(to_fen(principal)))


def _payment_of(months: int, rate: Decimal, method: Method) -> Callable[[int], int]:
    growth = YEAR_UNIT + int(rate.scaleb(RATE_PLACES))

    def level(fen: int) -> int:
        return to_fen(level_payment(from_fen(fen), [growth] * months, YEAR_UNIT))

    def first_of_equal_principal(fen: int) -> int:
        interest = half_up_whole(fen * (growth - YEAR_UNIT), YEAR_UNIT)
        return half_up_whole(fen, months) + interest

    def month_of_bullet(fen: int) -> int:
        interest = half_up_whole(fen * (growth - YEAR_UNIT) * months, YEAR_UNIT)
        return -(-(fen + interest) // months)

    by_method = {
        "equal_instalment": level,
        "equal_principal": first_of_equal_principal,
        "bullet": month_of_bullet,
    }
    return by_method[method]


def _share_of(months: int, rate: Decimal, method: Method) -> tuple[int, int]:
    """The highest payment for one unit of debt, unrounded, as a fraction."""
    millionths = int(rate.scaleb(RATE_PLACES))
    if method == "equal_instalment":
        return annuity(YEAR_UNIT + millionths, YEAR_UNIT, months)
    return YEAR_UNIT + millionths * months, YEAR_UNIT * months
