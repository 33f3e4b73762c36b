"""判断名单 · every reason of every row at once, without the database.

What can be judged from the file alone is judged here: the form of each cell, cells that
contradict each other, and values that occur twice in the file.  Whether a person is a
member already is for the operation that takes the whole list.

A hundred thousand rows are ordinary, so each row costs one call per cell and nothing more:
cells that repeat (bank, month, kind) are read once and remembered.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from provident.collection.roster import cells, people
from provident.collection.roster.cells import Refused
from provident.collection.roster.codes import code
from provident.collection.roster.columns import COLUMNS, Column
from provident.collection.roster.reading import Roster
from provident.collection.roster.repeats import Repeats
from provident.collection.roster.rows import Judgement, RosterRow, RowReasons
from provident.kernel.identifiers import IdentityDocument, check_document
from provident.kernel.refusal import Reason

CHUNK = 2_000
_REMEMBERED_MAX = 20_000


@dataclass(frozen=True, slots=True)
class Judged:
    """One row after all checks that need no other row.

    `person` is None exactly when there are `reasons`; the three keys are the values that
    no two people of a roster share, as far as the row gave them.
    """

    number: int
    person: RosterRow | None
    reasons: tuple[Reason, ...]
    warnings: tuple[Reason, ...]
    id_number: str | None
    mobile: str | None
    card: str | None


def judge(
    roster: Roster, *, today: date, progress: Callable[[int, int], None] | None = None
) -> Judgement:
    """Judge every row of an opened roster as of `today` (the business date).

    `progress(done, total)` is called after each chunk of rows.  Raises `Refusal` only when
    the file itself breaks while being read.
    """
    good: list[RosterRow] = []
    bad: dict[int, tuple[Reason, ...]] = {}
    warned: list[RowReasons] = []
    repeats = Repeats()
    for chunk in judge_chunks(roster, today=today):
        for row in chunk:
            repeats.note(row.number, row.id_number, row.mobile, row.card)
            if row.person is None:
                bad[row.number] = row.reasons
                continue
            good.append(row.person)
            if row.warnings:
                warned.append(RowReasons(row.number, row.warnings))
        if progress:
            progress(len(good) + len(bad), roster.total)
    for number, reasons in repeats.reasons().items():
        bad[number] = bad.get(number, ()) + reasons
    return Judgement(
        rows=tuple(row for row in good if row.number not in bad),
        refused=tuple(RowReasons(number, bad[number]) for number in sorted(bad)),
        warned=tuple(row for row in warned if row.number not in bad),
    )


def judge_chunks(roster: Roster, *, today: date, size: int = CHUNK) -> Iterator[list[Judged]]:
    """The rows of `roster` judged one by one, `size` at a time; repeats are not yet seen."""
    judge_row = _RowJudge(roster.positions, today)
    rows = roster.rows()
    while chunk := [judge_row(number, row) for number, row in itertools.islice(rows, size)]:
        yield chunk


class _Remembered(dict[Any, Any]):
    """Cells already read, so that a value that repeats is read once."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: Any) -> Any:
        outcome = self._read(cell)
        # Numbers are left out: True, 1 and 1.0 would be one and the same key.
        if isinstance(cell, (str, date)) and len(self) < _REMEMBERED_MAX:
            self[cell] = outcome
        return outcome


def _reader(column: Column) -> Callable[[Any], Any]:
    """The function that reads one cell of this column."""
    unique: dict[str, Callable[[Column, Any], Any]] = {
        "name": people.name,
        "id_number": cells.text,
        "mobile": people.mobile,
        "card": people.card,
        "wage": cells.wage,
    }
    if column.key in unique:
        return partial(unique[column.key], column)
    repeating: dict[str, Callable[[Column, Any], Any]] = {
        "birth": cells.day,
        "hired_on": cells.day,
        "first_month": cells.month,
    }
    read = code if column.codes else repeating.get(column.key, cells.text)
    return _Remembered(partial(read, column)).__getitem__


class _RowJudge:
    """Judges single rows of one roster; called once per row."""

    def __init__(self, positions: dict[str, int], today: date) -> None:
        self._today = today
        self._plan = [
            (column.key, positions[column.key], _reader(column))
            for column in COLUMNS
            if column.key in positions
        ]
        self._extras = [c.key for c in COLUMNS if c.key in positions and not c.heading_required]

    def __call__(self, number: int, row: list[Any]) -> Judged:
        values = {key: read(row[place]) for key, place, read in self._plan}
        warnings = self._read_document(values)
        reasons = [r for value in values.values() if value.__class__ is Refused for r in value]
        reasons += self._contradictions(values)
        document, mobile, card = values["id_number"], values["mobile"], values["card"]
        person = None if reasons else self._person(number, values)
        if person:
            warnings += people.retirement(person.birth, person.sex, self._today)
        return Judged(
            number,
            person,
            tuple(reasons),
            warnings,
            document.number if document.__class__ is IdentityDocument else None,
            mobile if mobile.__class__ is str else None,
            card if card.__class__ is str else None,
        )

    def _read_document(self, values: dict[str, Any]) -> tuple[Reason, ...]:
        """Put the document in place of its number; return what looks odd about it."""
        kind, number = values["id_kind"], values["id_number"]
        if kind.__class__ is not str or number.__class__ is not str:
            return ()
        found = check_document(kind, number, today=self._today)
        values["id_number"] = Refused(found.reasons) if found.value is None else found.value
        return found.warnings

    def _contradictions(self, values: dict[str, Any]) -> list[Reason]:
        """Cells that are good by themselves and cannot be true together."""
        reasons: list[Reason] = []
        document, hired_on = values["id_number"], values["hired_on"]
        birth = values["birth"]
        if isinstance(document, IdentityDocument):
            reasons += people.disagreements(document, values["sex"], birth)
            birth = document.birth or birth
        if isinstance(hired_on, date):
            born = birth if isinstance(birth, date) else None
            reasons += people.hiring(hired_on, born, self._today)
        return reasons

    def _person(self, number: int, values: dict[str, Any]) -> RosterRow:
        document: IdentityDocument = values["id_number"]
        return RosterRow(
            number=number,
            id_kind=document.kind,
            id_number=document.number,
            name=values["name"],
            sex=document.sex or values["sex"],
            birth=document.birth or values["birth"],
            mobile=values["mobile"],
            marital=values["marital"],
            hired_on=values["hired_on"],
            hire_kind=values["hire_kind"],
            wage=values["wage"],
            first_month=values["first_month"],
            card=values["card"],
            card_bank=values["card_bank"],
            extras={key: values[key] for key in self._extras if values[key]},
        )
