"""可贷额度的说明 · what was found out about a loan, in sentences, a chart and tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from provident.channels.calc.answer import Chart, Series, Sheet, Step
from provident.channels.calc.words import Words, mark, percent, say, told
from provident.kernel.refusal import Verdict
from provident.lending.rules.affordability import Limit, LoanAmount
from provident.lending.rules.bound import Bound
from provident.lending.rules.rate import HomeClass
from provident.lending.rules.term import LongestTerm
from provident.policy.explanation import Explanation

HOME_CLASSES: Mapping[HomeClass, str] = MappingProxyType(
    {"first": mark("首套住房"), "second": mark("第二套住房")}
)
INDENT = "　"


@dataclass(frozen=True, slots=True)
class Found:
    """查到的 · everything that policy and rules say about one question."""

    counts_as: HomeClass
    counts_as_basis: tuple[str, ...]
    rate: Bound[Decimal]
    cap: Explanation
    most: LoanAmount
    longest: LongestTerm | None
    verdict: Verdict
    payment: Decimal


def summary(most: LoanAmount, *, allowed: bool) -> Words:
    """The answer in one sentence."""
    template = (
        mark("最多可贷 {amount} 元，由{limit}决定。")
        if allowed
        else mark("现在还不能贷：原因见下。条件具备后，按这些情况最多可贷 {amount} 元。")
    )
    return say(template, amount=most.amount, limit=limit_name(most.binding))


def limit_name(limit: Limit) -> Words:
    """What a limit is called."""
    return told(limit.name, f"limit.name.{limit.code}", _figures(limit))


def _how(limit: Limit) -> Words:
    return told(limit.says, f"limit.says.{limit.code}", _figures(limit))


def _raised_by(limit: Limit) -> Words:
    return told(limit.raised_by, f"limit.raised_by.{limit.code}", _figures(limit))


def _figures(limit: Limit) -> Mapping[str, str]:
    return {**limit.facts, "limit": f"{limit.amount:.2f}"}


def _because(longest: LongestTerm) -> Words:
    facts = {**longest.facts, "months_max": longest.months}
    return told(longest.because, "term.longest", facts)


def steps(months: int, found: Found) -> tuple[Step, ...]:
    """From the class of the home to the limit that decides."""
    shown = [
        Step(
            say("认定套数"),
            say("这一次按{home}办理。", home=say(HOME_CLASSES[found.counts_as])),
            found.counts_as_basis,
        ),
        Step(
            say("确定利率"),
            say(
                "期限 {months} 个月，年利率 {rate}。",
                months=months,
                rate=percent(found.rate.value),
            ),
            found.rate.basis,
        ),
    ]
    if found.longest:
        shown.append(Step(say("最长期限"), _because(found.longest), found.longest.basis))
    for limit in found.most.limits:
        shown.append(
            Step(
                limit_name(limit),
                say(
                    "{how}。限额 {amount} 元。",
                    how=_how(limit),
                    amount=limit.amount,
                ),
                limit.basis,
            )
        )
    shown.append(
        Step(
            say("取最低的一项"),
            say(
                "各项限额中最低的是{limit}，取整后最多可贷 {amount} 元。{raise_it}",
                limit=limit_name(found.most.binding),
                amount=found.most.amount,
                raise_it=_raised_by(found.most.binding),
            ),
        )
    )
    return tuple(shown)


def charts(most: LoanAmount) -> tuple[Chart, ...]:
    """Every limit beside the others; the lowest one is marked."""
    return (
        Chart(
            "bars",
            say("各项限额"),
            tuple(limit_name(limit) for limit in most.limits),
            (Series(say("限额"), tuple(limit.amount for limit in most.limits)),),
            marked=0,
        ),
    )


def sheets(most: LoanAmount, cap: Explanation) -> tuple[Sheet, ...]:
    """The limits with what would raise each, and how the cap of the centre comes about."""
    limits = Sheet(
        "limits",
        say("各项限额和提高的办法"),
        (say("限额"), say("金额"), say("怎样提高")),
        tuple((limit_name(one), one.amount, _raised_by(one)) for one in most.limits),
    )
    lines = Sheet(
        "cap",
        say("最高额度怎样核定"),
        (say("步骤"), say("结果"), say("采用")),
        tuple(
            (
                INDENT * line.depth + line.says,
                line.result,
                say("采用") if line.decides else None,
            )
            for line in cap.lines()
        ),
    )
    return (limits, lines) if len(lines.rows) > 1 else (limits,)
