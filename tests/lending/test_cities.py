"""The published loan rules of five centres, each figure with the city's own source."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from provident.kernel.refusal import Refusal
from provident.lending.policy import Family, Home, home_class, read_amount, read_term
from tests.lending.conftest import Asking

DAY = date(2026, 11, 2)
ONE = Family(balance=Decimal(40000), mean_balance=Decimal(30000))
TWO = replace(ONE, contributors=2)
THREE = replace(ONE, contributors=3)
URUMQI, CHENGDU, HANGZHOU, SHENYANG = "650100", "510100", "330100", "210100"


@pytest.mark.parametrize(
    ("centre", "family", "home", "cap"),
    [
        # 乌鲁木齐, wlmq.gov.cn 2026-07-28: 120 万, one uplift of 30 % to 156 万, not added up
        (URUMQI, ONE, {}, 1200000),
        (URUMQI, TWO, {}, 1200000),
        (URUMQI, replace(ONE, talent=True), {}, 1560000),
        (
            URUMQI,
            replace(ONE, talent=True, several_children=True),
            {"green_home": True},
            1560000,
        ),
        (URUMQI, ONE, {"completed_home": True}, 1560000),
        # 成都, chengdu.gov.cn 2026-01-08: 60/100 万; +20 % (120 万); affordable 90/150 万
        (CHENGDU, ONE, {}, 600000),
        (CHENGDU, TWO, {}, 1000000),
        (CHENGDU, replace(TWO, several_children=True), {}, 1200000),
        (CHENGDU, replace(TWO, several_children=True), {"sale_and_buy": True}, 1200000),
        (CHENGDU, ONE, {"affordable_home": True}, 900000),
        (CHENGDU, TWO, {"affordable_home": True}, 1500000),
        # 杭州, 杭房公委〔2026〕1号: 90/180 万
        (HANGZHOU, ONE, {}, 900000),
        (HANGZHOU, TWO, {}, 1800000),
        # 沈阳, fcj.shenyang.gov.cn 2026-03-19: 90/150/210 万 × 1.2, × 1.4, × 1.3
        (SHENYANG, ONE, {}, 1080000),
        (SHENYANG, TWO, {}, 1800000),
        (SHENYANG, THREE, {}, 2520000),
        (SHENYANG, ONE, {"good_home": True, "new_home": True}, 1512000),
        (SHENYANG, replace(ONE, young=True), {"new_home": True}, 1404000),
        # 兵团 notice of 2025-01-10: 120 万, +20 % to 144 万
        ("xpcc", ONE, {}, 1200000),
        ("xpcc", ONE, {"inside_corps": True}, 1440000),
        ("xpcc", replace(ONE, several_children=True), {"inside_corps": True}, 1440000),
    ],
)
def test_cap(
    asking: Asking, centre: str, family: Family, home: dict[str, Any], cap: int
) -> None:
    terms = read_amount(asking(centre), family, Home(**home), "first", on=DAY)
    assert terms.cap.value == cap


def test_the_counties_of_hangzhou(asking: Asking) -> None:
    """桐庐、淳安、建德: 65/130 万 (杭房公委〔2026〕1号)."""
    caps = [
        read_amount(asking(HANGZHOU), family, Home(), "first", on=DAY, area="330127").cap.value
        for family in (ONE, TWO)
    ]
    assert caps == [650000, 1300000]


@pytest.mark.parametrize(
    ("centre", "limit", "per_thousand"),
    [
        (URUMQI, 1600000, 40000),  # 40 × 40000
        (CHENGDU, 1000000, 25000),  # 25 × 40000
        (HANGZHOU, 600000, 20000),  # 20 × the mean of 12 months, 30000
        (SHENYANG, 1000000, 25000),  # 25 × 40000
        ("xpcc", 800000, 20000),  # 20 × 40000
    ],
)
def test_balance_limit(asking: Asking, centre: str, limit: int, per_thousand: int) -> None:
    terms = read_amount(asking(centre), ONE, Home(), "first", on=DAY)
    assert (terms.balance_limit.value, terms.per_thousand) == (limit, per_thousand)


def test_a_small_balance_in_shenyang_counts_as_30000(asking: Asking) -> None:
    """25 × 30000 = 750000; 1000 more of a balance of 100 changes nothing."""
    poor = replace(ONE, balance=Decimal(100))
    terms = read_amount(asking(SHENYANG), poor, Home(), "first", on=DAY)
    assert (terms.balance_limit.value, terms.per_thousand) == (750000, 0)


@pytest.mark.parametrize(
    ("centre", "first", "second", "affordable"),
    [
        (CHENGDU, 20, 20, 15),  # chengdu.gov.cn 2026-01-08
        (HANGZHOU, 20, 30, 15),  # 杭房公委〔2026〕1号
        (SHENYANG, 15, 15, 15),  # until 2026-12-31
    ],
)
def test_down_payment(
    asking: Asking, centre: str, first: int, second: int, affordable: int
) -> None:
    ask = asking(centre)
    plain, special = Home(), Home(affordable_home=True)
    found = [
        read_amount(ask, ONE, plain, "first", on=DAY),
        read_amount(ask, ONE, plain, "second", on=DAY),
        read_amount(ask, ONE, special, "first", on=DAY),
    ]
    assert [terms.down_payment_min.value for terms in found] == [first, second, affordable]


def test_the_age_of_68_in_wulumuqi_and_65_elsewhere(asking: Asking) -> None:
    ages = [read_term(asking(centre), on=DAY).age_limit.value for centre in (URUMQI, CHENGDU)]
    assert ages == [68, 65]


@pytest.mark.parametrize(
    ("centre", "family", "counts_as"),
    [
        (CHENGDU, ONE, "first"),
        (CHENGDU, replace(ONE, homes=1), "second"),
        # 乌鲁木齐: second home at first-home rate for several children, without a home in
        # the district, first fund loan of an outsider
        (URUMQI, replace(ONE, homes=1), "second"),
        (URUMQI, replace(ONE, homes=1, several_children=True), "first"),
        (URUMQI, replace(ONE, homes=1, no_home_in_district=True), "first"),
        (URUMQI, replace(ONE, homes=1, outsider=True), "first"),
        (URUMQI, replace(ONE, homes=1, outsider=True, family_loans=1), "second"),
        # 沈阳: a settled first loan counts as first again
        (SHENYANG, replace(ONE, homes=1, family_loans=1), "first"),
        (SHENYANG, replace(ONE, homes=1, family_loans=1, loans_settled=False), "second"),
    ],
)
def test_first_or_second_home(
    asking: Asking, centre: str, family: Family, counts_as: str
) -> None:
    assert home_class(asking(centre), family, on=DAY) == counts_as


def test_shenyang_after_its_window_is_refused(asking: Asking) -> None:
    """The rule of 2026-03-15 ends with 2026; nothing is extrapolated."""
    with pytest.raises(Refusal) as refused:
        read_amount(asking(SHENYANG), ONE, Home(), "first", on=date(2027, 1, 1))
    assert refused.value.codes() == {"policy.outside_window"}


def test_kashgar_refuses_in_words_until_it_enters_its_values(asking: Asking) -> None:
    """Everything that is missing is named at once."""
    with pytest.raises(Refusal) as refused:
        read_amount(asking("653100"), ONE, Home(), "first", on=DAY)
    assert refused.value.codes() == {"policy.not_entered"}
    said = "".join(reason.says for reason in refused.value.reasons)
    assert "贷款最高额度" in said
    assert "按账户余额核定的贷款额度" in said
