"""核对情况 · when each parameter was last compared with its sources, and how sure we are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from provident.policy.library import Library

DOUBTFUL = ("well_known", "likely")
"""Degrees of confidence that ask for the original text before one relies on the value."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One parameter: the day of the last check, and its records by how sure they are."""

    code: str
    checked_on: date
    by_confidence: Mapping[str, int]

    @property
    def records(self) -> int:
        return sum(self.by_confidence.values())

    @property
    def doubtful(self) -> int:
        """How many records wait to be compared with the original text."""
        return sum(self.by_confidence[code] for code in DOUBTFUL)


def checked(library: Library) -> list[Checked]:
    """Every parameter with its own records and those of all centres, in order of code."""
    rows: list[Checked] = []
    for name in library.names():
        parameter = library.parameter(name)
        local = [
            record for centre in library.centres() for record in library.records(name, centre)
        ]
        counts = Counter(record.confidence for record in (*parameter.history, *local))
        rows.append(Checked(name, parameter.checked, counts))
    return rows
