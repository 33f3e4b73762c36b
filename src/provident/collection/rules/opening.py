"""个人开户 · may this person be opened, or transferred in, with this wage from this month?

One person has one holder over all branches and all time (art. 13): whoever has one already
is transferred in and not opened again.  Pure functions; every reason at once.

依据  《住房公积金管理条例》(2026) 第十三、十五至十七条
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from provident.collection.rules import standing
from provident.collection.rules.contribution import Base, Bounds, Start, clamp_base
from provident.collection.rules.findings import Findings
from provident.collection.rules.standing import EmployerStanding, Holding, MemberStanding
from provident.kernel.dates import Month, chinese_date
from provident.kernel.refusal import Reason, Verdict
from provident.parties.rules.masking import mask_organisation

ONE_HOLDER = ("regulation-2026#13",)
HIRING = ("regulation-2026#15",)
WAGES = ("regulation-2026#16",)
FIRST_CONTRIBUTION = ("regulation-2026#17",)

WAGE_BELOW = Decimal(10) ** 9
"""A declared monthly wage of a thousand million yuan is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class OpeningTerms:
    """开户条件 · what the policy says for one person.

    `start` is None where the hire lies before the time that the policy knows, when no first
    month can be too early any more.  `bounds` is None where the policy refused to answer;
    `refused` then says why.  `open_by` is the last day in time, None where it is not known.
    """

    start: Start | None
    start_basis: tuple[str, ...]
    bounds: Bounds | None
    refused: tuple[Reason, ...]
    open_by: date | None


@dataclass(frozen=True, slots=True)
class Joining:
    """入职与申报 · what the employer declares about somebody who joins."""

    hired_on: date
    wage: Decimal | None
    first_month: Month


def judge_employer_pays(employer: EmployerStanding) -> Verdict:
    """A closed or sealed employer takes on nobody."""
    verdict = Verdict()
    gone = {standing.EMPLOYER_CLOSED: "已销户", standing.EMPLOYER_SEALED: "已封存"}
    if employer.state in gone:
        verdict.refuse(
            "enrolment.employer_state",
            f"单位“{employer.name}”{gone[employer.state]}，不能办理职工业务；"
            "请核对单位账号，或先恢复单位的缴存。",
            basis=("regulation-2026#14",),
            employer=employer.number,
            employer_name=employer.name,
            state=gone[employer.state],
        )
    return verdict


def judge_opening(
    joining: Joining,
    employer: EmployerStanding,
    terms: OpeningTerms,
    holdings: Iterable[Holding],
    today: date,
) -> tuple[Findings, Base | None]:
    """All reasons about a person who has passed the checks of form, and his base.

    The base is None when the wage or the bounds are missing; reasons then say why.
    """
    found = Findings()
    for holding in holdings:
        _judge_holding(holding, employer, found)
    return found, judge_joining(joining, employer, terms, today, found)


def judge_joining(
    joining: Joining,
    employer: EmployerStanding,
    terms: OpeningTerms,
    today: date,
    found: Findings,
) -> Base | None:
    """Wage and months of somebody who joins, whether he is opened or transferred in."""
    _judge_first_month(joining, employer, terms, found)
    if terms.open_by and today > terms.open_by:
        found.warn(
            "enrolment.opened_late",
            f"应在{chinese_date(terms.open_by)}前办理开户或转入，现已逾期。",
            basis=HIRING,
            open_by=terms.open_by.isoformat(),
        )
    wrong = wage_reasons(joining.wage)
    found.add(wrong)
    found.add(terms.refused)
    if joining.wage is None or wrong or terms.bounds is None:
        return None
    return clamp_base(joining.wage, terms.bounds)


def wage_reasons(wage: Decimal | None) -> tuple[Reason, ...]:
    """申报月工资: must be there, above 0 and believable."""
    if wage is None:
        return (Reason("wage.missing", "没有申报月工资，请填写职工的月工资。", {}, WAGES),)
    if wage <= 0:
        says = f"申报月工资 {wage} 元不大于 0，请填写职工的实际月工资。"
        return (Reason("wage.not_positive", says, {"wage": str(wage)}, WAGES),)
    if wage >= WAGE_BELOW:
        says = f"申报月工资 {wage} 元大得不合常理，请核对单位（元）和小数点。"
        return (Reason("wage.too_high", says, {"wage": str(wage)}, WAGES),)
    return ()


def _judge_first_month(
    joining: Joining, employer: EmployerStanding, terms: OpeningTerms, found: Findings
) -> None:
    first, basis = joining.first_month, terms.start_basis or FIRST_CONTRIBUTION
    if first < employer.first_month:
        found.refuse(
            "enrolment.before_employer",
            f"起缴月 {first} 早于单位的首次汇缴月 {employer.first_month}，"
            f"请改为 {employer.first_month} 或以后。",
            basis=basis,
            month=str(first),
            employer_first=str(employer.first_month),
        )
    elif first < employer.free_from:
        found.refuse(
            "enrolment.month_listed",
            f"单位 {employer.listed_to} 及以前的汇缴清册已经确认，起缴月不能是 {first}；"
            f"请先撤销未入账的清册，或改为 {employer.free_from} 起缴，此前月份另办补缴。",
            basis=basis,
            free_from=str(employer.free_from),
            month=str(first),
            listed_to=str(employer.listed_to),
        )
    if terms.start and first < terms.start.earliest:
        found.refuse(
            "enrolment.too_early",
            f"职工{chinese_date(joining.hired_on)}入职，最早自 {terms.start.earliest} 起缴存，"
            f"不能是 {first}；首次参加工作的自第二个月起，调入的自发放工资之月起。",
            basis=basis,
            earliest=str(terms.start.earliest),
            month=str(first),
            hired_on=joining.hired_on.isoformat(),
        )
    # With wages paid in arrears the month after the hire is in time for everybody.
    expected = max(Month.of(joining.hired_on) + 1, employer.first_month)
    if first > expected:
        found.warn(
            "enrolment.months_left_out",
            f"应自 {expected} 起缴存，起缴月填的是 {first}，"
            f"中间 {first - expected} 个月须另办补缴。",
            basis=basis,
            expected=str(expected),
            month=str(first),
            months=first - expected,
        )


def _judge_holding(holding: Holding, employer: EmployerStanding, found: Findings) -> None:
    if holding.same == "mobile":
        found.warn(
            "enrolment.mobile_shared",
            "手机号码与另一位职工相同，请核对是否本人号码，以免通知发给他人。",
        )
    elif holding.same == "card":
        found.refuse(
            "enrolment.card_taken",
            "银行卡号已登记在另一位职工名下，请核对后填写本人的银行卡。",
        )
    elif holding.standing:
        code, says, facts = _one_holder(holding.standing, employer)
        found.refuse(code, says, basis=ONE_HOLDER, member=holding.member_number, **facts)


def _one_holder(
    member: MemberStanding, employer: EmployerStanding
) -> tuple[str, str, dict[str, str]]:
    """Why somebody who is in the books already is not opened again, what to do, and figures."""
    known = f"该职工已有个人账户 {member.number}"
    if member.closed_on:
        return (
            "enrolment.closed",
            f"{known}，已于{chinese_date(member.closed_on)}销户；一人只有一个账户，"
            "不能另开，请携带证件到网点核实后恢复原账户。",
            {"closed_on": member.closed_on.isoformat()},
        )
    if member.employer == employer.id:
        todo = "处于封存状态，请办理启封" if member.sealed_from else "正在缴存，无须再开户"
        return "enrolment.here_already", f"{known}，在本单位{todo}。", {}
    if member.employer is None or member.sealed_from:
        return (
            "enrolment.transfer_instead",
            f"{known}，处于封存状态；一人只有一个账户，请改办“职工转入”"
            "（collection.transfer_in）。",
            {},
        )
    there = mask_organisation(member.employer_name)
    return (
        "enrolment.elsewhere",
        f"{known}，正在“{there}”缴存；请先由原单位办理封存，再由本单位办理“职工转入”。",
        {"employer_name": there},
    )
