"""个人开户 · open one person at an employer.

依据  《住房公积金管理条例》(2026) 第十三条、第十五至十七条
账务  无；开立 20101 职工个人账户分户，余额为零
政策  policies/collection/base_floor.yaml, base_cap.yaml, first_month.yaml, hire_days.yaml
"""

from __future__ import annotations

from pydantic import Field

from provident.collection.enrolling import Newcomer, enrol
from provident.collection.facts.enrolments import holdings, lock_employer, ratios_in
from provident.collection.facts.opening_policy import OpeningPolicy
from provident.collection.requests import Code, EmployerNo, Line
from provident.collection.roster import RosterRow
from provident.collection.rules.contribution import Base, monthly_share
from provident.collection.rules.findings import Findings
from provident.collection.rules.opening import Joining, judge_employer_pays, judge_opening
from provident.collection.rules.person import (
    PersonChecked,
    PersonDeclared,
    check_hiring,
    check_person,
    code_reasons,
    contact_reasons,
)
from provident.collection.rules.standing import EmployerStanding, Holding
from provident.kernel.context import Context
from provident.kernel.dates import Month
from provident.kernel.field_types import Day
from provident.kernel.money import Yuan
from provident.kernel.operation import Command, Receipt, operation
from provident.kernel.refusal import Defect
from provident.standards import code_list


class OpenMember(Command):
    """Codes are those of the standard; "" means that the item is not known yet."""

    employer: EmployerNo
    name: Line = Field(title="姓名")
    id_kind: Code = Field(
        default="01", title="证件类型", json_schema_extra={"code_list": "identity_document"}
    )
    id_number: Line = Field(title="证件号码")
    sex: Code = Field(default="", title="性别", json_schema_extra={"code_list": "sex"})
    birth: Day | None = Field(default=None, title="出生日期")
    mobile: Line = Field(title="手机号码")
    marital: Code = Field(
        default="", title="婚姻状况", json_schema_extra={"code_list": "marital_status"}
    )
    hired_on: Day = Field(title="入职日期")
    hire_kind: Code = Field(title="入职类别", json_schema_extra={"code_list": "hiring_kind"})
    wage: Yuan | None = Field(default=None, title="申报月工资")
    first_month: Month = Field(title="首次汇缴月")
    card: Line = Field(default="", title="个人存款账户号码")
    card_bank: Line = Field(default="", title="个人存款账户开户银行名称")
    education: Code = Field(
        default="", title="学历", json_schema_extra={"code_list": "education"}
    )
    occupation: Code = Field(
        default="", title="职业", json_schema_extra={"code_list": "employment_status"}
    )
    title: Code = Field(
        default="", title="职称", json_schema_extra={"code_list": "technical_title"}
    )
    post: Code = Field(default="", title="职务", json_schema_extra={"code_list": "duty"})
    phone: Line = Field(default="", title="固定电话号码")
    postcode: Line = Field(default="", title="邮政编码")
    address: Line = Field(default="", title="家庭住址")
    family_income: Yuan | None = Field(default=None, title="家庭月收入")


@operation(
    "collection.open_member",
    title="个人开户",
    basis=(
        "regulation-2026#13",
        "regulation-2026#15",
        "regulation-2026#16",
        "regulation-2026#17",
    ),
)
def open_member(command: OpenMember, at: Context) -> Receipt:
    """为一名职工设立住房公积金个人账户；一人只有一个账户。"""
    today = at.business_date
    employer = lock_employer(command.employer, sharing=True)
    terms = OpeningPolicy(at, employer.opened_on).terms(
        command.hire_kind, command.hired_on, command.first_month
    )
    found = Findings()
    found.merge(judge_employer_pays(employer))
    person = check_person(_declared(command), today, found)
    declared = command.model_dump()
    found.add(code_reasons(declared))
    found.add(contact_reasons(declared))
    if not command.hire_kind:
        found.refuse("enrolment.hire_kind_missing", "请选择入职类别：首次参加工作或调入。")
    check_hiring(command.hired_on, person.birth, today, found)
    joining = Joining(command.hired_on, command.wage, command.first_month)
    judged, base = judge_opening(joining, employer, terms, _holdings(person), today)
    found.merge(judged)
    found.require()
    if base is None:
        raise Defect("a person was allowed without a base")
    (opened,) = enrol([_newcomer(command, person, base)], employer, at)
    return Receipt(
        f"已为 {person.name} 开户，个人账号 {opened.number}，自 {command.first_month} 起缴存，"
        f"缴存基数 {base.base} 元{base.note}。",
        {
            "employer": employer.number,
            "member": opened.number,
            "holder": opened.holder,
            "first_month": str(command.first_month),
            "to_complete": list(opened.missing),
            "warnings": found.warned(),
        }
        | base.facts()
        | _shares(employer, base, command.first_month),
    )


def _declared(command: OpenMember) -> PersonDeclared:
    return PersonDeclared(
        command.name, command.id_kind, command.id_number, command.sex, command.birth,
        command.mobile, command.card,
    )  # fmt: skip


def _holdings(person: PersonChecked) -> list[Holding]:
    document = person.document
    asked = {
        "row": 0,
        "id_kind": document.kind if document else "",
        "id_number": document.number if document else "",
        "card": person.card,
        "mobile": person.mobile,
    }
    return holdings([asked]).get(0, [])


def _newcomer(command: OpenMember, person: PersonChecked, base: Base) -> Newcomer:
    if person.document is None or person.birth is None:
        raise Defect("a person was allowed without document or birth")
    income = command.family_income
    optional = {
        "education": command.education,
        "employment_status": command.occupation,
        "title": command.title,
        "duty": command.post,
        "landline": command.phone,
        "postcode": command.postcode,
        "address": command.address,
        "family_income": "" if income is None else f"{income:.2f}",
    }
    row = RosterRow(
        number=0,
        id_kind=person.document.kind,
        id_number=person.document.number,
        name=person.name,
        sex=person.sex,
        birth=person.birth,
        mobile=person.mobile,
        marital=command.marital or code_list("marital_status").unknown or "",
        hired_on=command.hired_on,
        hire_kind=command.hire_kind,
        wage=base.wage,
        first_month=command.first_month,
        card=person.card,
        card_bank=command.card_bank,
        extras={key: value for key, value in optional.items() if value},
    )
    return Newcomer(row, base)


def _shares(employer: EmployerStanding, base: Base, month: Month) -> dict[str, str]:
    """What employer and member will each pay a month, by the ratios of the first month."""
    ratios = ratios_in(employer.id, month)
    if ratios is None:
        raise Defect(f"employer {employer.number} has no ratios in {month}")
    unit = monthly_share(base.base, ratios.unit, employer.rounding)
    personal = monthly_share(base.base, ratios.personal, employer.rounding)
    return {"unit_amount": f"{unit:.2f}", "personal_amount": f"{personal:.2f}"}
