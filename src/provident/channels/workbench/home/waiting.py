"""待我处理 · the cases that wait for this person, what is due first at the top."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from provident.casework import api as casework
from provident.channels.workbench.books.leads import lead
from provident.channels.workbench.listing.declaring import Tone
from provident.documents.notation import amount_text
from provident.kernel.operation import catalogue
from provident.staff.api import Staff

if TYPE_CHECKING:
    from provident.casework.reading import CaseLine

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Task:
    """待办的一行 · what is to be done with a case, and by when."""

    title: str
    about: str
    amount: str
    state: str
    tone: Tone
    due: str
    due_tone: Tone | None
    address: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """待我处理 · the first rows with the count of them all; `sent` of mine wait elsewhere."""

    tasks: tuple[Task, ...]
    count: int
    overdue: int
    sent: int
    address: str


def waiting(staff: Staff, today: date) -> Waiting | None:
    """What waits for this person; None for who has no business with cases (稽核)."""
    address = lead(staff, "cases")
    if not address or not _works(staff):
        return None
    found = casework.counts(staff)
    tasks = tuple(islice(_tasks(staff, today), SHOWN))
    return Waiting(tasks, found.waiting + found.returned, found.overdue, found.sent, address)


def _works(staff: Staff) -> bool:
    """Whether there is any business that this person makes or checks."""
    return any(staff.may_make(one.code) or staff.may_check(one.code) for one in catalogue())


def _tasks(staff: Staff, today: date) -> Iterator[Task]:
    """What came back to me first: it is mine alone."""
    for one in casework.mine(staff):
        if one.state == "returned":
            yield _task(one, staff, today, _("退回待改"), "warn")
    for one in casework.waiting_for(staff):
        yield _task(one, staff, today, _("待复核"), "")


def _task(one: CaseLine, staff: Staff, today: date, state: str, tone: Tone) -> Task:
    due, due_tone = _due(one.due_on, today)
    return Task(
        title=one.title,
        about=one.about,
        amount="" if one.amount is None else amount_text(one.amount),
        state=state,
        tone=tone,
        due=due,
        due_tone=due_tone,
        address=lead(staff, "case", one.number),
    )


def _due(on: date | None, today: date) -> tuple[str, Tone | None]:
    if on is None:
        return "", None
    if on < today:
        return _("已超期 %s 天") % (today - on).days, "bad"
    if on == today:
        return _("今天到期"), "warn"
    return on.isoformat(), None
