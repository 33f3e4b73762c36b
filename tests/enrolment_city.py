"""A small town for the tests of enrolment: employers and people with numbers that check.

Check digits are computed here by the published rules (GB 11643-1999, GB 32100-2015,
GB 11714-1997, ISO/IEC 7812-1), not by the code under test.
"""

from __future__ import annotations

import importlib
import io
from datetime import date, timedelta
from typing import Any

import xlsxwriter

from provident.kernel.context import By
from provident.kernel.operation import Done, perform
from provident.kernel.refusal import Refusal

LATE = {
    "Branch": "provident.parties.models",
    "Employer": "provident.parties.models",
    "Member": "provident.parties.models",
    "EmployerTerms": "provident.collection.models",
    "RatioPeriod": "provident.collection.models",
    "Enrolment": "provident.collection.models",
    "BasePeriod": "provident.collection.models",
    "SealPeriod": "provident.collection.models",
    "RosterUpload": "provident.collection.models",
    "ListLine": "provident.collection.models",
    "ContributionList": "provident.collection.models",
    "parties": "provident.parties.api",
    "ledger": "provident.ledger.api",
    "enrolments": "provident.collection.facts.enrolments",
    "uploads": "provident.collection.staging.uploads",
}
"""What can be imported only once the test database is up: models and what rests on them."""


def __getattr__(name: str) -> Any:
    if name not in LATE:
        raise AttributeError(name)
    module = importlib.import_module(LATE[name])
    return getattr(module, name, module)


TELLER = By("柜员甲")
TWO = By("柜员甲", "复核员乙")

HEADINGS = (
    "姓名", "证件类型", "证件号码", "性别", "出生日期", "手机号码", "婚姻状况",
    "入职日期", "入职类型", "申报月工资", "缴存起始月", "银行卡号", "开户银行",
)  # fmt: skip

FACTORY: dict[str, Any] = {
    "branch": "001",
    "name": "喀什市天山棉纺有限公司",
    "credit_code": "91653101MA7T000148",  # synthetic; both check characters are right
    "address": "喀什市人民西路1号",
    "affiliation": "50",
    "economic_type": "159",
    "industry": "17",
    "founded_on": "2026-10-10",
    "pay_day": 10,
    "legal": {"name": "阿不都拉·热合曼", "id_number": "653101198506300003"},
    "handler": {"name": "张秀英", "id_number": "653121197512310006", "mobile": "13900000001"},
    "fund_source": "2",
    "bank_name": "中国建设银行喀什分行",
    "bank_code": "105",
    "payers": [
        {"account_no": "65050161004500000001", "account_name": "喀什市天山棉纺有限公司"}
    ],
    "unit_ratio": "12",
    "personal_ratio": "12",
    "rounding": "fen",
    "first_month": "2026-11",
}

SCHOOL: dict[str, Any] = FACTORY | {
    "name": "喀什市第十中学",
    "credit_code": "12653101458000010Q",
    "payers": [
        {"account_no": "65050161004500000002", "account_name": "喀什市财政国库支付中心"}
    ],
    "fund_source": "1",
    "unit_ratio": "8",
    "personal_ratio": "5",
    "rounding": "yuan",
}

AYGUL: dict[str, Any] = {
    "name": "阿依古丽·买买提",
    "id_number": "653101199001010005",
    "mobile": "13800000001",
    "marital": "20",
    "hired_on": "2026-10-15",
    "hire_kind": "2",
    "wage": "6500.00",
    "first_month": "2026-11",
    "card": "6217000000000000004",
    "card_bank": "中国建设银行喀什分行",
}


def resident_number(index: int) -> str:
    """A resident number that is never issued (order 000), different for each index."""
    body = f"653101{date(1970, 1, 1) + timedelta(days=index):%Y%m%d}000"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def card_number(index: int) -> str:
    """A card of 19 digits with its Luhn digit."""
    body = f"62284800{index:010d}"
    doubled = sum(
        sum(divmod(int(digit) * (2 if place % 2 == 0 else 1), 10))
        for place, digit in enumerate(reversed(body))
    )
    return body + str(-doubled % 10)


def person(index: int, **changes: Any) -> dict[str, Any]:
    """The command's part for one invented person."""
    return {
        "name": "王"
        + "甲乙丙丁戊己庚辛壬癸"[index % 10]
        + "子丑寅卯辰巳午未申酉"[index // 10 % 10],
        "id_number": resident_number(index),
        "mobile": f"139{index:08d}",
        "hired_on": "2026-10-15",
        "hire_kind": "2",
        "wage": "6000.00",
        "first_month": "2026-11",
        "card": card_number(index),
        "card_bank": "中国农业银行喀什分行",
    } | changes


def roster(*people: dict[str, Any]) -> bytes:
    """An .xlsx of these people (as `person` gives them), every cell as text."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
    sheet = book.add_worksheet("名单")
    sheet.write_row(0, 0, HEADINGS)
    for number, one in enumerate(people, start=1):
        kind = "首次参加工作" if one["hire_kind"] == "1" else "调入"
        cells = (
            one["name"], "身份证", one["id_number"], "", "", one["mobile"], "未说明",
            one["hired_on"], kind, one["wage"], one["first_month"], one["card"],
            one["card_bank"],
        )  # fmt: skip
        for place, cell in enumerate(cells):
            sheet.write_string(number, place, cell)
    book.close()
    return buffer.getvalue()


def do(code: str, by: By = TELLER, **command: Any) -> Done:
    """Perform `collection.<code>`."""
    return perform(f"collection.{code}", command, by)


def refused(code: str, by: By = TELLER, **command: Any) -> Refusal:
    """The refusal of an operation that must not be done."""
    try:
        done = do(code, by, **command)
    except Refusal as refusal:
        return refusal
    raise AssertionError(f"{code} was done: {done.receipt.says}")


def open_branch() -> None:
    __getattr__("Branch").objects.create(code="001", name="喀什市管理部")


def open_employer(**changes: Any) -> str:
    """Open the factory (or what `changes` makes of it); returns its 单位账号."""
    return do("open_employer", TWO, **FACTORY | changes).receipt.facts["employer"]


def open_member(employer: str, **changes: Any) -> str:
    """Open Aygul (or what `changes` makes of her); returns the 个人账号."""
    return do("open_member", employer=employer, **AYGUL | changes).receipt.facts["member"]


def confirm(employer: str, count: int = 1) -> list[dict[str, Any]]:
    """Confirm the employer's next lists; returns them as the receipt shows them."""
    return do("confirm_lists", employer=employer, count=count).receipt.facts["lists"]
