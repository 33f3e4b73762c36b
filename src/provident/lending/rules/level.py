"""月还款额 · the one payment that repays a loan in equal instalments, exactly.

Everything is whole numbers (fen, and rates as fractions), so that the only rounding is the
last one, half up to the fen.  A period's growth is given over a common `unit`: a month at
3.1 % grows 12 000 to 12 031.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from math import gcd

FEN_PER_YUAN = 100


def half_up_whole(numerator: int, denominator: int) -> int:
    """四舍五入 · the quotient of two whole numbers that are not negative, half up."""
    return (2 * numerator + denominator) // (2 * denominator)


def to_fen(amount: Decimal) -> int:
    """An amount with two places as whole fen."""
    return int(amount.scaleb(2))


def from_fen(fen: int) -> Decimal:
    """Whole fen as an amount with two places."""
    return Decimal(fen).scaleb(-2)


def level_payment(principal: Decimal, growths: Sequence[int], unit: int) -> Decimal:
    """等额本息月还款额 · yuan, half up to the fen.

    The debt grows by growths[k] / unit in period k and the payment is taken off at its end;
    after the last one nothing is left.  With equal growths that is the annuity formula
    P·i·(1+i)^n ÷ ((1+i)^n − 1), with zero interest P ÷ n.
    """
    if growths.count(growths[0]) == len(growths):
        numerator, denominator = annuity(growths[0], unit, len(growths))
    else:
        numerator, denominator = _uneven(growths, unit)
    return from_fen(half_up_whole(to_fen(principal) * numerator, denominator))


@lru_cache(maxsize=1024)
def annuity(growth: int, unit: int, count: int) -> tuple[int, int]:
    """The payment for one unit of debt over `count` equal periods, as a fraction."""
    shared = gcd(growth, unit)
    growth, unit = growth // shared, unit // shared
    interest = growth - unit
    if interest == 0:
        return 1, count
    grown, still = growth**count, unit**count
    return interest * grown, unit * (grown - still)


def _uneven(growths: Sequence[int], unit: int) -> tuple[int, int]:
    """The same where the periods differ: debt grown to the end ÷ payments grown to the end."""
    debt, payments, scale = 1, 0, 1
    for growth in growths:
        debt *= growth
        payments = payments * growth + unit * scale
        scale *= unit
    return debt, payments
