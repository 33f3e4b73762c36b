"""名单列 · the columns of the roster workbook, said once.

The template is printed from this list, the reader looks for these headings, the judge
walks them and the error workbook repeats them; nothing else knows a heading.
The items are those of JGJ/T 320-2014 表 4.0.3 个人信息 together with the declaration that
an employer makes when it hires somebody (《住房公积金管理条例》 articles 15 to 17).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SHEET = "名单"
"""The worksheet that holds the people; the only one that is read."""

REASON_HEADING = "原因"
"""Written by the error workbook; ignored when a corrected error workbook comes back."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the roster.

    `heading_required` the column itself must exist; `value_required` no cell may be empty;
    `text_only` numbers are refused, because a spreadsheet keeps 15 digits and drops leading
    zeros; `codes` the code list of `standards/code_lists.yaml` that the cells come from;
    `form` a regular expression for the whole text, whose meaning `hint` says in words.
    """

    key: str
    heading: str
    example: str
    hint: str
    width: int = 14
    heading_required: bool = True
    value_required: bool = True
    text_only: bool = False
    codes: str | None = None
    form: str | None = None


def _extra(
    key: str, heading: str, hint: str, *, codes: str | None = None, form: str | None = None
) -> Column:
    return Column(
        key,
        heading,
        example="",
        hint=hint,
        heading_required=False,
        value_required=False,
        codes=codes,
        text_only=form is not None,
        form=form,
    )


COLUMNS: tuple[Column, ...] = (
    Column("name", "姓名", "阿依古丽·买买提", "与证件一致，间隔号写作“·”。", 18),
    Column("id_kind", "证件类型", "身份证", "从下拉列表中选择。", codes="identity_document"),
    Column(
        "id_number",
        "证件号码",
        "653101199001010005",
        "文本格式；身份证 18 位。",
        22,
        text_only=True,
    ),
    Column(
        "sex",
        "性别",
        "女",
        "身份证可以留空，由证件得出；填写则须与证件一致。",
        8,
        value_required=False,
        codes="sex",
    ),
    Column(
        "birth",
        "出生日期",
        "1990-01-01",
        "身份证可以留空；填写则须与证件一致。",
        value_required=False,
    ),
    Column("mobile", "手机号码", "13800000001", "文本格式；11 位，每人一个。", text_only=True),
    Column(
        "marital",
        "婚姻状况",
        "未婚",
        "从下拉列表中选择；不知道的选“未说明”。",
        codes="marital_status",
    ),
    Column("hired_on", "入职日期", "2026-10-15", "日期，或写作 2026-10-15、20261015。"),
    Column(
        "hire_kind",
        "入职类型",
        "首次参加工作",
        "首次参加工作的自第二个月起缴存，调入的自发放工资之月起缴存。",
        codes="hiring_kind",
    ),
    Column("wage", "申报月工资", "6500.00", "元，最多两位小数。"),
    Column("first_month", "缴存起始月", "2026-11", "写作 2026-11 或 202611。"),
    Column(
        "card",
        "银行卡号",
        "6217000000000000004",
        "文本格式；本人的储蓄卡。",
        24,
        text_only=True,
    ),
    Column("card_bank", "开户银行", "中国建设银行喀什分行", "银行卡的开户银行全称。", 24),
    _extra("education", "学历", "选填，从下拉列表中选择。", codes="education"),
    _extra("employment_status", "职业", "选填，从下拉列表中选择。", codes="employment_status"),
    _extra("title", "职称", "选填，从下拉列表中选择。", codes="technical_title"),
    _extra("duty", "职务", "选填，从下拉列表中选择。", codes="duty"),
    _extra(
        "landline",
        "固定电话号码",
        "选填，文本格式，区号和号码，如 0998-2520000。",
        form=r"[0-9-]{7,20}",
    ),
    _extra("postcode", "邮政编码", "选填，文本格式，6 位数字。", form=r"[0-9]{6}"),
    _extra("address", "家庭住址", "选填。"),
)

BY_KEY: dict[str, Column] = {column.key: column for column in COLUMNS}
BY_HEADING: dict[str, Column] = {column.heading: column for column in COLUMNS}

_DECORATION = re.compile(r"[\s\u3000*＊]|[(（](?:必填|选填)[)）]")


def plain_heading(text: str) -> str:
    """The heading without blanks, line breaks, asterisks and （必填）."""
    return _DECORATION.sub("", text)
