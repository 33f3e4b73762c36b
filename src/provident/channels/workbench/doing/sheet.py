"""办理单 · one form in one person's hands: what was typed, and what travels with it unseen.

Hidden in every form: a token (the operation's id, so that the same form does the same thing
once), the business day on which it was opened, and in a change which version was seen.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from provident.casework.api import CaseView
from provident.channels.workbench.doing.booking import Booking
from provident.channels.workbench.doing.current import Current, concerned, current_of
from provident.channels.workbench.doing.telling import changed_since, faults_of
from provident.channels.workbench.forms.inputs import Drawing, Form, form_of
from provident.channels.workbench.forms.items import Item, items_of, versioned
from provident.channels.workbench.forms.references import Known, as_id
from provident.channels.workbench.forms.typed import CLEARED, Typed, texts_of
from provident.kernel import clock
from provident.kernel.operation import OperationSpec
from provident.kernel.refusal import Reason
from provident.staff.api import Staff

TOKEN, DAY, HELD, MORE, OF, SEEN = "_token", "_day", "_held", "_more", "_of", "_seen"
CASE, CASE_VERSION = "_case", "_case_version"
"""Hidden inputs and buttons; no field of a command begins with an underscore."""

REASONS_SHOWN_MAX = 100
"""Whoever pastes ten thousand wrong numbers reads the first hundred reasons, and how many."""


@dataclass(slots=True)
class Sheet:
    """办理单 · `reasons` speak against it, `notices` are to be read before going on.

    `booking` is what a rehearsal saw; `says` what its receipt would say.
    """

    found: OperationSpec
    staff: Staff
    typed: Typed
    data: QueryDict
    token: uuid.UUID
    day: date
    current: Current | None = None
    reasons: list[Reason] = field(default_factory=list)
    conflict: str = ""
    notices: list[str] = field(default_factory=list)
    changed: list[tuple[str, str, str]] = field(default_factory=list)
    booking: Booking | None = None
    says: str = ""

    @property
    def items(self) -> tuple[Item, ...]:
        return items_of(self.found.command)

    @property
    def more(self) -> str:
        """The rows to which another one is wanted, or ""."""
        return self.data.get(MORE, "")

    @property
    def held(self) -> bool:
        """Whether the form comes from before the session ended and nobody has looked again."""
        return HELD in self.data

    @property
    def case(self) -> tuple[str, int] | None:
        """The returned case that this form hands in again, and the version that was seen."""
        number, version = self.data.get(CASE, ""), as_id(self.data.get(CASE_VERSION, ""))
        return (number, version) if number and version else None

    @property
    def seen(self) -> str:
        """The current values that the form shows, to be compared when somebody was faster."""
        return json.dumps(dict(self.current.items), ensure_ascii=False) if self.current else ""

    def form(self, known: Known) -> Form:
        """The form as it is to be drawn now."""
        drawing = Drawing(
            self.typed,
            known,
            faults_of(self.reasons[:REASONS_SHOWN_MAX], self.items),
            self.more,
            self.current.items if self.current else {},
        )
        return form_of(self.found.code, self.items, drawing)

    def renew_token(self) -> None:
        """Make the next press of the button another operation."""
        self.token = uuid.uuid4()

    def look_again(self) -> None:
        """Show the thing as it is now, and what changed since the form showed it."""
        before = _texts(self.data.get(SEEN, ""))
        self._take_current()
        if self.current:
            titles = _titles(self.items)
            self.changed = [
                (titles.get(place, place), was, now)
                for place, was, now in changed_since(before, self.current.items)
            ]

    def settle_day(self) -> None:
        """Notice that the day on which the form was opened is over."""
        opened, today = _day(self.data.get(DAY, "")), clock.today()
        if opened and opened != today:
            self.notices.append(
                _(
                    "打开这一页时会计日是 %(before)s，现在是 %(now)s。填写的内容都还在，"
                    "请核对后按新的会计日再办理。"
                )
                % {"before": opened, "now": today}
            )
        self.day = today

    def settle_version(self, *, unseen: str) -> None:
        """In a change: take the version of the thing that is named; `unseen` is the notice
        where the form has not shown its items yet."""
        if not versioned(self.items):
            return
        self._take_current()
        number = self.current.number if self.current else ""
        if number and self.data.get(OF) != number:
            self.notices.append(unseen)
        elif number:
            self.data["version"] = self.data.get("version") or str(self._version())

    def _take_current(self) -> None:
        subject = concerned(self.items)
        if subject is None or not versioned(self.items):
            return
        number = self.typed.text(subject, subject.name)
        self.current = current_of(self.items, number) if self._shows(subject, number) else None
        if self.data.get(OF) != number or self.conflict:
            self.data["version"] = str(self._version())

    def _shows(self, subject: Item, number: str) -> bool:
        """Whether this person may see what the thing is now: to change it, and nothing else."""
        known = Known(self.staff)
        may_change = self.staff.may_make(self.found.code) and known.sees(subject.refers)
        return may_change and not known.foreign(subject.refers, [number])

    def _version(self) -> int:
        """Where nobody has the number, the operation itself shall say so; so any version."""
        return self.current.version if self.current else 1


def opened(found: OperationSpec, staff: Staff, prefilled: QueryDict) -> Sheet:
    """A form that is opened, with what its address fills in."""
    data = prefilled.copy()
    typed = Typed(items_of(found.command), data, sent=False)
    sheet = Sheet(found, staff, typed, data, uuid.uuid4(), clock.today())
    sheet.settle_version(unseen="")
    sheet.notices.clear()
    return sheet


def reopened(found: OperationSpec, staff: Staff, case: CaseView) -> Sheet:
    """The form of a case that was given back, as it was handed in, to be corrected."""
    data = texts_of(case.command)
    emptied = [one.name for one in items_of(found.command) if one.may_be_empty]
    data.setlist(CLEARED, [name for name in emptied if case.command.get(name) == ""])
    data[CASE], data[CASE_VERSION] = case.line.number, str(case.line.version)
    typed = Typed(items_of(found.command), data, sent=True)
    sheet = Sheet(found, staff, typed, data, uuid.uuid4(), clock.today())
    sheet.settle_version(unseen="")
    sheet.notices = [_("办件 %(case)s 已退回。请改正后重新提交。") % {"case": case.line.number}]
    return sheet


def returned(found: OperationSpec, staff: Staff, posted: QueryDict) -> Sheet:
    """A form that came back."""
    data = posted.copy()
    typed = Typed(items_of(found.command), data, sent=True)
    return Sheet(found, staff, typed, data, _token(data.get(TOKEN, "")), clock.today())


def _token(text: str) -> uuid.UUID:
    """The form's token; a form without a good one can repeat nothing, so it gets a new one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _texts(text: str) -> Mapping[str, str]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def _titles(items: Sequence[Item]) -> dict[str, str]:
    """The titles of items and of the items inside groups, by place."""
    found = {item.name: item.title for item in items}
    for item in items:
        found |= {
            f"{item.name}.{part.name}": f"{item.title}·{part.title}" for part in item.parts
        }
    return found
