"""大写 · amounts and dates in Chinese capitals, as bills and vouchers need them.

Source: 《支付结算办法》（银发〔1997〕393号）附件一《正确填写票据和结算凭证的基本规定》.
The rules leave a choice in places; ours is the one of the rules' own examples:

- 零 is written where the rules demand it, and also between 元 and 角 when the figure for the
  single yuan is 0 (￥1,680.32 壹仟陆佰捌拾元零叁角贰分);
- 整 follows 元 and not 角 (￥1,409.50 壹仟肆佰零玖元伍角).

The rules know no negative amounts.  On a red-letter voucher (红字) the figures are red or in
brackets, but a print can lose its colour, so the words carry 负 right after 人民币.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from provident.kernel.money import yuan

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
TEN_THOUSAND, HUNDRED_MILLION = 10**4, 10**8


def amount_in_capitals(amount: Decimal) -> str:
    """金额大写 · `amount` in words, beginning with 人民币.

    Exact to the fen.  Raises `AmountError` for what is not an amount of money.

    >>> amount_in_capitals(Decimal("1409.50"))
    '人民币壹仟肆佰零玖元伍角'
    """
    exact = yuan(amount)
    sign = "负" if exact < 0 else ""
    fen_total = int(abs(exact) * 100)
    whole, cents = divmod(fen_total, 100)
    if fen_total == 0:
        return "人民币零元整"
    return f"人民币{sign}{_whole_yuan(whole)}{_below_one_yuan(whole, cents)}"


def date_in_capitals(day: date) -> str:
    """票据日期大写 · the date of issue as it must stand on a bill.

    Months 1, 2 and 10 and days 1–10, 20 and 30 get 零 in front, days 11–19 壹, so that
    nothing can be written before them.

    >>> date_in_capitals(date(2026, 1, 15))
    '贰零贰陆年零壹月壹拾伍日'
    """
    year = "".join(DIGITS[int(figure)] for figure in f"{day.year:04d}")
    month = _guarded(day.month, guard=day.month in (1, 2, 10))
    number = _guarded(day.day, guard=day.day < 10 or day.day % 10 == 0)
    return f"{year}年{month}月{number}日"


def _whole_yuan(whole: int) -> str:
    return f"{_number(whole)}元" if whole else ""


def _below_one_yuan(whole: int, cents: int) -> str:
    if cents == 0:
        return "整"
    jiao, fen = divmod(cents, 10)
    gap = whole > 0 and (jiao == 0 or whole % 10 == 0)
    words = "零" if gap else ""
    if jiao:
        words += f"{DIGITS[jiao]}角"
    if fen:
        words += f"{DIGITS[fen]}分"
    return words


def _number(value: int) -> str:
    """A positive whole number in words: 亿 apart, then 万 apart, then four figures."""
    for unit, word in ((HUNDRED_MILLION, "亿"), (TEN_THOUSAND, "万")):
        if value >= unit:
            high, low = divmod(value, unit)
            gap = "零" if 0 < low < unit // 10 else ""
            return f"{_number(high)}{word}{gap}{_number(low) if low else ''}"
    return _four_figures(value)


def _four_figures(value: int) -> str:
    """1 to 9999 in words; several zeros in a row read as one, zeros at the end as none."""
    words, pending = "", False
    for place, figure in reversed(list(enumerate(map(int, reversed(str(value)))))):
        if figure == 0:
            pending = True
            continue
        words += ("零" if pending else "") + DIGITS[figure] + PLACES[place]
        pending = False
    return words


def _guarded(number: int, *, guard: bool) -> str:
    return ("零" if guard else "") + _four_figures(number)
