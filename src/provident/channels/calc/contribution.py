"""缴存试算 · what is paid in each month, by whom, and from which month on.

The rules are `provident.collection.rules.contribution`; base limits, ratios and rounding
come from the policy of the month.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, cast

from provident.channels.calc.answer import Answer, Chart, Figure, Series, Sheet, Step, plain
from provident.channels.calc.desk import Desk
from provident.channels.calc.fields import Amount, Day, MonthOf, Number, Question, ask_for
from provident.channels.calc.words import Words, mark, percent, say
from provident.collection.rules.contribution import (
    Base,
    Bounds,
    Rounding,
    Start,
    StartRule,
    clamp_base,
    first_month_for,
    monthly_limit,
    monthly_share,
)
from provident.collection.rules.findings import Findings
from provident.collection.rules.registration import RatioBounds, check_ratios
from provident.kernel.policy_source import Fact, PolicyValue
from provident.kernel.refusal import Defect

CAP = "collection.base_cap"
FLOOR = "collection.base_floor"
RATIO_MIN = "collection.ratio_min"
RATIO_MAX = "collection.ratio_max"
ROUNDING = "collection.rounding_default"
ROUNDING_ALLOWED = "collection.rounding_allowed"
FIRST_MONTH = "collection.first_month"
READS = (CAP, FLOOR, RATIO_MIN, RATIO_MAX, ROUNDING, ROUNDING_ALLOWED)
"""What is asked for every month; the first month only where somebody was hired."""

ROUNDINGS = {"fen": mark("分"), "jiao": mark("角"), "yuan": mark("元")}


class ContributionQuestion(Question):
    """缴存试算的提问."""

    wage: Amount = ask_for(
        mark("月平均工资"),
        unit=mark("元"),
        hint=mark("职工本人上一年度月平均工资；新参加工作或新调入的，为当月工资"),
    )
    month: MonthOf = ask_for(mark("缴存月份"), hint=mark("按这个月的政策计算，如 2026-11"))
    employer_ratio: Number = ask_for(mark("单位缴存比例"), unit=mark("%"))
    member_ratio: Number = ask_for(mark("个人缴存比例"), unit=mark("%"))
    rounding: Literal["fen", "jiao", "yuan"] | None = ask_for(
        mark("月缴存额取整到"),
        choices=ROUNDINGS,
        default=None,
        hint=mark("不选则用中心的默认方式"),
    )
    hired_on: Day | None = ask_for(
        mark("录用日期"), default=None, hint=mark("填写后计算从哪个月起缴存")
    )
    hire_kind: Literal["first_job", "moved_in"] = ask_for(
        mark("录用情形"),
        choices={"first_job": mark("新参加工作"), "moved_in": mark("从其他单位调入")},
        default="first_job",
    )
    area: str | None = ask_for(mark("区县"), default=None, max_length=12)


FIELDS = {
    "contribution.wage": "wage",
    "contribution.rounding": "rounding",
    "ratio": "employer_ratio",
    "policy": "month",
}


def answer(question: ContributionQuestion, desk: Desk) -> Answer:
    """Both monthly shares with every step.  Refuses what the month's policy does not allow."""
    terms = _Terms.of(question, desk)
    base = clamp_base(question.wage, terms.bounds)
    employer = monthly_share(base.base, question.employer_ratio, terms.rounding)
    member = monthly_share(base.base, question.member_ratio, terms.rounding)
    started = _Started.of(question, desk)
    start = started.start if started else None
    yuan = say("元")
    return Answer(
        summary=say(
            "每月共缴存 {total} 元：单位 {employer} 元，个人 {member} 元。",
            total=employer + member,
            employer=employer,
            member=member,
        ),
        figures=(
            Figure(say("月缴存额"), employer + member, yuan),
            Figure(say("单位缴存"), employer, yuan),
            Figure(say("个人缴存"), member, yuan),
            Figure(say("缴存基数"), base.base, yuan, _adjusted(base)),
            *((Figure(say("最早起缴月"), start.earliest),) if start else ()),
        ),
        steps=(
            *_steps(question, terms, base, employer, member),
            *((_start_step(started),) if started else ()),
        ),
        charts=(_chart(employer, member),),
        sheets=(_sheet(question, terms, base, employer, member),),
        notes=(
            say("单位和个人缴存的部分都归职工本人所有，一并计入本人账户。"),
            say("试算结果供参考，以中心核定的为准。"),
        ),
        facts={
            **base.facts(),
            "employer": plain(employer),
            "member": plain(member),
            "total": plain(employer + member),
            "base_floor": plain(terms.bounds.floor),
            "base_cap": plain(terms.bounds.cap),
            "rounding": terms.rounding,
            **({"first_month": str(start.earliest)} if start else {}),
        },
    )


@dataclass(frozen=True, slots=True)
class _Terms:
    """What the policy of the month says."""

    bounds: Bounds
    ratios: RatioBounds
    rounding: Rounding
    rounding_basis: tuple[str, ...]

    @classmethod
    def of(cls, question: ContributionQuestion, desk: Desk) -> _Terms:
        """Every parameter, or one refusal with all that the policy does not know."""
        on, area = question.month.first_day, question.area
        desk.require(READS, on=on, area=area)
        values = {name: desk.ask(name, on=on, area=area) for name in READS}
        terms = cls(
            Bounds(_number(values[FLOOR]), _number(values[CAP]), values[CAP].basis),
            RatioBounds(
                _number(values[RATIO_MIN]),
                _number(values[RATIO_MAX]),
                _together(values[RATIO_MIN], values[RATIO_MAX]),
            ),
            question.rounding or cast(Rounding, values[ROUNDING].value),
            values[ROUNDING_ALLOWED].basis,
        )
        terms._judge(question, values[ROUNDING_ALLOWED])
        return terms

    def _judge(self, question: ContributionQuestion, allowed: PolicyValue) -> None:
        found = Findings()
        found.refuse_if(
            question.wage <= 0,
            "contribution.wage",
            "月平均工资必须大于零，请核对后重新填写。",
        )
        check_ratios(question.employer_ratio, question.member_ratio, self.ratios, found)
        codes = allowed.value if isinstance(allowed.value, tuple) else (allowed.value,)
        found.refuse_if(
            self.rounding not in codes,
            "contribution.rounding",
            f"本中心的月缴存额不取整到{ROUNDINGS[self.rounding]}，请另选一种或不选。",
            basis=allowed.basis,
            rounding=ROUNDINGS[self.rounding],
        )
        found.require()


def _number(value: PolicyValue) -> Decimal:
    if not isinstance(value.value, Decimal):
        raise Defect(f"policy {value.name} is not a number: {value.value!r}")
    return value.value


def _together(*values: PolicyValue) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for value in values for code in value.basis))


@dataclass(frozen=True, slots=True)
class _Started:
    """From which month somebody contributes, and by which article."""

    hired_on: date
    start: Start
    basis: tuple[str, ...]

    @classmethod
    def of(cls, question: ContributionQuestion, desk: Desk) -> _Started | None:
        if question.hired_on is None:
            return None
        facts: dict[str, Fact] = {"hire_kind": question.hire_kind}
        rule = desk.ask(FIRST_MONTH, on=question.hired_on, facts=facts)
        start = first_month_for(cast(StartRule, rule.value), question.hired_on)
        return cls(question.hired_on, start, rule.basis)


def _adjusted(base: Base) -> Words | None:
    return {
        "none": None,
        "capped": say("工资高于上限，按上限计"),
        "raised": say("工资低于下限，按下限计"),
    }[base.adjusted]


_BASE_SAYS = {
    "none": mark(
        "{month}的缴存基数在 {floor} 元至 {cap} 元之间，工资 {wage} 元在范围内，按工资计。"
    ),
    "capped": mark("{month}的缴存基数不高于 {cap} 元，工资 {wage} 元超出，按上限计。"),
    "raised": mark("{month}的缴存基数不低于 {floor} 元，工资 {wage} 元不足，按下限计。"),
}


def _steps(
    question: ContributionQuestion,
    terms: _Terms,
    base: Base,
    employer: Decimal,
    member: Decimal,
) -> tuple[Step, ...]:
    rounding = say(ROUNDINGS[terms.rounding])
    return (
        Step(
            say("确定缴存基数"),
            say(
                _BASE_SAYS[base.adjusted],
                month=question.month,
                floor=terms.bounds.floor,
                cap=terms.bounds.cap,
                wage=base.wage,
            ),
            terms.bounds.basis,
        ),
        Step(
            say("核对缴存比例"),
            say(
                "单位 {employer}、个人 {member}，都在规定的 {lowest} 至 {highest} 之内。",
                employer=percent(question.employer_ratio),
                member=percent(question.member_ratio),
                lowest=percent(terms.ratios.lowest),
                highest=percent(terms.ratios.highest),
            ),
            terms.ratios.basis,
        ),
        _share_step(say("单位缴存"), base.base, question.employer_ratio, employer, rounding),
        _share_step(say("个人缴存"), base.base, question.member_ratio, member, rounding),
        Step(
            say("合计"),
            say(
                "两部分分别取整后相加：{employer} ＋ {member} ＝ {total} 元。",
                employer=employer,
                member=member,
                total=employer + member,
            ),
            terms.rounding_basis,
        ),
    )


def _share_step(
    title: Words, base: Decimal, ratio: Decimal, share: Decimal, rounding: Words
) -> Step:
    return Step(
        title,
        say(
            "缴存基数 {base} 元 × {ratio} ＝ {share} 元（四舍五入到{rounding}）。",
            base=base,
            ratio=percent(ratio),
            share=share,
            rounding=rounding,
        ),
    )


def _start_step(started: _Started) -> Step:
    start = started.start
    if start.earliest == start.latest:
        template = mark("{hired_on} 参加工作，从第二个月即{month}起缴存。")
    else:
        template = mark("{hired_on} 调入，从新单位发放工资的当月起缴存，即{month}或{latest}。")
    says = say(template, hired_on=started.hired_on, month=start.earliest, latest=start.latest)
    return Step(say("起缴月份"), says, started.basis)


def _chart(employer: Decimal, member: Decimal) -> Chart:
    return Chart(
        "bars",
        say("月缴存额的组成"),
        (say("单位缴存"), say("个人缴存")),
        (Series(say("元"), (employer, member)),),
    )


def _sheet(
    question: ContributionQuestion,
    terms: _Terms,
    base: Base,
    employer: Decimal,
    member: Decimal,
) -> Sheet:
    limits = [
        monthly_limit(terms.bounds, ratio, terms.rounding)
        for ratio in (question.employer_ratio, question.member_ratio)
    ]
    return Sheet(
        "shares",
        say("月缴存额"),
        (say("缴存方"), say("缴存基数"), say("比例"), say("月缴存额"), say("月缴存额上限")),
        (
            (say("单位"), base.base, percent(question.employer_ratio), employer, limits[0]),
            (say("个人"), base.base, percent(question.member_ratio), member, limits[1]),
            (say("合计"), None, None, employer + member, limits[0] + limits[1]),
        ),
    )
