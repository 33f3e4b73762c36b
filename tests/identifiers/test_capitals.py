"""大写金额与日期.

Source: the examples printed in 《支付结算办法》（银发〔1997〕393号）附件一《正确填写票据和结算
凭证的基本规定》 and, for what they leave open, the reading of the words back into a number
by an independent reader below.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provident.kernel.capitals import amount_in_capitals, date_in_capitals
from provident.kernel.money import AmountError

FIGURES = {word: value for value, word in enumerate("零壹贰叁肆伍陆柒捌玖")}


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        # The examples of the rules.
        ("1409.50", "人民币壹仟肆佰零玖元伍角"),
        ("6007.14", "人民币陆仟零柒元壹角肆分"),
        ("1680.32", "人民币壹仟陆佰捌拾元零叁角贰分"),
        ("107000.53", "人民币壹拾万柒仟元零伍角叁分"),
        ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "人民币叁佰贰拾伍元零肆分"),
        # 元 is followed by 整; 拾 is never without its 壹.
        ("10", "人民币壹拾元整"),
        ("100000", "人民币壹拾万元整"),
        # Zeros in a row are one 零; zeros at the end of a group are none.
        ("10005", "人民币壹万零伍元整"),
        ("100700", "人民币壹拾万零柒佰元整"),
        ("100000001", "人民币壹亿零壹元整"),
        ("100010000", "人民币壹亿零壹万元整"),
        ("110000000", "人民币壹亿壹仟万元整"),
        ("1000000000000", "人民币壹万亿元整"),
        # Below one yuan, nothing, and red.
        ("0.53", "人民币伍角叁分"),
        ("0.05", "人民币伍分"),
        ("0", "人民币零元整"),
        ("-1409.50", "人民币负壹仟肆佰零玖元伍角"),
    ],
)
def test_amounts(amount: str, words: str) -> None:
    assert amount_in_capitals(Decimal(amount)) == words


@pytest.mark.parametrize("amount", ["0.001", "NaN", "1e20"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(AmountError):
        amount_in_capitals(Decimal(amount))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        # 1月15日 and 10月20日 are the examples of the rules.
        (date(2026, 1, 15), "贰零贰陆年零壹月壹拾伍日"),
        (date(2026, 10, 20), "贰零贰陆年零壹拾月零贰拾日"),
        (date(2026, 2, 10), "贰零贰陆年零贰月零壹拾日"),
        (date(2026, 3, 9), "贰零贰陆年叁月零玖日"),
        (date(2026, 11, 30), "贰零贰陆年壹拾壹月零叁拾日"),
        (date(2026, 12, 31), "贰零贰陆年壹拾贰月叁拾壹日"),
        (date(2026, 9, 21), "贰零贰陆年玖月贰拾壹日"),
    ],
)
def test_dates(day: date, words: str) -> None:
    assert date_in_capitals(day) == words


def read_whole(words: str) -> int:
    """A reader of its own: 亿 splits first, then 万, then single places."""
    for word, unit in (("亿", 10**8), ("万", 10**4)):
        if word in words:
            high, _, low = words.rpartition(word)
            return read_whole(high) * unit + read_whole(low)
    total, figure = 0, 0
    for char in words:
        if char in FIGURES:
            figure = FIGURES[char]
        else:
            total += figure * {"拾": 10, "佰": 100, "仟": 1000}[char]
            figure = 0
    return total + figure


def read_back(words: str) -> Decimal:
    text = words.removeprefix("人民币")
    sign = -1 if text.startswith("负") else 1
    whole, _, rest = text.removeprefix("负").rpartition("元")
    rest = rest.removesuffix("整").lstrip("零")
    jiao = FIGURES[rest[rest.index("角") - 1]] if "角" in rest else 0
    fen = FIGURES[rest[rest.index("分") - 1]] if "分" in rest else 0
    return sign * (Decimal(read_whole(whole)) + Decimal(jiao * 10 + fen) / 100)


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_the_words_mean_the_amount(fen: int) -> None:
    amount = Decimal(fen) / 100
    words = amount_in_capitals(amount)
    assert read_back(words) == amount
    assert "零零" not in words


@given(st.lists(st.sampled_from("0001059"), min_size=1, max_size=18).map("".join))
def test_amounts_full_of_zeros_too(figures: str) -> None:
    amount = Decimal(int(figures)) / 100
    words = amount_in_capitals(amount)
    assert read_back(words) == amount
    assert "零零" not in words
