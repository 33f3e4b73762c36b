"""输入项 · the kinds of input that people type, forgiving in form and exact in value.

Full-width digits, blanks and thousands separators are read as people mean them; a number
that is not exact (a float) is refused.  Whether a value makes sense is the rules' question.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
)

from provident.kernel.dates import Month, MonthError
from provident.kernel.money import AmountError, yuan

_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,12}(\.\d{1,12})?", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,9}", re.ASCII)
_DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?", re.ASCII)
_MONTH = re.compile(r"(\d{4})(?:-|/|\.|年)?(\d{1,2})月?", re.ASCII)


class Fault(ValueError):
    """书写有误 · what somebody typed is not of the form that the input needs.

    `kind`  stable, for other languages and programs; `typed` what stood there.
    """

    def __init__(self, kind: str, says: str, typed: object) -> None:
        self.facts = {"kind": kind, "typed": str(typed)}
        super().__init__(says)


class Question(BaseModel):
    """提问 · what a calculator wants to know; unknown fields are refused by name."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def narrow(value: Any) -> Any:
    """Full-width characters as half-width ones, without the blanks around and between."""
    if not isinstance(value, str):
        return value
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", value))


def _amount(value: Any) -> Decimal:
    value = narrow(value)
    if isinstance(value, str) and _GROUPED.fullmatch(value):
        value = value.replace(",", "")
    try:
        return yuan(value)
    except AmountError as error:
        raise _amount_fault(value, error) from None


def _amount_fault(value: Any, error: AmountError) -> Fault:
    if isinstance(value, float):
        says = f'金额请写成文字，如 "{value:.2f}"，不能用浮点数'
        return Fault("float", says, value)
    if isinstance(value, str) and not re.search(r"\d", value):
        says = f"“{value}”不是金额，应写作 1000000 或 1000000.50"
        return Fault("amount_text", says, value)
    return Fault("amount", str(error).replace("：", "，现为 ").replace("'", ""), value)


def _number(value: Any) -> Decimal:
    value = narrow(value)
    if isinstance(value, str):
        value = value.removesuffix("%")
    if isinstance(value, float):
        raise Fault("float", f'请写成文字，如 "{value}"，不能用浮点数', value)
    if isinstance(value, bool) or (isinstance(value, str) and not _NUMBER.fullmatch(value)):
        raise Fault("number", f"“{value}”不是数，应写作 3.1", value)
    try:
        return Decimal(value)
    except (InvalidOperation, TypeError, ValueError):
        raise Fault("number", f"“{value}”不是数，应写作 3.1", value) from None


def _count(value: Any) -> int:
    value = narrow(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(value)
    raise Fault("count", f"“{value}”不是整数，应写作 360", value)


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    text = narrow(value)
    found = _DAY.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise Fault("day", f"“{value}”不是日期，应写作 2026-01-15", value)
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise Fault("no_such_day", f"没有“{value}”这一天，请核对年、月、日", value) from None


def _month(value: Any) -> Month:
    if isinstance(value, Month):
        return value
    text = narrow(value)
    found = _MONTH.fullmatch(text) if isinstance(text, str) else None
    try:
        if found is None:
            raise MonthError
        return Month(int(found[1]), int(found[2]))
    except MonthError:
        raise Fault("month", f"“{value}”不是年月，应写作 2026-11", value) from None


def _text_schema(format_name: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "format": format_name, "examples": [example]})


Amount = Annotated[
    Decimal,
    BeforeValidator(_amount),
    PlainSerializer(lambda amount: f"{amount:.2f}", return_type=str),
    _text_schema("amount", "1000000.00"),
]
"""An amount in yuan with at most two decimals."""

Number = Annotated[
    Decimal,
    BeforeValidator(_number),
    PlainSerializer(str, return_type=str),
    _text_schema("number", "3.1"),
]
"""An exact number such as a rate in percent a year."""

Count = Annotated[
    int, BeforeValidator(_count), WithJsonSchema({"type": "integer", "examples": [360]})
]
"""A whole number."""

Day = Annotated[date, BeforeValidator(_day), _text_schema("date", "2026-01-15")]
"""A calendar day."""

MonthOf = Annotated[Month, BeforeValidator(_month), _text_schema("month", "2026-11")]
"""A calendar month."""


def ask_for(
    title: str,
    *,
    hint: str = "",
    unit: str = "",
    choices: Mapping[str, str] | None = None,
    default: Any = ...,
    **limits: Any,
) -> Any:
    """A field of a question: its label, what to mind, its unit, its choices by code.

    The texts are marked for the catalogues by whoever calls this.
    """
    extra = {"x-unit": unit, "x-choices": dict(choices or {})}
    return Field(
        default, title=title, description=hint or None, json_schema_extra=extra, **limits
    )


def is_day(text: str) -> bool:
    """Whether a text is a day as YYYY-MM-DD, the form that programs and pickers share."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_month(text: str) -> bool:
    """Whether a text is a month as YYYY-MM."""
    return is_day(f"{text}-01")
