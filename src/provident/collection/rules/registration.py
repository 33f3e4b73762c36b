"""单位登记 · are the items that an employer declares in order?

Pure; every reason at once.  Opening declares all of them, a change only some: what is None
is not judged.

依据  《住房公积金管理条例》(2026) 第十三、十四、十八条；GB 32100-2015（统一社会信用代码）
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal

from provident.collection.rules.findings import Findings
from provident.kernel.dates import Month, chinese_date
from provident.kernel.identifiers import (
    check_credit_code,
    check_document,
    check_mobile,
    half_width,
)
from provident.kernel.names import check_organisation_name, check_person_name
from provident.kernel.refusal import Reason
from provident.standards import code_list

REGISTRATION = ("regulation-2026#14",)
RATIO = ("regulation-2026#18",)

CODED = {
    "affiliation": "subordination",
    "economic_type": "economic_type",
    "industry": "industry",
    "fund_source": "fund_source",
    "bank_code": "bank",
}
"""Coded items of an employer with their code lists."""

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_ACCOUNT_NO = re.compile(r"[0-9A-Z]{5,32}")


@dataclass(frozen=True, slots=True)
class RepresentativeItems:
    """法人代表或经办人 · name and document; a handler has a mobile, and a telephone or ""."""

    name: str
    id_kind: str
    id_number: str
    mobile: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class PayerItems:
    """付款户 · a bank account from which the employer's money comes."""

    account_no: str
    account_name: str
    bank_name: str = ""


@dataclass(frozen=True, slots=True)
class RatioBounds:
    """缴存比例上下限 · in percent, each side by itself."""

    lowest: Decimal
    highest: Decimal
    basis: tuple[str, ...] = RATIO


def check_items(items: Mapping[str, str | None], found: Findings) -> dict[str, str]:
    """Names, numbers and codes of an employer by field; returns the normalised values.

    A value of None is not declared and is left out of the answer, as is a refused one.
    """
    given = {name: value for name, value in items.items() if value is not None}
    checked = dict(given)
    if "name" in given:
        checked["name"] = found.take(check_organisation_name(given["name"])) or ""
    if "credit_code" in given:
        code = found.take(check_credit_code(given["credit_code"]))
        checked["credit_code"] = code.code if code else ""
    for name, list_name in CODED.items():
        if name in given:
            found.add(code_list(list_name).check(given[name]))
    found.refuse_if(given.get("address") == "", "employer.address_missing", "请填写单位地址。")
    found.refuse_if(
        given.get("bank_name") == "", "employer.bank_missing", "请填写受托银行名称。"
    )
    _check_forms(given, found)
    return {name: value for name, value in checked.items() if value or not given[name]}


def _check_forms(given: Mapping[str, str], found: Findings) -> None:
    postcode, email = given.get("postcode"), given.get("email")
    found.refuse_if(
        bool(postcode) and not re.fullmatch(r"[0-9]{6}", postcode or ""),
        "employer.postcode",
        "单位邮编应为 6 位数字，请核对；不知道的可以留空。",
    )
    found.refuse_if(
        bool(email) and not _EMAIL.fullmatch(email or ""),
        "employer.email",
        "单位电子信箱的格式不对，请核对；没有的可以留空。",
    )


def check_dates(
    founded_on: date | None, pay_day: int | None, today: date, found: Findings
) -> None:
    """设立日期 not in the future, 发薪日 a day of the month."""
    if founded_on and founded_on > today:
        found.refuse(
            "employer.founded_in_future",
            f"单位设立日期{chinese_date(founded_on)}在今天之后，请对照登记证照核对。",
            basis=REGISTRATION,
            founded_on=founded_on.isoformat(),
        )
    if pay_day is not None and not 1 <= pay_day <= 31:
        found.refuse(
            "employer.pay_day",
            f"单位发薪日应为 1 至 31，现为 {pay_day}，请核对。",
            basis=("regulation-2026#19",),
            pay_day=pay_day,
        )


def check_representative(
    person: RepresentativeItems, who: str, today: date, found: Findings
) -> RepresentativeItems:
    """法人代表或经办人: name, document and, for the handler, mobile; returned normalised.

    `who` stands before each reason, since both people have the same items.
    """
    name = check_person_name(person.name)
    document = check_document(person.id_kind, person.id_number, today=today)
    reasons = [*name.reasons, *document.reasons]
    mobile = person.mobile
    if mobile is not None:
        checked = check_mobile(mobile)
        reasons += checked.reasons
        mobile = checked.value or mobile
    found.add(_about(who, reasons))
    found.warnings.extend(_about(who, document.warnings))
    number = document.value.number if document.value else person.id_number
    return replace(person, name=name.value or person.name, id_number=number, mobile=mobile)


def representative_fields(
    legal: RepresentativeItems | None, handler: RepresentativeItems | None
) -> dict[str, str]:
    """The items of the two people by the names that they have on the employer."""
    fields: dict[str, str] = {}
    for prefix, person in (("legal", legal), ("handler", handler)):
        if person:
            fields |= {
                f"{prefix}_{name}": value
                for name, value in asdict(person).items()
                if value is not None
            }
    return fields


def _about(who: str, reasons: Iterable[Reason]) -> list[Reason]:
    return [
        Reason(reason.code, f"{who}：{reason.says}", reason.facts, reason.basis)
        for reason in reasons
    ]


def check_ratios(
    unit: Decimal, personal: Decimal, bounds: RatioBounds, found: Findings
) -> None:
    """缴存比例: each side within the bounds of the month in which it begins to hold."""
    for side, ratio in (("单位", unit), ("个人", personal)):
        if not bounds.lowest <= ratio <= bounds.highest:
            found.refuse(
                "ratio.outside",
                f"{side}缴存比例 {ratio}% 不在规定的 {bounds.lowest}% 至 {bounds.highest}% "
                "之内，请重新选定；确有困难的另行申请降低比例或缓缴。",
                basis=bounds.basis,
                side=side,
                ratio=str(ratio),
                lowest=str(bounds.lowest),
                highest=str(bounds.highest),
            )


def check_first_month(
    first_month: Month, founded_on: date, latest: Month, found: Findings
) -> None:
    """首次汇缴月: not before the employer existed, and not further ahead than lists may go."""
    if first_month < Month.of(founded_on):
        found.refuse(
            "employer.first_month_early",
            f"首次汇缴月 {first_month} 早于单位设立的月份 {Month.of(founded_on)}，请核对。",
            basis=REGISTRATION,
            first_month=str(first_month),
            founded=str(Month.of(founded_on)),
        )
    if first_month > latest:
        found.refuse(
            "employer.first_month_late",
            f"首次汇缴月 {first_month} 太远，最晚为 {latest}，请核对。",
            basis=REGISTRATION,
            first_month=str(first_month),
            latest=str(latest),
        )


def check_payers(payers: Iterable[PayerItems], found: Findings) -> list[PayerItems]:
    """付款户: account number and name; returned normalised, each number once."""
    checked: dict[str, PayerItems] = {}
    for payer in payers:
        number = half_width(payer.account_no).upper()
        name = found.take(check_organisation_name(payer.account_name))
        if not _ACCOUNT_NO.fullmatch(number):
            found.refuse(
                "payer.number",
                f"付款账号“{payer.account_no}”应为 5 至 32 位数字或字母，请对照开户许可核对。",
                number=payer.account_no,
            )
        if number in checked:
            found.refuse(
                "payer.repeated",
                f"付款账号 {number} 填了不止一次，请只保留一个。",
                number=number,
            )
        checked[number] = replace(
            payer, account_no=number, account_name=name or payer.account_name
        )
    return list(checked.values())
