"""提取试算的说明 · the answer of the withdrawal rules in sentences, a chart and tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from provident.channels.calc.answer import Answer, Chart, Figure, Series, Sheet, Step
from provident.channels.calc.words import Words, mark, say, told, told_reason
from provident.withdrawal.cases import CASES
from provident.withdrawal.rules import answer as rules
from provident.withdrawal.rules.papers import spelled

CASE_NAMES: Mapping[str, str] = MappingProxyType(
    {code: mark(name) for code, name in CASES.items()}
)
CLOSINGS = {
    "stays_open": mark("提取后账户保留，继续缴存和计息。"),
    "must_close": mark("按这一情形提取的，应当同时注销账户。"),
    "may_close": mark("可以同时注销账户，也可以保留。"),
}
PAYEES = {
    "to_member": mark("款项付给职工本人。"),
    "to_heirs": mark("款项付给继承人或者受遗赠人。"),
    "to_surplus": mark("余额纳入住房公积金的增值收益。"),
}


def tell(found: rules.Answer, on: date, facts: Mapping[str, Any]) -> Answer:
    """The answer with its limits, its papers and its days."""
    return Answer(
        summary=_summary(found),
        figures=_figures(found, on),
        steps=_steps(found),
        charts=_charts(found),
        sheets=_sheets(found),
        reasons=found.findings.reasons,
        notes=tuple(map(told_reason, found.findings.warnings)),
        facts=facts,
    )


def _summary(found: rules.Answer) -> Words:
    if found.allowed:
        return say("可以提取，最多 {amount} 元。", amount=found.amount_max)
    if found.next_on is not None:
        return say("现在还不能提取：原因见下。{on} 起可以再申请。", on=found.next_on)
    return say("现在还不能提取：原因见下。")


def _figures(found: rules.Answer, on: date) -> tuple[Figure, ...]:
    shown = [Figure(say("最多可提"), found.amount_max, say("元"))] if found.allowed else []
    if found.next_on is not None and found.next_on > on:
        shown.append(Figure(say("下次可以申请"), found.next_on))
    if found.decide_by is not None:
        shown.append(
            Figure(say("最迟答复日"), found.decide_by, None, say("从受理之日的次日起算"))
        )
    return tuple(shown)


def _steps(found: rules.Answer) -> tuple[Step, ...]:
    shown = [
        Step(say("属于哪种情形"), say("{case}。", case=told(found.title)), found.basis),
    ]
    shown += [
        Step(
            say("限额"),
            say("{name}，限额 {amount} 元。", name=_name(limit), amount=limit.amount),
            limit.basis,
        )
        for limit in found.limits
    ]
    if found.allowed and found.binding is not None:
        shown.append(
            Step(
                say("取最低的一项"),
                say(
                    "最低的是{name}，最多可提 {amount} 元。",
                    name=_name(found.binding),
                    amount=found.amount_max,
                ),
            )
        )
    if found.closing is not None:
        shown.append(
            Step(
                say("账户怎样处理"),
                say(
                    "{closing}{payee}",
                    closing=say(CLOSINGS[found.closing]),
                    payee=say(PAYEES[found.pays]),
                ),
                found.basis,
            )
        )
    return tuple(shown)


def _name(limit: rules.Limit) -> Words:
    return told(limit.zh, f"withdrawal.limit.{limit.code}", limit.facts)


def _charts(found: rules.Answer) -> tuple[Chart, ...]:
    if found.binding is None:
        return ()
    return (
        Chart(
            "bars",
            say("各项限额"),
            tuple(map(_name, found.limits)),
            (Series(say("限额"), tuple(limit.amount for limit in found.limits)),),
            marked=found.limits.index(found.binding),
        ),
    )


def _sheets(found: rules.Answer) -> tuple[Sheet, ...]:
    papers = Sheet(
        "documents",
        say("要带的材料"),
        (say("材料"),),
        tuple((told(name),) for name in spelled(found.documents)),
    )
    return (papers,) if papers.rows else ()
