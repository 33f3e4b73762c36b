"""提取试算 · may I withdraw, how much, from which day on, and what to bring.

The rules are `provident.withdrawal.rules`; this asks about the case that somebody chose, and
only for what that case needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal, cast

from provident.channels.calc.answer import Answer, plain
from provident.channels.calc.desk import Desk
from provident.channels.calc.fields import Amount, Count, Day, MonthOf, Question, ask_for
from provident.channels.calc.withdrawal_telling import CASE_NAMES, tell
from provident.channels.calc.words import mark
from provident.kernel.dates import Month
from provident.kernel.money import ZERO
from provident.kernel.refusal import Verdict
from provident.withdrawal import asking
from provident.withdrawal.rules import answer as rules
from provident.withdrawal.rules.expense import ExpenseClaim
from provident.withdrawal.rules.home import RELATIONS, HomeClaim, RepayClaim
from provident.withdrawal.rules.leaving import DeathClaim, LeavingClaim
from provident.withdrawal.rules.limits import Money
from provident.withdrawal.rules.person import Person
from provident.withdrawal.rules.rent import RentClaim

CaseCode = Literal[
    "rent", "purchase", "build", "repay", "renovation", "property_fee", "other_housing",
    "retire", "disabled", "emigrate", "leave_job", "death",
    "deed_tax", "old_estate", "elevator", "parking", "illness", "hardship",
]  # fmt: skip


ROWS_MAX = 60


class RentUsed(Question):
    """已为房租提取的 · what was withdrawn already for the rent of a month, and by whom."""

    month: MonthOf = ask_for(mark("房租月份"))
    amount: Amount = ask_for(mark("已提取"), unit=mark("元"))
    by: Literal["self", "spouse"] = ask_for(
        mark("谁提取的"),
        choices={"self": mark("本人"), "spouse": mark("配偶")},
        default="self",
    )


class WithdrawalQuestion(Question):
    """提取试算的提问 · which of them a case needs is in `NEEDS`."""

    case: CaseCode = ask_for(mark("提取情形"), choices=CASE_NAMES)
    on: Day = ask_for(mark("申请日"), hint=mark("按这一天的政策计算"))
    balance: Amount = ask_for(mark("账户余额"), unit=mark("元"))
    months_paid: Count = ask_for(
        mark("已连续缴存"),
        unit=mark("个月"),
        default=0,
        hint=mark("到申请日为止足额缴存的月数"),
    )
    state: Literal["normal", "sealed", "closed"] = ask_for(
        mark("账户状态"),
        choices={"normal": mark("正常"), "sealed": mark("封存"), "closed": mark("已销户")},
        default="normal",
    )
    amount: Amount | None = ask_for(
        mark("想提多少"), unit=mark("元"), default=None, hint=mark("不填则算最多能提多少")
    )
    held: Amount = ask_for(
        mark("在途金额"), unit=mark("元"), default=ZERO, hint=mark("已经申请、银行还没有付出的")
    )
    frozen: Amount = ask_for(mark("司法冻结"), unit=mark("元"), default=ZERO)
    pledged: Amount = ask_for(mark("质押"), unit=mark("元"), default=ZERO)
    instalment: Amount | None = ask_for(
        mark("公积金贷款月供"),
        unit=mark("元"),
        default=None,
        hint=mark("有未还清的公积金贷款时填写"),
    )
    rent: Amount | None = ask_for(mark("每月房租"), unit=mark("元"), default=None)
    first: MonthOf | None = ask_for(mark("房租起月"), default=None)
    last: MonthOf | None = ask_for(mark("房租止月"), default=None)
    lease: Literal["unfiled", "filed", "public_rental"] = ask_for(
        mark("租赁方式"),
        choices={
            "unfiled": mark("市场租房，没有备案"),
            "filed": mark("市场租房，已备案"),
            "public_rental": mark("公租房、保障性租赁住房"),
        },
        default="unfiled",
    )
    household: Literal["single", "married"] = ask_for(
        mark("婚姻状况"),
        choices={"single": mark("单身"), "married": mark("已婚")},
        default="single",
    )
    owns_home: bool = ask_for(mark("本人或配偶在本市有自有住房"), default=False)
    despite_home: Literal["school"] | None = ask_for(
        mark("有自有住房仍须租房的原因"),
        choices={"school": mark("子女就学陪读租房")},
        default=None,
        hint=mark("只在中心有此规定时有用"),
    )
    used: tuple[RentUsed, ...] = ask_for(
        mark("以前已为房租提取的"), default=(), max_length=ROWS_MAX
    )
    several_children: bool = ask_for(mark("多子女家庭"), default=False)
    new_citizen_or_young: bool = ask_for(mark("新市民、青年人"), default=False)
    contribution: Amount = ask_for(
        mark("月缴存额"), unit=mark("元"), default=ZERO, hint=mark("单位与个人合计")
    )
    wages: Amount | None = ask_for(
        mark("家庭月工资收入"),
        unit=mark("元"),
        default=None,
        hint=mark("2026 年 9 月 20 日以前申请的须填"),
    )
    relation: Literal["self", "spouse", "parent", "child"] = ask_for(
        mark("住房或贷款是谁的"),
        choices={code: mark(name) for code, name in RELATIONS.items()},
        default="self",
    )
    home_place: Literal["same_region", "elsewhere"] = ask_for(
        mark("住房在哪里"),
        choices={"same_region": mark("本省、自治区内"), "elsewhere": mark("其他地方")},
        default="same_region",
    )
    cost: Amount | None = ask_for(mark("总价或建造费用"), unit=mark("元"), default=None)
    loan: Amount = ask_for(
        mark("为此贷款"), unit=mark("元"), default=ZERO, hint=mark("商业和公积金贷款合计")
    )
    repaid: Amount | None = ask_for(
        mark("已还本息"), unit=mark("元"), default=None, hint=mark("上次提取以来实际偿还的")
    )
    expense: Amount | None = ask_for(
        mark("本人负担的费用"), unit=mark("元"), default=None, hint=mark("按发票上的金额")
    )
    spent_on: Day | None = ask_for(mark("合同或发票日期"), default=None)
    own_home: bool = ask_for(mark("是本人或配偶自己的住房"), default=False)
    family_used: Amount = ask_for(
        mark("家庭已为此提取"),
        unit=mark("元"),
        default=ZERO,
        hint=mark("本人和配偶已提取的合计"),
    )
    claimed: bool = ask_for(mark("本人已为同一住房提取过"), default=False)
    last_on: Day | None = ask_for(mark("上次同类提取的日期"), default=None)
    retired_on: Day | None = ask_for(mark("退休日期"), default=None)
    disabled_on: Day | None = ask_for(mark("劳动能力鉴定日期"), default=None)
    employment_ended_on: Day | None = ask_for(mark("终止劳动关系日期"), default=None)
    emigrated_on: Day | None = ask_for(mark("出境定居日期"), default=None)
    sealed_on: Day | None = ask_for(mark("账户封存日期"), default=None)
    pays_elsewhere: bool = ask_for(mark("已在外地开户缴存"), default=False)
    keeps_open: bool = ask_for(
        mark("提取后保留账户"), default=False, hint=mark("不选则提取全部余额并销户")
    )
    died_on: Day | None = ask_for(mark("死亡日期"), default=None)
    heirs: Literal["proven", "none", "unknown"] = ask_for(
        mark("继承人或受遗赠人"),
        choices={
            "proven": mark("已有继承或受遗赠证明"),
            "none": mark("已查明既无继承人也无受遗赠人"),
            "unknown": mark("还不清楚"),
        },
        default="proven",
    )
    area: str | None = ask_for(mark("区县"), default=None, max_length=12)


FIELDS = {"policy": "on", "withdrawal.amount": "amount"}


@dataclass(frozen=True, slots=True)
class Needs:
    """一种情形要填的 · what must be told, what may be told, and how it is judged."""

    must: tuple[str, ...]
    may: tuple[str, ...]
    judge: Callable[[WithdrawalQuestion, Desk, Person], rules.Answer]


def answer(question: WithdrawalQuestion, desk: Desk) -> Answer:
    """Whether and how much; refuses input that is missing or cannot be true."""
    judge_input(question).require()
    desk.require((f"withdrawal.{name}" for name in READS), on=question.on, area=question.area)
    found = NEEDS[question.case].judge(question, desk, _person(question))
    return tell(found, question.on, _facts(found))


def judge_input(question: WithdrawalQuestion) -> Verdict:
    """Whether what the case needs was told, and no amount is below zero."""
    verdict = Verdict()
    titles = {name: info.title for name, info in WithdrawalQuestion.model_fields.items()}
    for field in NEEDS[question.case].must:
        verdict.refuse_if(
            getattr(question, field) is None,
            "input.missing",
            f"“{titles[field]}”：请填写。",
            field=field,
            label=[titles[field]],
        )
    for field, title in titles.items():
        value: Any = getattr(question, field)
        verdict.refuse_if(
            isinstance(value, Decimal | int) and value < 0,
            "input.range",
            f"“{title}”：不能是负数，现为 {value}。",
            field=field,
            label=[title],
            kind="negative",
            value=str(value),
        )
    for at, row in enumerate(question.used):
        verdict.refuse_if(
            row.amount < ZERO,
            "input.range",
            f"“以前已为房租提取的第 {at + 1} 行的已提取”：不能是负数，现为 {row.amount}。",
            field=f"used.{at}.amount",
            label=["以前已为房租提取的", at + 1, "已提取"],
            kind="negative",
            value=str(row.amount),
        )
    return verdict


def _used(question: WithdrawalQuestion, by: str) -> dict[Month, Decimal]:
    """What one of the couple has withdrawn for each rent month, several rows added up."""
    found: dict[Month, Decimal] = {}
    for row in question.used:
        if row.by == by:
            found[row.month] = found.get(row.month, ZERO) + row.amount
    return found


def _person(question: WithdrawalQuestion) -> Person:
    money = Money(
        balance=question.balance,
        held=question.held,
        frozen=question.frozen,
        pledged=question.pledged,
        instalment=question.instalment,
    )
    return Person(question.state, question.months_paid, money)


def _rent(question: WithdrawalQuestion, desk: Desk, person: Person) -> rules.Answer:
    claim = RentClaim(
        on=question.on,
        first=cast(Month, question.first),
        last=cast(Month, question.last),
        amount=question.amount,
        rent=cast(Decimal, question.rent),
        lease=question.lease,
        household=question.household,
        owns_home=question.owns_home,
        despite_home=question.despite_home,
        used=_used(question, "self"),
        spouse_used=_used(question, "spouse"),
        several_children=question.several_children,
        new_citizen_or_young=question.new_citizen_or_young,
        contribution=question.contribution,
        wages=question.wages,
        last_on=question.last_on,
    )
    return asking.rent(desk.ask, claim, person, area=question.area)


def _home(question: WithdrawalQuestion, desk: Desk, person: Person) -> rules.Answer:
    claim = HomeClaim(
        on=question.on,
        amount=question.amount,
        relation=question.relation,
        cost=cast(Decimal, question.cost),
        loan=question.loan,
        spent_on=cast(Any, question.spent_on),
        family_used=question.family_used,
        claimed=question.claimed,
    )
    case = cast(Literal["purchase", "build"], question.case)
    place = question.home_place
    return asking.home(desk.ask, case, claim, person, home_place=place, area=question.area)


def _repay(question: WithdrawalQuestion, desk: Desk, person: Person) -> rules.Answer:
    claim = RepayClaim(
        on=question.on,
        amount=question.amount,
        relation=question.relation,
        repaid=cast(Decimal, question.repaid),
        family_used=question.family_used,
        last_on=question.last_on,
    )
    place = question.home_place
    return asking.repay(desk.ask, claim, person, home_place=place, area=question.area)


def _expense(question: WithdrawalQuestion, desk: Desk, person: Person) -> rules.Answer:
    claim = ExpenseClaim(
        on=question.on,
        amount=question.amount,
        expense=cast(Decimal, question.expense),
        spent_on=cast(Any, question.spent_on),
        owns_home=question.own_home,
        family_used=question.family_used,
        last_on=question.last_on,
    )
    return asking.expense(desk.ask, question.case, claim, person, area=question.area)


def _leaving(question: WithdrawalQuestion, desk: Desk, person: Person) -> rules.Answer:
    claim = LeavingClaim(
        on=question.on,
        amount=question.amount,
        closes=not question.keeps_open,
        retired_on=question.retired_on,
        disabled_on=question.disabled_on,
        emigrated_on=question.emigrated_on,
        employment_ended_on=question.employment_ended_on,
        sealed_on=question.sealed_on,
        pays_elsewhere=question.pays_elsewhere,
    )
    case = cast(Literal["retire", "disabled", "emigrate", "leave_job"], question.case)
    return asking.leaving(desk.ask, case, claim, person, area=question.area)


def _death(question: WithdrawalQuestion, desk: Desk, person: Person) -> rules.Answer:
    claim = DeathClaim(
        on=question.on,
        died_on=question.died_on,
        heirs=question.heirs == "proven",
        heirs_excluded=question.heirs == "none",
    )
    return asking.death(desk.ask, claim, person, area=question.area)


_HOME_MAY = ("loan", "relation", "home_place", "family_used", "claimed")
_RENT = Needs(
    ("rent", "first", "last"),
    ("lease", "household", "owns_home", "despite_home", "several_children",
     "new_citizen_or_young", "contribution", "wages", "last_on", "used"),
    _rent,
)  # fmt: skip
_BUILT = Needs(("cost", "spent_on"), _HOME_MAY, _home)
_OWN_HOME = Needs(("expense", "spent_on"), ("own_home", "family_used", "last_on"), _expense)
_OTHER = Needs(("expense", "spent_on"), ("family_used", "last_on"), _expense)

NEEDS: Mapping[str, Needs] = MappingProxyType(
    {
        "rent": _RENT,
        "purchase": _BUILT,
        "build": _BUILT,
        "repay": Needs(
            ("repaid",), ("relation", "home_place", "family_used", "last_on"), _repay
        ),
        "retire": Needs(("retired_on",), ("keeps_open",), _leaving),
        "disabled": Needs(("disabled_on", "employment_ended_on"), ("keeps_open",), _leaving),
        "emigrate": Needs(("emigrated_on",), ("keeps_open",), _leaving),
        "leave_job": Needs(
            ("employment_ended_on", "sealed_on"), ("pays_elsewhere", "keeps_open"), _leaving
        ),
        "death": Needs(("died_on",), ("heirs",), _death),
        **dict.fromkeys(
            ("renovation", "property_fee", "deed_tax", "old_estate", "elevator"), _OWN_HOME
        ),
        **dict.fromkeys(("other_housing", "parking", "illness", "hardship"), _OTHER),
    }
)
"""What each case needs to be told."""

READS = ("decision_days", "decision_day_count", "employer_certificate", "documents")
"""What is asked of the policy for every case."""


def _facts(found: rules.Answer) -> dict[str, Any]:
    binding = found.binding
    return {
        "case": found.case,
        "allowed": found.allowed,
        "amount": plain(found.amount_max if found.allowed else ZERO),
        "binding": binding.code if binding and found.allowed else None,
        "next_on": plain(found.next_on),
        "decide_by": plain(found.decide_by),
        "closing": found.closing,
        "pays": found.pays,
        "documents": list(found.documents),
        "limits": [
            {"code": one.code, "name": one.zh, "amount": plain(one.amount)}
            for one in found.limits
        ],
        "warnings": [reason.as_json() for reason in found.findings.warnings],
    }
