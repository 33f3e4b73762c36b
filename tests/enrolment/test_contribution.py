"""缴存额与起缴月 · values computed by hand from articles 16 to 18 of the Regulations."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provident.collection.rules.contribution import (
    Bounds,
    Start,
    clamp_base,
    first_month_for,
    monthly_limit,
    monthly_share,
)
from provident.kernel.dates import Month

# 乌鲁木齐, July 2026 to June 2027: as published by the centre.
URUMQI = Bounds(Decimal("2070.00"), Decimal("35071.00"))


@pytest.mark.parametrize(
    ("base", "ratio", "rounding", "share"),
    [
        # Art. 16: base × ratio.  6500 × 12 % = 780.
        ("6500.00", "12.00", "fen", "780.00"),
        # 4444.44 × 5 % = 222.222 → 222.22; to the jiao 222.20, to the yuan 222.00.
        ("4444.44", "5.00", "fen", "222.22"),
        ("4444.44", "5.00", "jiao", "222.20"),
        ("4444.44", "5.00", "yuan", "222.00"),
        # Exactly half goes up: 3000.10 × 5 % = 150.005, 3010 × 5 % = 150.50, and
        # 2071 × 5 % = 103.55.
        ("3000.10", "5.00", "fen", "150.01"),
        ("3010.00", "5.00", "yuan", "151.00"),
        ("2071.00", "5.00", "jiao", "103.60"),
        # A ratio with a fraction: 8000.00 × 8.5 % = 680.
        ("8000.00", "8.50", "fen", "680.00"),
        # The cap of 乌鲁木齐 at 12 %: 35 071 × 12 % = 4 208.52.
        ("35071.00", "12.00", "fen", "4208.52"),
        ("35071.00", "12.00", "yuan", "4209.00"),
    ],
)
def test_each_side_is_rounded_half_up_once(base, ratio, rounding, share) -> None:
    assert monthly_share(Decimal(base), Decimal(ratio), rounding) == Decimal(share)


@pytest.mark.parametrize(
    ("wage", "base", "adjusted"),
    [
        ("2069.99", "2070.00", "raised"),
        ("2070.00", "2070.00", "none"),
        ("6500.00", "6500.00", "none"),
        ("35071.00", "35071.00", "none"),
        ("35071.01", "35071.00", "capped"),
    ],
)
def test_the_base_is_the_wage_within_the_bounds(wage, base, adjusted) -> None:
    found = clamp_base(Decimal(wage), URUMQI)
    assert (found.wage, found.base, found.adjusted) == (Decimal(wage), Decimal(base), adjusted)


@given(
    wage=st.decimals(min_value="0.01", max_value="999999999.99", places=2),
    ratio=st.decimals(min_value=5, max_value=12, places=2),
    rounding=st.sampled_from(["fen", "jiao", "yuan"]),
)
def test_nobody_pays_more_than_the_cap_allows(wage, ratio, rounding) -> None:
    """Base clamped before rounding (建金〔2018〕45号): no share above that of the cap."""
    base = clamp_base(wage, URUMQI).base
    assert monthly_share(base, ratio, rounding) <= monthly_limit(URUMQI, ratio, rounding)


@pytest.mark.parametrize(
    ("rule", "hired_on", "earliest", "latest"),
    [
        # Art. 17: who takes up work for the first time, from the second month.
        ("second_month", date(2026, 10, 1), Month(2026, 11), Month(2026, 11)),
        ("second_month", date(2026, 10, 31), Month(2026, 11), Month(2026, 11)),
        ("second_month", date(2026, 12, 15), Month(2027, 1), Month(2027, 1)),
        # Art. 17: who moved in, from the month of the first pay: this one or, in arrears, next.
        ("first_pay_month", date(2026, 10, 15), Month(2026, 10), Month(2026, 11)),
    ],
)
def test_the_first_month_of_article_17(rule, hired_on, earliest, latest) -> None:
    assert first_month_for(rule, hired_on) == Start(earliest, latest)
