"""场景的规则 · rules that a story asks by name: the ones that no calculator shows.

Each takes what the story wrote (`with`) and gives plain facts: amounts as text with two
places, days as YYYY-MM-DD.  A verdict against it is raised as a `Refusal`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

from provident.collection.rules.findings import Findings
from provident.enforcement import policy as enforcement
from provident.enforcement.rules import fraud, ladder, review
from provident.kernel.money import yuan
from provident.lending import policy as lending
from provident.lending.rules.allocation import Due, allocate
from provident.lending.rules.deadline import decide_by
from provident.lending.rules.grading import days_late, grade
from provident.lending.rules.penalty import Overdue, judge_markup, penalty
from provident.treasury import policy as treasury
from provident.treasury.rules.distribution import FeeApproval, Year, distribute
from provident.treasury.rules.liquidity import BondPurchase, judge_bond, liquidity
from provident.treasury.rules.reserve import ReserveFigures, reserve_for
from provident.treasury.rules.write_off import WriteOff, judge_write_off
from provident.withdrawal.policy import FlagTerms
from provident.withdrawal.rules.red_flags import Circumstances, note_red_flags

Given = Mapping[str, Any]
Facts = dict[str, Any]
Rule = Callable[[Any, Given], Facts]


def _day(given: Given, name: str) -> date:
    return date.fromisoformat(given[name])


def _penalty(ask: Any, given: Given) -> Facts:
    """罚息 of one instalment, and what a payment of `pays` yuan pays first."""
    due_on, paid_on = _day(given, "due_on"), _day(given, "paid_on")
    principal, interest = yuan(given["principal"]), yuan(given["interest"])
    terms = lending.OverdueTerms.read(ask, on=paid_on)
    rates = lending.read_penalty_rates(
        ask, Decimal(given["contract_rate"]), due_on=due_on, paid_on=paid_on
    )
    owed = penalty(
        Overdue(due_on, principal, interest), paid_on, rates,
        base=terms.base, compounding=terms.compounding,
    )  # fmt: skip
    split = allocate(
        yuan(given["pays"]), [Due(1, due_on, principal, interest, owed)], terms.order
    )
    paid = split.paid[0]
    return {
        "rates": [str(one.percent.normalize()) for one in rates],
        "penalty": f"{owed:.2f}",
        "pays": {
            "penalty": f"{paid.penalty:.2f}",
            "interest": f"{paid.interest:.2f}",
            "principal": f"{paid.principal:.2f}",
        },
        "left": f"{split.left:.2f}",
    }


def _markup(ask: Any, given: Given) -> Facts:
    least, most = lending.read_markup_bounds(ask, on=_day(given, "contract_on"))
    judge_markup(Decimal(given["percent"]), least, most).require()
    return {"least": str(least.value), "most": str(most.value)}


def _grade(ask: Any, given: Given) -> Facts:
    on = _day(given, "on")
    late = days_late(_day(given, "oldest_unpaid_due_on"), on)
    return {"days_late": late, "grade": grade(late, lending.read_grade_days(ask, on=on))}


def _decide_by(ask: Any, given: Given) -> Facts:
    on = _day(given, "accepted_on")
    days = lending.read_decision_days(ask, on=on)
    return {"days": days.value, "decide_by": decide_by(on, days.value).isoformat()}


def _terms(ask: Any, given: Given) -> Facts:
    on, months = _day(given, "contract_on"), int(given["months"])
    terms = lending.RepaymentTerms.read(ask, on=on, months=months)
    return {
        "day_count": terms.day_count,
        "repricing": terms.repricing,
        "methods": list(terms.methods.value),
    }


def _rates(ask: Any, given: Given) -> Facts:
    found = lending.read_january_rates(
        ask, starts_on=_day(given, "starts_on"), ends_on=_day(given, "ends_on"),
        months=int(given["months"]), home=cast(Any, given.get("home", "first")),
    )  # fmt: skip
    return {"rates": [f"{one.from_on} {one.rate.normalize()}" for one in found]}


def _red_flags(ask: Any, given: Given) -> Facts:
    found = Findings()
    seen = Circumstances(
        marriage_changes=int(given.get("marriage_changes", 0)),
        home_sales=int(given.get("home_sales", 0)),
        home_elsewhere=given.get("home_elsewhere", False),
        unrelated_buyers=given.get("unrelated_buyers", False),
    )
    note_red_flags(seen, FlagTerms.read(ask, on=_day(given, "on")), found)
    return {"warnings": [one.code for one in found.warnings]}


def _reserve(ask: Any, given: Given) -> Facts:
    terms = treasury.ReserveTerms.read(ask, year_end=_day(given, "year_end"))
    found = reserve_for(_figures(given), terms)
    return {
        "method": found.method,
        "required": f"{found.required:.2f}",
        "addition": f"{found.addition:.2f}",
        "shortfall": f"{found.shortfall:.2f}",
    }


def _figures(given: Given) -> ReserveFigures:
    names = ("loan_balance", "reserve_balance", "distributable")
    return ReserveFigures(*(yuan(given[name]) for name in names))


def _distribute(ask: Any, given: Given) -> Facts:
    year_end = _day(given, "year_end")
    year = Year(yuan(given["income"]), yuan(given["expense"]))
    terms = treasury.SurplusTerms.read(ask, year_end=year_end)
    figures = ReserveFigures(
        yuan(given["loan_balance"]), yuan(given["reserve_balance"]), year.distributable
    )
    reserve = reserve_for(figures, treasury.ReserveTerms.read(ask, year_end=year_end))
    fee = FeeApproval(yuan(given["fee"]), given["fee_approval_no"])
    found = distribute(year, reserve, fee, terms)
    parts = {use: f"{amount:.2f}" for use, amount in found.parts}
    return {"fee_standard": terms.fee_standard, "parts": parts}


def _bond(ask: Any, given: Given) -> Facts:
    on = _day(given, "on")
    asked = BondPurchase(
        on, given["kind"], yuan(given["amount"]), yuan(given["spare"]), given["decision_no"]
    )
    terms = treasury.BondTerms.read(ask, on=on)
    judge_bond(asked, terms).require()
    return {"kinds": list(terms.kinds)}


def _write_off(ask: Any, given: Given) -> Facts:
    terms = treasury.WriteOffTerms.read(ask, decided_on=_day(given, "decided_on"))
    asked = WriteOff(
        yuan(given["principal"]), yuan(given["interest"]), yuan(given["reserve_balance"]),
        given.get("cause", ""), given.get("decision_no", ""),
    )  # fmt: skip
    judge_write_off(asked, terms).require()
    return {"approver": terms.approver}


def _liquidity(ask: Any, given: Given) -> Facts:
    terms = treasury.LiquidityTerms.read(ask, on=_day(given, "on"))
    found = liquidity(yuan(given["loans"]), yuan(given["deposits"]), terms)
    return {"level": found.level or "none", "says": found.says}


def _order(given: Given) -> ladder.Order | None:
    if "order_no" not in given:
        return None
    return ladder.Order(given["order_no"], _day(given, "served_on"), _day(given, "comply_by"))


def _registration(ask: Any, given: Given) -> Facts:
    terms = enforcement.FineTerms.read(ask, offence_on=_day(given, "offence_on"))
    today, order = _day(given, "today"), _order(given)
    if "fine" in given:
        ladder.judge_fine(yuan(given["fine"]), order, today, terms).require()
    found = ladder.next_for_registration(order, None, today, terms)
    return {"step": found.step, "says": found.says}


def _overdue(ask: Any, given: Given) -> Facts:
    terms = enforcement.RemedyTerms.read(ask, ordered_on=_day(given, "ordered_on"))
    found = ladder.next_for_overdue(
        _order(given), yuan(given["owed"]), _day(given, "today"), terms
    )
    return {"step": found.step, "says": found.says}


def _fraud(ask: Any, given: Given) -> Facts:
    offence_on = _day(given, "offence_on")
    terms = enforcement.BanTerms.read(ask, offence=given["offence"], offence_on=offence_on)
    found = fraud.sanction(
        fraud.Finding(
            given["offence"], offence_on, _day(given, "decided_on"), given["decision_no"],
            yuan(given["amount"]), _day(given, "repay_by"),
        ),
        terms,
    )  # fmt: skip
    return {"until_on": found.until_on.isoformat(), "says": found.says}


def _review(ask: Any, given: Given) -> Facts:
    on = _day(given, "received_on")
    terms = enforcement.ReviewTerms.read(ask, on=on)
    answered = given.get("bank_answered_on")
    asked = review.Objection(
        given["reviewer"], on, date.fromisoformat(answered) if answered else None
    )
    review.judge_objection(asked, terms).require()
    return {
        "answer_by": review.answer_by(asked, terms).isoformat(),
        "says": review.told(asked, terms),
    }


RULES: Mapping[str, Rule] = {
    "lending.penalty": _penalty,
    "lending.penalty_markup": _markup,
    "lending.grade": _grade,
    "lending.decide_by": _decide_by,
    "lending.repayment_terms": _terms,
    "lending.january_rates": _rates,
    "withdrawal.red_flags": _red_flags,
    "treasury.reserve": _reserve,
    "treasury.distribution": _distribute,
    "treasury.bond": _bond,
    "treasury.write_off": _write_off,
    "treasury.liquidity": _liquidity,
    "enforcement.registration": _registration,
    "enforcement.overdue": _overdue,
    "enforcement.fraud": _fraud,
    "enforcement.review": _review,
}
"""Every rule that a story can ask, by the business and the name that it has there."""
