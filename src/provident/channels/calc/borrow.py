"""可贷额度试算 · what can I borrow: who may, the least of all limits, and what would raise it.

The rules are `provident.lending.rules`; what they need comes from the centre's policy of the
day of acceptance.
"""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any, Literal

from provident.channels.calc.answer import Answer, Figure, plain
from provident.channels.calc.borrow_telling import (
    Found,
    charts,
    limit_name,
    sheets,
    steps,
    summary,
)
from provident.channels.calc.desk import Desk
from provident.channels.calc.fields import Amount, Count, Day, Question, ask_for
from provident.channels.calc.loan_telling import METHODS
from provident.channels.calc.words import mark, say
from provident.kernel.money import ZERO
from provident.kernel.refusal import Verdict
from provident.lending.policy import (
    Family,
    Home,
    home_class,
    read_amount,
    read_eligibility,
    read_rate,
    read_term,
)
from provident.lending.rules.affordability import (
    Case,
    highest_payment,
    judge_amount,
    loan_amount,
)
from provident.lending.rules.eligibility import PURPOSES, Applicant, judge_eligibility
from provident.lending.rules.loan import Method
from provident.lending.rules.loan_inputs import MONTHS_MAX
from provident.lending.rules.term import judge_term, longest_term

PEOPLE_MAX = 9


class BorrowQuestion(Question):
    """可贷额度试算的提问 · about the family, the home and the loan that is wanted."""

    on: Day = ask_for(mark("申请日"), hint=mark("按这一天的政策计算"))
    price: Amount = ask_for(mark("房屋总价"), unit=mark("元"))
    months: Count = ask_for(
        mark("贷款期限"), unit=mark("个月"), hint=mark("1 至 360 个月；30 年为 360 个月")
    )
    born_on: Day | None = ask_for(
        mark("主借款人出生日期"), default=None, hint=mark("填写后核对最长期限")
    )
    balance: Amount = ask_for(
        mark("账户余额"), unit=mark("元"), hint=mark("借款人的住房公积金余额，共同借款的合计")
    )
    mean_balance: Amount | None = ask_for(
        mark("近 12 个月平均余额"),
        unit=mark("元"),
        default=None,
        hint=mark("有的中心按平均余额核定；不填则按账户余额"),
    )
    income: Amount = ask_for(mark("家庭月收入"), unit=mark("元"))
    other_debts: Amount = ask_for(
        mark("其他贷款月供"), unit=mark("元"), default=ZERO, hint=mark("没有则不填")
    )
    months_in_row: Count = ask_for(
        mark("已连续缴存"), unit=mark("个月"), hint=mark("到申请日为止足额缴存的月数")
    )
    contributors: Count = ask_for(
        mark("共同缴存人数"), unit=mark("人"), default=1, hint=mark("一起借款、都在缴存的人数")
    )
    method: Method = ask_for(mark("还款方式"), choices=METHODS, default="equal_instalment")
    purpose: Literal["buy", "build", "rebuild", "major_repair"] = ask_for(
        mark("贷款用途"), choices={code: mark(name) for code, name in PURPOSES.items()},
        default="buy",
    )  # fmt: skip
    wanted: Amount | None = ask_for(
        mark("想贷多少"), unit=mark("元"), default=None, hint=mark("填写后核对是否超过限额")
    )
    contributor_kind: Literal["employed", "flexible"] = ask_for(
        mark("缴存身份"),
        choices={"employed": mark("单位职工"), "flexible": mark("灵活就业人员")},
        default="employed",
    )
    homes: Count = ask_for(mark("家庭已有住房"), unit=mark("套"), default=0)
    family_loans: Count = ask_for(mark("家庭已用过公积金贷款"), unit=mark("次"), default=0)
    open_loans: Count = ask_for(mark("其中还没有还清的"), unit=mark("笔"), default=0)
    arrears: Count = ask_for(mark("单位欠缴"), unit=mark("个月"), default=0)
    sealed: bool = ask_for(mark("账户已封存或停缴"), default=False)
    overdue: bool = ask_for(mark("有贷款逾期未还"), default=False)
    unsettled_loans: bool = ask_for(mark("以前的住房贷款还没有还清"), default=False)
    several_children: bool = ask_for(mark("多子女家庭"), default=False)
    no_home_in_district: bool = ask_for(mark("在所购住房的区县没有住房"), default=False)
    outsider: bool = ask_for(mark("外地户籍家庭"), default=False)
    talent: bool = ask_for(mark("认定的人才"), default=False)
    serviceman: bool = ask_for(mark("现役军人、警察"), default=False)
    new_citizen: bool = ask_for(mark("新市民"), default=False)
    young: bool = ask_for(mark("青年人"), default=False)
    completed_home: bool = ask_for(mark("购买现房"), default=False)
    sale_and_buy: bool = ask_for(mark("卖旧买新"), default=False)
    good_home: bool = ask_for(mark("高品质住宅（好房子）"), default=False)
    green_home: bool = ask_for(mark("二星级以上绿色建筑或装配式建筑"), default=False)
    affordable_home: bool = ask_for(mark("保障性住房"), default=False)
    new_home: bool = ask_for(mark("新建商品住房"), default=False)
    inside_corps: bool = ask_for(mark("在兵团辖区购房"), default=False)
    area: str | None = ask_for(mark("区县"), default=None, max_length=12)

    def family(self) -> Family:
        """The people, in the words of the policy."""
        balance = self.balance if self.mean_balance is None else self.mean_balance
        return Family(
            balance=self.balance,
            mean_balance=balance,
            contributors=self.contributors,
            contributor_kind=self.contributor_kind,
            homes=self.homes,
            family_loans=self.family_loans,
            loans_settled=not self.unsettled_loans,
            several_children=self.several_children,
            no_home_in_district=self.no_home_in_district,
            outsider=self.outsider,
            talent=self.talent,
            serviceman=self.serviceman,
            new_citizen=self.new_citizen,
            young=self.young,
        )

    def home(self) -> Home:
        """The home, in the words of the policy."""
        return Home(
            completed_home=self.completed_home,
            sale_and_buy=self.sale_and_buy,
            good_home=self.good_home,
            green_home=self.green_home,
            affordable_home=self.affordable_home,
            new_home=self.new_home,
            inside_corps=self.inside_corps,
        )

    def applicant(self) -> Applicant:
        """The applicant, in the words of the rules."""
        return Applicant(
            purpose=self.purpose,
            paying=not self.sealed,
            months_in_row=self.months_in_row,
            arrears=self.arrears,
            open_loans=self.open_loans,
            family_loans=self.family_loans,
            homes=self.homes,
            overdue=self.overdue,
        )


HOME_CLASS = "lending.home_class"
READS = (
    HOME_CLASS,
    "lending.cap",
    "lending.balance_limit",
    "lending.down_payment_min",
    "lending.income_share_max",
    "lending.debt_share_max",
    "lending.amount_step",
    "lending.months_min",
    "lending.open_loans_max",
    "lending.family_loans_max",
    "lending.homes_max",
    "lending.purposes",
    "lending.term_max_months",
    "lending.age_limit",
    "lending.rate_band_months",
    "lending.rate_first_home",
)
"""What is asked for every loan."""

FIELDS = {"policy": "on", "amount": "wanted", "term": "months"}


def answer(question: BorrowQuestion, desk: Desk) -> Answer:
    """What can be borrowed, and if not, why not.  Refuses where the policy is silent."""
    judge_numbers(question).require()
    found = _find(question, desk)
    amount, reasons = found.most.amount, found.verdict.reasons
    yuan = say("元")
    return Answer(
        summary=summary(found.most, allowed=not reasons),
        figures=(
            Figure(say("最多可贷"), amount, yuan),
            Figure(say("按此贷款的首月还款"), found.payment, yuan),
            Figure(say("起决定作用的限额"), limit_name(found.most.binding)),
            Figure(say("首付至少"), max(question.price - amount, ZERO), yuan),
        ),
        steps=steps(question.months, found),
        charts=charts(found.most),
        sheets=sheets(found.most, found.cap),
        reasons=reasons,
        facts=_facts(found),
    )


def judge_numbers(question: BorrowQuestion) -> Verdict:
    """Whether the numbers can be true at all; every fault with its input."""
    verdict = Verdict()
    for field, least in (
        ("price", Decimal("0.01")), ("balance", ZERO), ("mean_balance", ZERO), ("income", ZERO),
        ("other_debts", ZERO), ("wanted", Decimal("0.01")), ("months_in_row", 0), ("homes", 0),
        ("family_loans", 0), ("open_loans", 0), ("arrears", 0),
    ):  # fmt: skip
        value: Any = getattr(question, field)
        title = type(question).model_fields[field].title
        verdict.refuse_if(
            value is not None and value < least,
            "input.range",
            f"“{title}”：{'必须大于零' if least else '不能是负数'}，现为 {value}。",
            field=field,
            label=[title],
            kind="not_positive" if least else "negative",
            value=str(value),
        )
    verdict.refuse_if(
        not 1 <= question.months <= MONTHS_MAX,
        "loan.months",
        f"贷款期限应为 1 至 {MONTHS_MAX} 个整月，现为 {question.months}，请改正期限。",
        field="months",
        months=str(question.months),
        months_max=MONTHS_MAX,
    )
    verdict.refuse_if(
        not 1 <= question.contributors <= PEOPLE_MAX,
        "input.range",
        f"“共同缴存人数”：应为 1 至 {PEOPLE_MAX} 人，现为 {question.contributors}。",
        field="contributors",
        label=["共同缴存人数"],
        kind="people",
        value=question.contributors,
        people_max=PEOPLE_MAX,
    )
    verdict.refuse_if(
        question.open_loans > question.family_loans,
        "input.range",
        "“其中还没有还清的”：不能多于用过的公积金贷款次数。",
        field="open_loans",
        label=["其中还没有还清的"],
        kind="open_loans",
    )
    verdict.refuse_if(
        question.born_on is not None and question.born_on >= question.on,
        "input.range",
        "“主借款人出生日期”：应早于申请日。",
        field="born_on",
        label=["主借款人出生日期"],
        kind="born_on",
    )
    return verdict


def _find(question: BorrowQuestion, desk: Desk) -> Found:
    on, area = question.on, question.area
    desk.require(READS, on=on, area=area)
    family, home = question.family(), question.home()
    counts_as = home_class(desk.ask, family, on=on, area=area)
    rate = read_rate(desk.ask, on=on, months=question.months, home=counts_as)
    terms = read_amount(desk.ask, family, home, counts_as, on=on, area=area)
    case = Case(
        price=question.price,
        income=question.income,
        other_debts=question.other_debts,
        months=question.months,
        rate=rate.value,
        method=question.method,
    )
    most = loan_amount(case, terms)
    limits = read_term(desk.ask, on=on, area=area)
    longest = longest_term(question.born_on, on, limits) if question.born_on else None
    eligible = read_eligibility(desk.ask, family, on=on, area=area)
    verdict = judge_eligibility(question.applicant(), eligible, on)
    if longest:
        verdict.merge(judge_term(question.months, longest))
    if question.wanted is not None:
        verdict.merge(judge_amount(question.wanted, most))
    facts: dict[str, Any] = {**asdict(family), **asdict(home), "home_class": counts_as}
    return Found(
        counts_as=counts_as,
        counts_as_basis=desk.ask(HOME_CLASS, on=on, facts=facts, area=area).basis,
        rate=rate,
        cap=desk.library.explain(
            "lending.cap", on=on, centre=desk.centre, area=area, facts=facts
        ),
        most=most,
        longest=longest,
        verdict=verdict,
        payment=highest_payment(most.amount, question.months, rate.value, question.method),
    )


def _facts(found: Found) -> dict[str, Any]:
    binding = found.most.binding
    return {
        "allowed": found.verdict.allowed,
        "amount": plain(found.most.amount),
        "binding": binding.code,
        "raised_by": binding.raised_by,
        "home_class": found.counts_as,
        "rate": str(found.rate.value),
        "payment": plain(found.payment),
        "months_max": found.longest.months if found.longest else None,
        "limits": [
            {
                "code": limit.code,
                "name": limit.name,
                "amount": plain(limit.amount),
                "says": limit.says,
                "raised_by": limit.raised_by,
                "basis": list(limit.basis),
            }
            for limit in found.most.limits
        ],
    }
