"""请求中的数据 · types that several commands of the collection share."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer

from provident.kernel.operation import Command

_ONE_LINE = r"^[^\x00-\x1f\x7f]*$"
"""No control characters: no line break, and nothing that a text column cannot hold."""

EmployerNo = Annotated[str, Field(min_length=1, max_length=20, pattern=_ONE_LINE)]
MemberNo = Annotated[str, Field(min_length=1, max_length=20, pattern=_ONE_LINE)]
"""单位账号、个人账号 · as printed; whether there is such a number is for the operation."""

Code = Annotated[str, Field(max_length=20, pattern=_ONE_LINE)]
"""A code of a code list; whether the list has it is for the operation."""

Line = Annotated[str, Field(max_length=255, pattern=_ONE_LINE)]
"""One line of text, at most as long as the standard's long items."""


def _percent(value: Any) -> Decimal:
    """An exact percentage with at most two decimals; never from a float."""
    if isinstance(value, (bool, float)):
        raise ValueError("比例不得由浮点数构成，应写作“12”或“8.5”")
    try:
        exact = Decimal(value).quantize(Decimal("0.01"))
    except (InvalidOperation, ValueError, TypeError) as error:
        raise ValueError("不是百分数，应写作“12”或“8.5”") from error
    if exact != Decimal(value):
        raise ValueError("百分数最多两位小数")
    return exact


Percent = Annotated[
    Decimal,
    BeforeValidator(_percent),
    PlainSerializer(lambda value: f"{value:.2f}", return_type=str),
]
"""百分数 · 12.00 means 12 %; exactly two places."""


class Representative(Command):
    """法人代表 · name and document as on the paper."""

    name: Line
    id_kind: Code = "01"
    id_number: Line


class Handler(Representative):
    """单位经办人 · who deals with the fund for the employer."""

    mobile: Line
    phone: Line = ""


class Payer(Command):
    """付款户 · a bank account from which the employer's money comes."""

    account_no: Line
    account_name: Line
    bank_name: Line = ""
