"""金额 · Yuan: exact money with two decimal places.

A `Yuan` is a `decimal.Decimal` with exactly two places.  It is never built from a
float.  Division happens only through a *named* rounding, so that every place where a
fen appears or disappears can be found by searching for the name.
"""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer

from provident.kernel.quoting import quoted

FEN = Decimal("0.01")
JIAO = Decimal("0.1")
WHOLE_YUAN = Decimal(1)
ZERO = Decimal("0.00")
AMOUNT_MAX = Decimal("9999999999999999.99")  # numeric(18,2)
_AMOUNT = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?", re.ASCII)
"""How an amount is written: plain digits; no exponent, separator or full-width digit."""


class AmountError(ValueError):
    """The text or number is not an amount of money with at most two decimals."""


def yuan(value: object) -> Decimal:
    """Return a `Decimal`, a whole number or its text as an exact amount of two places.

    Raises `AmountError` for anything else (a float above all), for more than two decimals, for
    anything that is not a finite number and for amounts beyond numeric(18,2).  Nothing is
    rounded.
    """
    if isinstance(value, (bool, float)) or not isinstance(value, Decimal | int | str):
        raise AmountError("不是金额，应写作文字 1234.56")
    if isinstance(value, str) and not _AMOUNT.fullmatch(value):
        raise AmountError(f"{quoted(value)}不是金额，应写作 1234.56")
    amount = Decimal(value)
    if not amount.is_finite():
        raise AmountError(f"{quoted(value)}不是金额，应写作 1234.56")
    if abs(amount) > AMOUNT_MAX:
        raise AmountError("金额超出可记载的范围，整数部分最多 16 位，请核对")
    exact = amount.quantize(FEN)
    if exact != amount:
        raise AmountError(f"{quoted(value)}不是金额，最多写两位小数")
    return exact or ZERO


def half_up_fen(value: Decimal) -> Decimal:
    """四舍五入到分 · round half away from zero to one fen."""
    return value.quantize(FEN, ROUND_HALF_UP)


def half_up_jiao(value: Decimal) -> Decimal:
    """四舍五入到角 · round half away from zero to ten fen, returned with two places."""
    return value.quantize(JIAO, ROUND_HALF_UP).quantize(FEN)


def half_up_yuan(value: Decimal) -> Decimal:
    """四舍五入到元 · round half away from zero to one yuan, returned with two places."""
    return value.quantize(WHOLE_YUAN, ROUND_HALF_UP).quantize(FEN)


def truncate_fen(value: Decimal) -> Decimal:
    """截到分 · drop everything below one fen, toward zero."""
    return value.quantize(FEN, ROUND_DOWN)


def _parse(value: Any) -> Decimal:
    return yuan(value)


def _text(value: Decimal) -> str:
    return f"{value:.2f}"


Yuan = Annotated[
    Decimal,
    BeforeValidator(_parse),
    PlainSerializer(_text, return_type=str),
]
"""Any amount, also negative: a field type for commands and receipts."""

PositiveYuan = Annotated[Yuan, Field(gt=0)]
"""An amount above zero."""
