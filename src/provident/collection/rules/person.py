"""职工信息 · are name, document, mobile, card and codes of one person in order?

The same checks as for the rows of a roster, for a person who is opened or changed at a
counter.  Pure; every reason at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from provident.collection.roster import people
from provident.collection.rules.findings import Findings
from provident.kernel.identifiers import (
    IdentityDocument,
    check_bank_card,
    check_document,
    check_mobile,
)
from provident.kernel.names import check_person_name
from provident.kernel.refusal import Reason
from provident.standards import code_list

CODED = {
    "sex": "sex",
    "marital": "marital_status",
    "hire_kind": "hiring_kind",
    "education": "education",
    "occupation": "employment_status",
    "title": "technical_title",
    "post": "duty",
}
"""Coded items of a person with their code lists; "" means that it is not known."""


@dataclass(frozen=True, slots=True)
class PersonDeclared:
    """申报的个人信息 · as written; sex and birth may be left to the document."""

    name: str
    id_kind: str
    id_number: str
    sex: str
    birth: date | None
    mobile: str
    card: str


@dataclass(frozen=True, slots=True)
class PersonChecked:
    """检查过的个人信息 · None or "" stands where the declared value was refused."""

    name: str
    document: IdentityDocument | None
    sex: str
    birth: date | None
    mobile: str
    card: str


def check_person(declared: PersonDeclared, today: date, found: Findings) -> PersonChecked:
    """Check one person as of `today` (the business date); reasons go into `found`."""
    document = found.take(check_document(declared.id_kind, declared.id_number, today=today))
    sex, birth = declared.sex, declared.birth
    if document:
        found.add(people.disagreements(document, sex or None, birth))
        sex, birth = document.sex or sex, document.birth or birth
    if birth and sex:
        found.warnings.extend(people.retirement(birth, sex, today))
    return PersonChecked(
        name=found.take(check_person_name(declared.name)) or "",
        document=document,
        sex=sex,
        birth=birth,
        mobile=found.take(check_mobile(declared.mobile)) or "",
        card=(found.take(check_bank_card(declared.card)) or "") if declared.card else "",
    )


def check_hiring(hired_on: date, birth: date | None, today: date, found: Findings) -> None:
    """Nobody is hired in the future, or before he is sixteen."""
    found.add(people.hiring(hired_on, birth, today))


def contact_reasons(values: Mapping[str, str | None]) -> tuple[Reason, ...]:
    """Telephone, postcode, address and bank of a person; empty ones pass."""
    reasons: list[Reason] = []
    postcode, phone = values.get("postcode"), values.get("phone")
    if postcode and not re.fullmatch(r"[0-9]{6}", postcode):
        says = f"邮政编码应为 6 位数字，现为“{postcode}”，请核对；不知道的可以留空。"
        reasons.append(Reason("member.postcode", says, {"postcode": postcode}))
    if phone and not re.fullmatch(r"[0-9()+\- ]{5,20}", phone):
        says = f"固定电话号码应为 5 至 20 位数字，可含区号，现为“{phone}”，请核对。"
        reasons.append(Reason("member.phone", says, {"phone": phone}))
    for name, zh in (("address", "家庭住址"), ("card_bank", "开户银行")):
        if re.search(r"[\x00-\x1f\x7f]", values.get(name) or ""):
            says = f"{zh}中有不可见的控制字符，请删除后重新填写。"
            reasons.append(Reason("member.unprintable", says, {"title": zh}))
    return tuple(reasons)


def code_reasons(values: Mapping[str, str]) -> tuple[Reason, ...]:
    """Coded items of a person whose list does not have the code; empty ones pass."""
    return tuple(
        reason
        for name, list_name in CODED.items()
        if values.get(name)
        for reason in code_list(list_name).check(values[name])
    )
