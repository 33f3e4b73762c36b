"""办件 · the face of casework: maker and checker around every operation.

A page hands a command to `submit` and shows what came of it; a reviewer's page calls
`check`.  Nothing else performs an operation for a person.
"""

from __future__ import annotations

from provident.casework.checking import check, give_back
from provident.casework.making import Outcome, needs_second, resubmit, submit, withdraw
from provident.casework.reading import (
    CaseView,
    case,
    cases_of,
    counts,
    done_of,
    mine,
    waiting_for,
)
from provident.casework.rights import allowed

__all__ = [
    "CaseView",
    "Outcome",
    "allowed",
    "case",
    "cases_of",
    "check",
    "counts",
    "done_of",
    "give_back",
    "mine",
    "needs_second",
    "resubmit",
    "submit",
    "waiting_for",
    "withdraw",
]
