"""Indicators of the annual report, liquidity and bonds.

National figures: yearly reports of 住房城乡建设部、财政部、中国人民银行 (亿元).
Warning levels: 佛房金管〔2026〕17号.  Bonds: 条例第二十八条 of both texts.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from provident.treasury.policy import BondTerms, LiquidityTerms
from provident.treasury.rules.indicators import (
    YearFigures,
    indicators,
    mean_of_months,
    unexplained,
)
from provident.treasury.rules.liquidity import BondPurchase, judge_bond, liquidity

DAY = date(2026, 11, 2)
NATION = {
    # year: deposited, withdrawn, deposits at the end, loans at the end
    2020: ("26210.83", "18551.18", "73041.40", "62313.53"),
    2021: ("29156.87", "20316.13", "81882.14", "68931.12"),
    2022: ("31935.05", "21363.27", "92454.82", "72984.37"),
    2023: ("34697.69", "26562.71", "100589.80", "78060.54"),
}


def nation(year: int) -> YearFigures:
    deposited, withdrawn, deposits, loans = map(Decimal, NATION[year])
    return YearFigures(deposited, withdrawn, deposits, loans)


@pytest.mark.parametrize(
    ("year", "left"),
    [
        (2021, "0.00"),
        # the opening of 2022 was restated in the report of that year
        (2022, "0.90"),
        (2023, "0.00"),
    ],
)
def test_opening_and_flows_make_the_closing(year: int, left: str) -> None:
    now, before = nation(year), nation(year - 1)
    found = unexplained(before.deposits, now.deposited, now.withdrawn, now.deposits)
    assert found == Decimal(left)


def test_the_published_withdrawal_ratio_of_2024() -> None:
    """The report of 2024 gives 76.15 % for 27 654.84 of 36 317.83."""
    year = YearFigures(
        deposited=Decimal("36317.83"),
        withdrawn=Decimal("27654.84"),
        deposits=Decimal("109252.79"),
        loans=Decimal(0),
    )
    assert indicators(year)[0].value == Decimal("76.15")


def by_code(year: YearFigures) -> dict[str, str]:
    return {one.code: one.spelled for one in indicators(year)}


def test_each_ratio_by_hand() -> None:
    """Round figures, so that every quotient can be seen: 600 ÷ 1 000 = 60 % and so on."""
    year = YearFigures(
        deposited=Decimal(400),
        withdrawn=Decimal(300),
        deposits=Decimal(1000),
        loans=Decimal(600),
        withdrawn_for_housing=Decimal(200),
        lent=Decimal(150),
        subsidised=Decimal(20),
        project_lent=Decimal(10),
        project_loans=Decimal(50),
        bonds=Decimal(30),
        overdue=Decimal("0.15"),
        reserve=Decimal(9),
        surplus=Decimal("14.4"),
        mean_deposits=Decimal(960),
    )
    assert by_code(year) == {
        "withdrawal_ratio": "75.00%",  # 300 ÷ 400
        "loan_ratio": "60.00%",  # 600 ÷ 1 000
        "use_ratio": "68.00%",  # (600 + 50 + 30) ÷ 1 000
        "overdue_ratio": "0.25‰",  # 0.15 ÷ 600
        "reserve_ratio": "1.50%",  # 9 ÷ 600
        "overdue_to_reserve": "1.67%",  # 0.15 ÷ 9 = 1.666…
        "surplus_ratio": "1.50%",  # 14.4 ÷ 960
        "housing_contribution": "95.00%",  # (150 + 20 + 10 + 200) ÷ 400
    }


def test_nothing_is_divided_by_nothing() -> None:
    nothing = YearFigures(Decimal(0), Decimal(0), Decimal(0), Decimal(0))
    assert set(by_code(nothing).values()) == {"—"}
    assert mean_of_months([]) == 0
    assert mean_of_months([Decimal("1.00"), Decimal("2.01")]) == Decimal("1.51")


@pytest.mark.parametrize(
    ("loans", "level"),
    [
        ("84.99", None),
        ("84.999", None),  # shown as 85.00 %, which does not make it a warning
        ("85", "first"),
        ("89.99", "first"),
        ("90", "second"),
        ("95", "third"),
        ("120", "third"),
    ],
)
def test_the_levels_of_liquidity(ask, loans: str, level: str | None) -> None:
    terms = LiquidityTerms.read(ask, on=DAY)
    found = liquidity(Decimal(loans), Decimal(100), terms)
    assert (found.level, found.basis) == (level, ("foshan-2026-17",))
    assert ("预警，" in found.says) == (level is not None)


def test_without_deposits_there_is_no_ratio(ask) -> None:
    found = liquidity(Decimal(1), Decimal(0), LiquidityTerms.read(ask, on=DAY))
    assert (found.level, found.ratio.value) == (None, None)
    assert "无法计算" in found.says


def bond(on: date, **changes: object) -> BondPurchase:
    sound: dict[str, object] = {
        "on": on,
        "kind": "policy_bank",
        "amount": Decimal(100),
        "spare": Decimal(100),
        "decision_no": "管委会〔2026〕3号",
    }
    return BondPurchase(**{**sound, **changes})  # type: ignore[arg-type]


def codes(ask, purchase: BondPurchase) -> set[str]:
    terms = BondTerms.read(ask, on=purchase.on)
    return {reason.code for reason in judge_bond(purchase, terms).reasons}


def test_policy_bank_bonds_since_2026_09_20(ask) -> None:
    """第二十八条: 国债 until 2026-09-19, then 国债和政策性金融债."""
    old, new = date(2026, 9, 19), date(2026, 9, 20)
    assert codes(ask, bond(old)) == {"bond.kind"}
    assert codes(ask, bond(new)) == set()
    assert codes(ask, bond(old, kind="treasury")) == codes(ask, bond(new, kind="treasury"))


def test_every_reason_against_a_bond(ask) -> None:
    odd = bond(DAY, kind="shares", decision_no="", amount=Decimal("100.01"))
    assert codes(ask, odd) == {"bond.kind", "bond.not_approved", "bond.spare"}
    assert codes(ask, bond(DAY, amount=Decimal(0))) == {"bond.amount"}
