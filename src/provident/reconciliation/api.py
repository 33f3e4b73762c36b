"""对账的公开接口 · what the day's close and the channels may use of reconciliation."""

from provident.reconciliation.books import BookLine, books
from provident.reconciliation.checks import CheckResult, all_checks, run_all, run_within
from provident.reconciliation.position import (
    BankPosition,
    Outstanding,
    position_of,
    positions,
    to_pdf,
)

__all__ = [
    "BankPosition",
    "BookLine",
    "CheckResult",
    "Outstanding",
    "all_checks",
    "books",
    "position_of",
    "positions",
    "run_all",
    "run_within",
    "to_pdf",
]
