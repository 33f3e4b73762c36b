"""请求中的数据 · types that several commands of the collection share."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer

from provident.kernel.field_reasons import ONE_LINE
from provident.kernel.field_types import Code, Line
from provident.kernel.operation import Command

EmployerNo = Annotated[
    str,
    Field(
        title="单位账号",
        min_length=1,
        max_length=20,
        pattern=ONE_LINE,
        json_schema_extra={"kind": "employer"},
    ),
]
MemberNo = Annotated[
    str,
    Field(
        title="个人账号",
        min_length=1,
        max_length=20,
        pattern=ONE_LINE,
        json_schema_extra={"kind": "member"},
    ),
]
"""单位账号、个人账号 · as printed; whether there is such a number is for the operation."""


def _percent(value: Any) -> Decimal:
    """An exact percentage with at most two decimals; never from a float."""
    if isinstance(value, (bool, float)) or not isinstance(value, Decimal | int | str):
        raise ValueError("百分数须作为文字填写，应写作“12”或“8.5”")
    try:
        exact = Decimal(value).quantize(Decimal("0.01"))
    except InvalidOperation as error:
        raise ValueError("不是百分数，应写作“12”或“8.5”") from error
    if exact != Decimal(value):
        raise ValueError("百分数最多两位小数")
    return exact


Percent = Annotated[
    Decimal,
    BeforeValidator(_percent),
    PlainSerializer(lambda value: f"{value:.2f}", return_type=str),
    Field(json_schema_extra={"kind": "percent"}),
]
"""百分数 · 12.00 means 12 %; exactly two places."""


class Representative(Command):
    """法人代表 · name and document as on the paper."""

    name: Line = Field(title="姓名")
    id_kind: Code = Field(
        default="01", title="证件类型", json_schema_extra={"code_list": "identity_document"}
    )
    id_number: Line = Field(title="证件号码", json_schema_extra={"masked": "id"})


class Handler(Representative):
    """单位经办人 · who deals with the fund for the employer."""

    mobile: Line = Field(title="手机号码", json_schema_extra={"masked": "mobile"})
    phone: Line = Field(
        default="", title="固定电话号码", json_schema_extra={"masked": "mobile"}
    )


class Payer(Command):
    """付款户 · a bank account from which the employer's money comes."""

    account_no: Line = Field(title="付款账号")
    account_name: Line = Field(title="付款户名")
    bank_name: Line = Field(default="", title="开户银行")
