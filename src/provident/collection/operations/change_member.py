"""个人信息变更 · change items of a member.

Name, document, mobile and card decide who is paid and who is told, so two persons.  What is
left out stays as it is; an empty text clears an item that may be empty.

依据  《住房公积金管理条例》(2026) 第十三条
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from provident.collection.facts.enrolments import holdings, lock_members
from provident.collection.requests import Code, Line, MemberNo
from provident.collection.rules.findings import Findings
from provident.collection.rules.person import (
    PersonChecked,
    PersonDeclared,
    check_person,
    code_reasons,
    contact_reasons,
)
from provident.kernel.context import Context
from provident.kernel.field_types import Day, Version
from provident.kernel.money import Yuan
from provident.kernel.operation import Command, Receipt, operation
from provident.kernel.refusal import Defect, refuse
from provident.parties import api as parties
from provident.parties import registration


class ChangeMember(Command):
    """`version` is the one that the person saw; a newer one is a `Conflict`."""

    member: MemberNo
    version: Version = Field(title="版本", json_schema_extra={"kind": "version"})
    name: Line | None = Field(default=None, title="姓名")
    id_kind: Code | None = Field(
        default=None, title="证件类型", json_schema_extra={"code_list": "identity_document"}
    )
    id_number: Line | None = Field(
        default=None, title="证件号码", json_schema_extra={"masked": "id"}
    )
    sex: Code | None = Field(default=None, title="性别", json_schema_extra={"code_list": "sex"})
    birth: Day | None = Field(default=None, title="出生日期")
    mobile: Line | None = Field(
        default=None, title="手机号码", json_schema_extra={"masked": "mobile"}
    )
    marital: Code | None = Field(
        default=None, title="婚姻状况", json_schema_extra={"code_list": "marital_status"}
    )
    card: Line | None = Field(
        default=None,
        title="个人存款账户号码",
        json_schema_extra={"may_be_empty": True, "masked": "card"},
    )
    card_bank: Line | None = Field(
        default=None, title="个人存款账户开户银行名称", json_schema_extra={"may_be_empty": True}
    )
    education: Code | None = Field(
        default=None, title="学历", json_schema_extra={"code_list": "education"}
    )
    occupation: Code | None = Field(
        default=None, title="职业", json_schema_extra={"code_list": "employment_status"}
    )
    title: Code | None = Field(
        default=None, title="职称", json_schema_extra={"code_list": "technical_title"}
    )
    post: Code | None = Field(
        default=None, title="职务", json_schema_extra={"code_list": "duty"}
    )
    phone: Line | None = Field(
        default=None,
        title="固定电话号码",
        json_schema_extra={"may_be_empty": True, "masked": "mobile"},
    )
    postcode: Line | None = Field(
        default=None, title="邮政编码", json_schema_extra={"may_be_empty": True}
    )
    address: Line | None = Field(
        default=None, title="家庭住址", json_schema_extra={"may_be_empty": True}
    )
    family_income: Yuan | None = Field(default=None, title="家庭月收入")


COLUMNS = {"card": "card_no", "card_bank": "card_bank_name"}
"""Where the model calls an item otherwise than the command."""

CHECKED = ("name", "id_kind", "id_number", "sex", "birth", "mobile", "card_no")


@operation(
    "collection.change_member",
    title="个人信息变更",
    basis=("regulation-2026#13",),
    two_persons=True,
)
def change_member(command: ChangeMember, at: Context) -> Receipt:
    """变更职工的个人信息；没有填写的项目保持不变。"""
    if command.member not in lock_members([command.member]):
        raise refuse("member.unknown", f"没有个人账号为 {command.member} 的职工，请核对。")
    before = parties.find_member(command.member)
    if before is None:
        raise Defect(f"member {command.member} was locked and cannot be found")
    given = command.model_dump(exclude={"member", "version"}, exclude_none=True)
    items = {COLUMNS.get(name, name): value for name, value in given.items()}
    if "family_income" in items:
        items["family_income"] = command.family_income  # dumped as text, stored as an amount
    found = Findings()
    found.add(code_reasons(given))
    found.add(contact_reasons(given))
    person = _check(items, before, at, found)
    changes = _changes(items, person, before)
    found.refuse_if(
        found.allowed and not changes,
        "member.nothing_changed",
        "没有任何一项与现有信息不同，请核对要变更的项目。",
    )
    found.require()
    after = registration.change_member(before.pk, command.version, changes)
    return Receipt(
        f"已变更 {after.name}（{after.number}）的个人信息，共 {len(changes)} 项。",
        {
            "member": after.number,
            "version": after.version,
            "before": {name: _plain(getattr(before, name)) for name in changes},
            "after": {name: _plain(value) for name, value in changes.items()},
            "to_complete": list(parties.items_to_complete(after)),
            "warnings": found.warned(),
        },
    )


def _check(items: dict[str, Any], before: Any, at: Context, found: Findings) -> PersonChecked:
    """The person as he will stand: what is declared, and the rest as it was."""
    whole = {name: items.get(name, getattr(before, name)) for name in CHECKED}
    if "id_number" in items or "id_kind" in items:
        # A new document says itself who it belongs to; what the old one said is not held
        # against it unless the person repeats it.
        whole["sex"], whole["birth"] = items.get("sex", ""), items.get("birth")
    person = check_person(PersonDeclared(*whole.values()), at.business_date, found)
    document = person.document
    asked = {
        "row": 0,
        "id_kind": document.kind if document else "",
        "id_number": document.number if document else "",
        "card": person.card,
        "mobile": person.mobile,
    }
    for other in holdings([asked]).get(0, []):
        if other.member_number != before.number:
            _judge_shared(other.same, other.member_number, found)
    return person


def _judge_shared(same: str, number: str, found: Findings) -> None:
    if same == "document":
        found.refuse(
            "member.document_taken",
            f"该证件已登记在个人账号 {number} 名下；一人只有一个账户，请核对是否同一人。",
            basis=("regulation-2026#13",),
        )
    elif same == "card":
        found.refuse("enrolment.card_taken", "银行卡号已登记在另一位职工名下，请核对。")
    else:
        found.warn("enrolment.mobile_shared", "手机号码与另一位职工相同，请核对。")


def _changes(items: dict[str, Any], person: PersonChecked, before: Any) -> dict[str, Any]:
    """What differs from the books, normalised; sex and birth follow a new document."""
    normalised = items | {
        name: value
        for name, value in (
            ("name", person.name),
            ("mobile", person.mobile),
            ("card_no", person.card),
        )
        if name in items
    }
    if person.document and ("id_number" in items or "id_kind" in items):
        normalised |= {"id_kind": person.document.kind, "id_number": person.document.number}
        normalised |= {"sex": person.sex, "birth": person.birth}
    return {name: value for name, value in normalised.items() if value != getattr(before, name)}


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)
