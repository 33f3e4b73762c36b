"""单位开户 · register an employer: its items, its terms, its payers, its 未分摊 holder.

依据  《住房公积金管理条例》(2026) 第十三、十四、十八条
账务  无；开立 21902 单位未分摊分户，余额为零
政策  policies/collection/ratio_min.yaml, ratio_max.yaml, rounding_allowed.yaml,
      registration_days.yaml, list_months_ahead.yaml
"""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import cast

from pydantic import Field

from provident.collection.facts.employers import (
    ROUNDINGS,
    chosen_rounding,
    ratio_bounds,
    refuse_taken,
    warn_late_registration,
)
from provident.collection.models import EmployerTerms, RatioPeriod
from provident.collection.requests import Code, Handler, Line, Payer, Percent, Representative
from provident.collection.rules.findings import Findings
from provident.collection.rules.registration import (
    PayerItems,
    RepresentativeItems,
    check_dates,
    check_first_month,
    check_items,
    check_payers,
    check_ratios,
    check_representative,
    representative_fields,
)
from provident.kernel.context import Context
from provident.kernel.dates import Month
from provident.kernel.field_types import Day
from provident.kernel.operation import Command, Receipt, operation
from provident.ledger import api as ledger
from provident.parties import registration
from provident.parties.api import items_to_complete


class OpenEmployer(Command):
    """Codes are those of the standard; without `rounding` the policy's default holds."""

    branch: Code = Field(title="网点代码", json_schema_extra={"kind": "branch"})
    name: Line = Field(title="单位名称")
    credit_code: Line = Field(title="统一社会信用代码")
    address: Line = Field(title="单位地址")
    postcode: Code = Field(default="", title="单位邮编")
    email: Line = Field(default="", title="单位电子信箱")
    affiliation: Code = Field(
        title="单位隶属关系", json_schema_extra={"code_list": "subordination"}
    )
    economic_type: Code = Field(
        title="单位经济类型", json_schema_extra={"code_list": "economic_type"}
    )
    industry: Code = Field(title="单位所属行业", json_schema_extra={"code_list": "industry"})
    founded_on: Day = Field(title="单位设立日期")
    pay_day: int = Field(title="单位发薪日")
    legal: Representative = Field(title="法人代表")
    handler: Handler = Field(title="单位经办人")
    fund_source: Code = Field(title="资金来源", json_schema_extra={"code_list": "fund_source"})
    bank_name: Line = Field(title="受托银行名称")
    bank_code: Code = Field(title="受托银行代码", json_schema_extra={"code_list": "bank"})
    payers: tuple[Payer, ...] = Field(default=(), title="付款户")
    unit_ratio: Percent = Field(title="单位缴存比例百分数")
    personal_ratio: Percent = Field(title="个人缴存比例百分数")
    rounding: Code = Field(
        default="", title="月缴存额取整方式", json_schema_extra={"words": {**ROUNDINGS}}
    )
    first_month: Month = Field(title="单位首次汇缴月")


@operation(
    "collection.open_employer",
    title="单位开户",
    basis=("regulation-2026#13", "regulation-2026#14", "regulation-2026#18"),
    two_persons=True,
)
def open_employer(command: OpenEmployer, at: Context) -> Receipt:
    """为单位办理缴存登记并设立单位账户。"""
    found = Findings()
    items = check_items(command.model_dump(include=set(TEXT_ITEMS)), found)
    refuse_taken(found, credit_code=items.get("credit_code", ""), name=items.get("name", ""))
    people = _judge_people(command, at, found)
    payers = check_payers((PayerItems(**one.model_dump()) for one in command.payers), found)
    rounding = _judge_terms(command, at, found)
    found.require()
    dates = {"founded_on": command.founded_on, "pay_day": command.pay_day}
    employer = registration.register_employer(
        command.branch, items | people | dates, on=at.business_date
    )
    registration.add_payers(employer.pk, (asdict(payer) for payer in payers))
    holder = _write_terms(employer.pk, employer.number, command, rounding, at)
    return Receipt(
        f"已为 {employer.name} 办理单位开户，单位账号 {employer.number}，"
        f"自 {command.first_month} 起汇缴。",
        {
            "employer": employer.number,
            "unallocated_holder": holder,
            "rounding": rounding,
            "first_month": str(command.first_month),
            "to_complete": list(items_to_complete(employer)),
            "warnings": found.warned(),
        },
    )


TEXT_ITEMS = (
    "name", "credit_code", "address", "postcode", "email", "affiliation", "economic_type",
    "industry", "fund_source", "bank_name", "bank_code",
)  # fmt: skip


def _judge_people(command: OpenEmployer, at: Context, found: Findings) -> dict[str, str]:
    """Legal representative and handler; their items by field of the employer."""
    legal = RepresentativeItems(**command.legal.model_dump())
    handler = RepresentativeItems(**command.handler.model_dump())
    legal = check_representative(legal, "法人代表", at.business_date, found)
    handler = check_representative(handler, "经办人", at.business_date, found)
    return representative_fields(legal, handler)


def _judge_terms(command: OpenEmployer, at: Context, found: Findings) -> str:
    """Branch, dates, ratios and first month; returns the rounding."""
    today, first = at.business_date, command.first_month
    found.refuse_if(
        not registration.branch_known(command.branch),
        "employer.branch",
        f"没有代码为 {command.branch} 的网点，请从网点表中选择。",
    )
    check_dates(command.founded_on, command.pay_day, today, found)
    ahead = int(cast(Decimal, at.policy("collection.list_months_ahead", on=today).value))
    check_first_month(first, command.founded_on, Month.of(today) + ahead, found)
    bounds = ratio_bounds(at, first, found)
    if bounds:
        check_ratios(command.unit_ratio, command.personal_ratio, bounds, found)
    warn_late_registration(at, command.founded_on, found)
    if not command.payers:
        found.warn(
            "employer.no_payer",
            "没有登记付款户，到账款只能按附言号或单位名称匹配。",
        )
    return chosen_rounding(at, first, command.rounding, found)


def _write_terms(
    employer: int, number: str, command: OpenEmployer, rounding: str, at: Context
) -> int:
    """The terms, the first ratios and the holder for money not yet allocated; its id."""
    (holder,) = ledger.open_holders("unallocated", [f"employer:{number}"], on=at.business_date)
    EmployerTerms.objects.create(
        employer_id=employer,
        rounding=rounding,
        first_month=command.first_month,
        unallocated_holder=holder,
    )
    RatioPeriod.objects.create(
        employer_id=employer,
        from_month=command.first_month,
        unit_ratio=command.unit_ratio,
        personal_ratio=command.personal_ratio,
        operation_no=at.operation_no,
    )
    return holder
