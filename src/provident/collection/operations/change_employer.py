"""单位信息变更 · change items of an employer: key data, so two persons.

What is left out stays as it is; an empty text clears an item that may be empty.  Ratios are
changed by `collection.change_ratio`, payers by `collection.add_payer` and `remove_payer`.

依据  《住房公积金管理条例》(2026) 第十四条
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from provident.collection.facts.employers import refuse_taken
from provident.collection.facts.enrolments import lock_employer
from provident.collection.requests import Code, EmployerNo, Handler, Line, Representative
from provident.collection.rules.findings import Findings
from provident.collection.rules.registration import (
    RepresentativeItems,
    check_dates,
    check_items,
    check_representative,
    representative_fields,
)
from provident.kernel.context import Context
from provident.kernel.field_types import Day, Version
from provident.kernel.operation import Command, Receipt, operation
from provident.kernel.refusal import Defect
from provident.parties import api as parties
from provident.parties import registration


class ChangeEmployer(Command):
    """`version` is the one that the person saw; a newer one is a `Conflict`."""

    employer: EmployerNo
    version: Version = Field(title="版本", json_schema_extra={"kind": "version"})
    name: Line | None = Field(default=None, title="单位名称")
    credit_code: Line | None = Field(default=None, title="统一社会信用代码")
    address: Line | None = Field(default=None, title="单位地址")
    postcode: Code | None = Field(
        default=None, title="单位邮编", json_schema_extra={"may_be_empty": True}
    )
    email: Line | None = Field(
        default=None, title="单位电子信箱", json_schema_extra={"may_be_empty": True}
    )
    affiliation: Code | None = Field(
        default=None, title="单位隶属关系", json_schema_extra={"code_list": "subordination"}
    )
    economic_type: Code | None = Field(
        default=None, title="单位经济类型", json_schema_extra={"code_list": "economic_type"}
    )
    industry: Code | None = Field(
        default=None, title="单位所属行业", json_schema_extra={"code_list": "industry"}
    )
    founded_on: Day | None = Field(default=None, title="单位设立日期")
    pay_day: int | None = Field(default=None, title="单位发薪日")
    legal: Representative | None = Field(default=None, title="法人代表")
    handler: Handler | None = Field(default=None, title="单位经办人")
    fund_source: Code | None = Field(
        default=None, title="资金来源", json_schema_extra={"code_list": "fund_source"}
    )
    bank_name: Line | None = Field(default=None, title="受托银行名称")
    bank_code: Code | None = Field(
        default=None, title="受托银行代码", json_schema_extra={"code_list": "bank"}
    )


NOT_TEXT = {"employer", "version", "founded_on", "pay_day", "legal", "handler"}


@operation(
    "collection.change_employer",
    title="单位信息变更",
    basis=("regulation-2026#14",),
    two_persons=True,
)
def change_employer(command: ChangeEmployer, at: Context) -> Receipt:
    """变更单位登记的信息；没有填写的项目保持不变。"""
    employer = lock_employer(command.employer)
    before = parties.find_employer(employer.number)
    if before is None:
        raise Defect(f"employer {employer.number} was locked and cannot be found")
    found = Findings()
    items: dict[str, Any] = dict(check_items(command.model_dump(exclude=NOT_TEXT), found))
    refuse_taken(
        found,
        credit_code=items.get("credit_code", ""),
        name=items.get("name", ""),
        other_than=employer.id,
    )
    items |= _people(command, at, found)
    check_dates(command.founded_on, command.pay_day, at.business_date, found)
    dates = {"founded_on": command.founded_on, "pay_day": command.pay_day}
    items |= {name: value for name, value in dates.items() if value is not None}
    changes = {name: value for name, value in items.items() if value != getattr(before, name)}
    found.refuse_if(
        found.allowed and not changes,
        "employer.nothing_changed",
        "没有任何一项与现有信息不同，请核对要变更的项目。",
    )
    found.require()
    after = registration.change_employer(employer.id, command.version, changes)
    return Receipt(
        f"已变更 {after.name} 的单位信息，共 {len(changes)} 项。",
        {
            "employer": after.number,
            "version": after.version,
            "before": {name: str(getattr(before, name)) for name in changes},
            "after": {name: str(value) for name, value in changes.items()},
            "to_complete": list(parties.items_to_complete(after)),
            "warnings": found.warned(),
        },
    )


def _people(command: ChangeEmployer, at: Context, found: Findings) -> dict[str, str]:
    """Legal representative and handler, where they are declared."""
    checked = [
        check_representative(
            RepresentativeItems(**person.model_dump()), who, at.business_date, found
        )
        if person
        else None
        for person, who in ((command.legal, "法人代表"), (command.handler, "经办人"))
    ]
    return representative_fields(*checked)
