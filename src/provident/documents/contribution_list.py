"""汇缴清册 · the list of members an employer contributes for, with what each owes.

Long lists are set in sections that fill whole pages; each ends with its own subtotal and
the sum so far, the last with the total.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from math import ceil

from provident.documents.notation import amount_text, months_text, plain
from provident.documents.press import Section, render_sections
from provident.kernel.dates import Month
from provident.kernel.money import ZERO
from provident.kernel.refusal import Defect

ROWS_PER_PAGE = 45
"""Single-line rows on one page of the template; a longer name takes more room."""

CLOSING_ROWS_MAX = 2
"""小计 and 累计 (or 合计) below a section."""

ROWS_PER_SECTION = 11 * ROWS_PER_PAGE - CLOSING_ROWS_MAX
"""Eleven full pages: near the 500 rows that are set well in one go."""


@dataclass(frozen=True, slots=True)
class Contributor:
    """One member's row.  `id_number` comes masked; `ratio` as printed, e.g. 12%＋12%."""

    number: str
    name: str
    id_number: str
    base: Decimal
    ratio: str
    employer_share: Decimal
    personal_share: Decimal

    @property
    def total(self) -> Decimal:
        return self.employer_share + self.personal_share


@dataclass(frozen=True, slots=True)
class ContributionList:
    """The members of one employer and the months they are paid for.

    The shares are those of all `months` together.
    """

    centre: str
    employer_name: str
    employer_number: str
    months: tuple[Month, ...]
    persons: tuple[Contributor, ...]
    printed_by: str
    printed_at: datetime
    title: str = "住房公积金汇缴清册"

    def __post_init__(self) -> None:
        if not self.persons or not self.months:
            raise Defect("汇缴清册：没有职工或没有汇缴年月")


@dataclass(frozen=True, slots=True)
class _Sum:
    persons: int = 0
    employer: Decimal = ZERO
    personal: Decimal = ZERO

    def plus(self, rows: Sequence[Contributor]) -> _Sum:
        return _Sum(
            self.persons + len(rows),
            self.employer + sum((row.employer_share for row in rows), ZERO),
            self.personal + sum((row.personal_share for row in rows), ZERO),
        )

    def row(self, words: str) -> list[str]:
        total = self.employer + self.personal
        amounts = (self.employer, self.personal, total)
        return [words, *(amount_text(amount) for amount in amounts)]


def to_pdf(listing: ContributionList) -> bytes:
    """The whole list.  A4, upright."""
    return render_sections(sections(listing))


def sections(listing: ContributionList) -> list[Section]:
    """The list cut into sections, for printing alone or behind another document."""
    head = plain(
        {
            "title": listing.title,
            "centre": listing.centre,
            "employer_name": listing.employer_name,
            "employer_number": listing.employer_number,
            "persons_total": len(listing.persons),
            "printed_by": listing.printed_by,
            "printed_at": listing.printed_at,
        }
    ) | {"months": months_text(listing.months)}
    return [
        Section(
            "contribution_list",
            head | {"rows": _rows(part, first), "feet": feet},
            ceil((len(part) + len(feet)) / ROWS_PER_PAGE),
        )
        for first, part, feet in _parts(listing.persons)
    ]


def _parts(
    persons: Sequence[Contributor],
) -> Iterator[tuple[int, Sequence[Contributor], list[list[str]]]]:
    """Each section's first number, its members and its closing lines."""
    so_far = _Sum()
    for start in range(0, len(persons), ROWS_PER_SECTION):
        part = persons[start : start + ROWS_PER_SECTION]
        so_far = so_far.plus(part)
        feet: list[list[str]] = []
        if len(persons) > ROWS_PER_SECTION:
            span = f"本段小计（{start + 1}—{so_far.persons}）"
            feet.append(_Sum().plus(part).row(span))
        last = so_far.persons == len(persons)
        feet.append(so_far.row(f"{'合计' if last else '累计'}（{so_far.persons} 人）"))
        yield start + 1, part, feet


def _rows(part: Sequence[Contributor], first: int) -> list[list[str]]:
    return [
        [
            str(index),
            *plain(
                (
                    person.number,
                    person.name,
                    person.id_number,
                    person.base,
                    person.ratio,
                    person.employer_share,
                    person.personal_share,
                    person.total,
                )
            ),
        ]
        for index, person in enumerate(part, start=first)
    ]
