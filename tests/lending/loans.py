"""Loans for tests, written short."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from provident.lending.rules.schedule import Instalment, Loan, Method

START = date(2026, 1, 15)


def loan(
    principal: str,
    months: int,
    rate: str,
    method: Method = "equal_instalment",
    starts_on: date = START,
    **more: Any,
) -> Loan:
    return Loan(Decimal(principal), months, Decimal(rate), method, starts_on, **more)


def total(rows: list[Instalment]) -> Decimal:
    """Σ principal."""
    return sum((row.principal for row in rows), Decimal(0))
