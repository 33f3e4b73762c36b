"""The shipped values against their public sources, each named beside its value."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from provident.kernel.refusal import Refusal
from provident.policy.library import Library

URUMQI, KASHGAR = "650100", "653100"
DAY = date(2026, 11, 2)


@pytest.fixture(scope="module")
def law(shipped: Path) -> Library:
    return Library.load([shipped])


@pytest.mark.parametrize(
    ("name", "on", "value", "basis"),
    [
        # 条例第十八条 (2019 text: 不得低于5%; 2026 text: 不得低于5%, 不高于国家规定的最高比例)
        ("collection.ratio_min", "2026-09-19", 5, "regulation-2019#18"),
        ("collection.ratio_min", "2026-09-20", 5, "regulation-2026#18"),
        # 建金管〔2005〕5号 第二条: 原则上不高于12%; 建金〔2016〕74号: 高于12%的一律予以规范
        ("collection.ratio_max", "2005-01-10", 12, "jianjinguan-2005-5"),
        ("collection.ratio_max", "2026-09-19", 12, "jianjin-2016-74"),
        ("collection.ratio_max", "2026-09-20", 12, "regulation-2026#18"),
        # 建金〔2018〕45号: 缴存基数不得高于当地上年月平均工资的3倍
        ("collection.base_cap_multiple", "2026-11-02", 3, "jianjin-2018-45"),
        # wlmq.gov.cn, notice of 2026-07-02: 35071 and 2070 for 2026-07 … 2027-06
        ("collection.base_cap", "2026-07-01", 35071, "wulumuqi-base-2026"),
        ("collection.base_floor", "2027-06-30", 2070, "wulumuqi-base-2026"),
        # 条例第十九、十四、十五条, the same numbers in both texts
        ("collection.due_days", "2026-11-02", 5, "regulation-2026#19"),
        ("collection.registration_days", "2026-11-02", 30, "regulation-2026#14"),
        ("collection.opening_days", "2026-11-02", 20, "regulation-2026#14"),
        ("collection.hire_days", "2026-11-02", 30, "regulation-2026#15"),
        ("collection.leave_days", "2026-09-19", 30, "regulation-2019#15"),
        # 银发〔2005〕129号: 日利率 = 年利率 ÷ 360
        ("deposit.day_basis", "2026-11-02", 360, "yinfa-2005-129"),
    ],
)
def test_value_and_article(law: Library, name: str, on: str, value: int, basis: str) -> None:
    found = law.value(name, on=date.fromisoformat(on), centre=URUMQI)
    assert found.value == Decimal(value)
    assert found.basis[0] == basis


def test_first_month_by_kind_of_hiring(law: Library) -> None:
    """条例第十七条: first job from the second month; moved in from the first pay."""
    answers = {
        kind: law.value(
            "collection.first_month", on=DAY, centre=URUMQI, facts={"hire_kind": kind}
        ).value
        for kind in ("first_job", "moved_in")
    }
    assert answers == {"first_job": "second_month", "moved_in": "first_pay_month"}


def test_interest_begins_on_the_day_of_credit(law: Library) -> None:
    """条例第二十一条."""
    found = law.value("collection.value_date_rule", on=DAY, centre=URUMQI)
    assert (found.value, found.basis) == ("credit_day", ("regulation-2026#21",))


@pytest.mark.parametrize(
    ("on", "current_year", "carried_over"),
    [
        # People's Bank benchmark rates, demand and three months, as published at the time
        ("1999-06-10", "0.99", "1.98"),
        ("2002-02-21", "0.72", "1.71"),
        ("2007-12-21", "0.72", "3.33"),
        ("2008-12-23", "0.36", "1.71"),
        ("2011-07-07", "0.50", "3.10"),
        ("2012-07-06", "0.35", "2.60"),
        # 银发〔2016〕43号 and its press notice: until then 0.35 and 1.10, from then 1.50
        ("2016-02-20", "0.35", "1.10"),
        ("2016-02-21", "1.50", "1.50"),
        ("2026-11-02", "1.50", "1.50"),
    ],
)
def test_deposit_rates(law: Library, on: str, current_year: str, carried_over: str) -> None:
    day = date.fromisoformat(on)
    rates = [
        law.value(f"deposit.{name}_rate", on=day, centre=URUMQI).value
        for name in ("current_year", "carried_over")
    ]
    assert rates == [Decimal(current_year), Decimal(carried_over)]


def test_the_interest_year_2015_has_its_published_changes(law: Library) -> None:
    """Three-month benchmark moved on 2015-08-26 and 2015-10-24; unified on 2016-02-21."""
    year = (date(2015, 7, 1), date(2016, 7, 1))
    assert law.change_dates("deposit.carried_over_rate", *year) == (
        date(2015, 8, 26),
        date(2015, 10, 24),
        date(2016, 2, 21),
    )
    # the demand rate stood at 0.35 from 2012-07-06 through both cuts
    assert law.change_dates("deposit.current_year_rate", *year) == (date(2016, 2, 21),)


def test_a_year_of_10000_at_the_shipped_rate(law: Library) -> None:
    """Vector: 10 000 for 365 days at 1.50 %, actual/360 = 152.08 (to the fen)."""
    rate = law.value("deposit.carried_over_rate", on=DAY, centre=URUMQI).value
    basis = law.value("deposit.day_basis", on=DAY, centre=URUMQI).value
    assert isinstance(rate, Decimal)
    assert isinstance(basis, Decimal)
    assert round(Decimal(10000) * 365 * rate / 100 / basis, 2) == Decimal("152.08")


@pytest.mark.parametrize("name", ["collection.base_cap", "collection.base_floor"])
def test_kashgar_is_empty_and_says_what_to_enter(law: Library, name: str) -> None:
    with pytest.raises(Refusal, match=r"喀什.*尚未录入.*文号") as caught:
        law.value(name, on=DAY, centre=KASHGAR)
    assert caught.value.codes() == {"policy.not_entered"}


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("collection.base_cap", date(2026, 7, 1), date(2027, 6, 30)),
        ("collection.due_days", date(2019, 3, 24), None),
        ("deposit.current_year_rate", date(1999, 6, 10), None),
    ],
)
def test_outside_the_entered_time_nothing_is_extrapolated(
    law: Library, name: str, first: date, last: date | None
) -> None:
    outside = [first - timedelta(days=1)] + ([last + timedelta(days=1)] if last else [])
    for day in outside:
        with pytest.raises(Refusal) as caught:
            law.value(name, on=day, centre=URUMQI)
        assert caught.value.codes() == {"policy.outside_window"}
    for day in filter(None, (first, last)):
        assert law.value(name, on=day, centre=URUMQI).valid_from <= day


def test_early_texts_of_the_regulations_cannot_be_cited(law: Library) -> None:
    """国令第262号 (1999) and 第350号 (2002) are registered without their articles."""
    for code in ("regulation-1999#18", "regulation-2002#18", "regulation-2002"):
        with pytest.raises(AssertionError):
            law.cite(code)
    assert law.cite("regulation-2026#24.1(1)") == (
        "《住房公积金管理条例》（国务院令第844号修订）第二十四条第一款第（一）项"
    )


def test_every_basis_can_be_spelled(law: Library) -> None:
    for name in law.names():
        for centre in (None, *law.centres()):
            for record in law.records(name, centre):
                for citation in record.basis:
                    assert law.cite(citation.code)


@pytest.mark.parametrize(
    ("centre", "area", "floor", "cap"),
    [
        # 成公积金委〔2026〕5号: city 2330, eight outer counties 2200, cap 32969
        ("510100", None, 2330, 32969),
        ("510100", "510185", 2200, 32969),
        # hznews, 2026-07-25: 2660, 2430 in 桐庐, 淳安, 建德; cap 42151
        ("330100", None, 2660, 42151),
        ("330100", "330122", 2430, 42151),
        ("330100", "330106", 2660, 42151),
        # sygjj.shenyang.gov.cn, 2026-07-21, and the floors of 2026-01-01
        ("210100", None, 2230, 30657),
        ("210100", "210124", 2080, 30657),
        # gjj.wuhan.gov.cn, 2026-07-22
        ("420100", None, 2400, "36072.25"),
        # the sources named in policies/centres/base_limits.yaml
        ("440100", None, 2500, 41697),
        ("440300", None, 2520, 48471),
        ("460100", None, 2250, "30452.67"),
        ("xiongan", None, 2380, 31267),
    ],
)
def test_published_base_limits(
    law: Library, centre: str, area: str | None, floor: int, cap: int | str
) -> None:
    asked = {"on": DAY, "centre": centre, "area": area}
    assert law.value("collection.base_floor", **asked).value == Decimal(floor)
    assert law.value("collection.base_cap", **asked).value == Decimal(cap)


def test_shenyang_cap_is_three_times_the_published_wage(law: Library) -> None:
    """122 627 yuan a year ÷ 12 × 3 = 30 656.75, published as 30 657."""
    cap = law.value("collection.base_cap", on=DAY, centre="210100").value
    assert isinstance(cap, Decimal)
    assert abs(cap - Decimal(122_627) / 12 * 3) < 1


def test_the_corps_published_2024_only(law: Library) -> None:
    """兵团 2024 annual report: 31 970 and 1 700; nothing was published for 2026."""
    asked = law.value("collection.base_cap", on=date(2025, 6, 30), centre="xpcc")
    assert asked.value == Decimal(31_970)
    with pytest.raises(Refusal, match="不作推算"):
        law.value("collection.base_cap", on=DAY, centre="xpcc")


def test_base_limits_of_the_table_hold_only_while_known(law: Library) -> None:
    """The collection of 2026-08 says what held then, not since when and until when."""
    for day in (date(2026, 7, 31), date(2027, 1, 1)):
        with pytest.raises(Refusal, match="不作推算"):
            law.value("collection.base_cap", on=day, centre="440100")


def test_a_city_may_set_its_own_ratios(law: Library) -> None:
    """上海: 5–7 %; 潍坊: 6–12 %; elsewhere the national bounds."""
    bounds = {
        centre: tuple(
            int(str(law.value(f"collection.{name}", on=DAY, centre=centre).value))
            for name in ("ratio_min", "ratio_max")
        )
        for centre in ("310000", "370700", "650100")
    }
    assert bounds == {"310000": (5, 7), "370700": (6, 12), "650100": (5, 12)}


def test_every_centre_but_the_empty_ones_answers(law: Library) -> None:
    """128 cities and 兵团 and 喀什; only 喀什 and 兵团 have no base for November 2026."""
    assert len(law.centres()) == 130
    empty = set()
    for centre in law.centres():
        try:
            cap = law.value("collection.base_cap", on=DAY, centre=centre).value
            floor = law.value("collection.base_floor", on=DAY, centre=centre).value
            assert 1_500 <= floor < cap <= 50_000  # type: ignore[operator]
        except Refusal:
            empty.add(centre)
    assert empty == {"653100", "xpcc"}
