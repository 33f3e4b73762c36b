"""查到的名称 · what a typed number stands for, shown beside it before anything is done.

A kind of thing is found by the function registered for it; a whole list of numbers is one
question.  What belongs to another branch is said to, and not shown; of what stands on a page
that the person may not see, nothing is looked up at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from provident.collection import look_up as collected
from provident.collection.facts.enrolments import members_standing
from provident.parties import finding
from provident.settlement import look_up as settled
from provident.settlement.rows import read_row
from provident.staff.api import Staff
from provident.staff.duties import duties
from provident.standards import code_list

SHOWN_MAX = 60
"""Of a longer list only so many are named."""

ID_MAX = 2**63 - 1
NUMBER_MAX = 20
"""Characters of the longest number that the system gives out."""


@dataclass(frozen=True, slots=True)
class Thing:
    """查到的一项 · its name, what tells it from others, and the branch it belongs to ("" for
    what belongs to the whole centre)."""

    name: str
    detail: str = ""
    branch: str = ""


@dataclass(frozen=True, slots=True)
class Referred:
    """号码旁显示的 · the number and what it stands for; `known` is false where nothing does."""

    number: str
    says: str
    known: bool


Finder = Callable[[Sequence[str]], Mapping[str, Thing]]
_finders: dict[str, Finder] = {}
_pages: dict[str, str] = {}
_duties: dict[str, str] = {}


def finds(kind: str, page: str, duty: str = "") -> Callable[[Finder], Finder]:
    """Register the function that finds things of a kind by the numbers that people type.

    Only who may see `page`, or makes or checks the operation `duty`, is told of such a thing.
    """

    def register(finder: Finder) -> Finder:
        _finders[kind], _pages[kind], _duties[kind] = finder, page, duty
        return finder

    return register


def kinds() -> frozenset[str]:
    """The kinds of things that can be looked up."""
    return frozenset(_finders)


class Known:
    """某人查到的 · looks numbers up for one person, each kind of number once."""

    def __init__(self, staff: Staff) -> None:
        self._staff = staff

    def found(self, kind: str, numbers: Sequence[str]) -> tuple[Referred, ...]:
        """What these numbers stand for, in their order; empty ones stand for nothing, and so
        does everything of a kind that this person may not see."""
        asked = list(dict.fromkeys(filter(plausible, numbers)))[:SHOWN_MAX]
        if not asked or not self.sees(kind):
            return ()
        things = _finders[kind](asked)
        return tuple(self._referred(number, things.get(number)) for number in asked)

    def sees(self, kind: str) -> bool:
        """Whether this person may be told anything of things of this kind."""
        if kind not in _finders:
            return False
        staff, duty = self._staff, _duties[kind]
        dutiful = bool(duty) and (staff.may_make(duty) or staff.may_check(duty))
        return staff.may_see(_pages[kind]) or dutiful

    def foreign(self, kind: str, numbers: Sequence[str]) -> bool:
        """Whether any of these things belongs to a branch that this person does not see."""
        if kind not in _finders:
            return False
        things = _finders[kind](list(filter(plausible, numbers)))
        return any(
            one.branch and not self._staff.sees_branch(one.branch) for one in things.values()
        )

    def branches(self) -> dict[str, str]:
        """The branches that this person may open something for."""
        return {
            code: name
            for code, name in finding.branches().items()
            if self._staff.sees_branch(code)
        }

    @staticmethod
    def roles() -> dict[str, str]:
        """The roles that a login may have, with their titles."""
        return {name: role.title for name, role in duties().roles.items()}

    def _referred(self, number: str, thing: Thing | None) -> Referred:
        if thing is None:
            return Referred(number, _("没有这个号码，请核对"), known=False)
        if thing.branch and not self._staff.sees_branch(thing.branch):
            return Referred(number, _("属于其他网点"), known=False)
        return Referred(
            number, " · ".join(filter(None, (thing.name, thing.detail))), known=True
        )


def plausible(number: str) -> bool:
    """Whether a text can be a number at all, so that it is worth asking for."""
    return 0 < len(number) <= NUMBER_MAX and number.isprintable()


def as_id(text: str) -> int | None:
    """The number of a row of ours, or None where the text cannot be one."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
    return number if 0 < number <= ID_MAX else None


@finds("employer", page="employer")
def _employers(numbers: Sequence[str]) -> dict[str, Thing]:
    states = code_list("employer_status").codes
    return {
        number: Thing(one.name, states.get(one.state, ""), one.branch_id)
        for number, one in finding.find_employers(numbers).items()
    }


@finds("member", page="member")
def _members(numbers: Sequence[str]) -> dict[str, Thing]:
    """A member belongs to the branch of the employer that pays for him now; without one, to
    the branch where he was opened."""
    members, standing = finding.find_members(numbers), members_standing(numbers)
    paying = {key: one.employer_number for key, one in standing.items()}
    employers = finding.find_employers(filter(None, paying.values()))
    found: dict[str, Thing] = {}
    for number, one in members.items():
        employer = employers.get(paying.get(number, ""))
        detail = _("已销户") if one.closed_on else (employer.name if employer else "")
        found[number] = Thing(one.name, detail, (employer or one).branch_id)
    return found


@finds("suspense", page="suspense")
def _suspense(numbers: Sequence[str]) -> dict[str, Thing]:
    return {
        str(key): Thing(f"{one.payer_name} {one.amount:,.2f} {_('元')}", one.state)
        for key, one in settled.suspense_items(_ids(numbers)).items()
    }


@finds("instruction", page="bank_rows")
def _instructions(numbers: Sequence[str]) -> dict[str, Thing]:
    return {
        str(key): Thing(f"{one.payee_name} {one.amount:,.2f} {_('元')}", one.state)
        for key, one in settled.instructions(_ids(numbers)).items()
    }


@finds("receipt", page="receipt")
def _receipts(numbers: Sequence[str]) -> dict[str, Thing]:
    return {
        str(key): Thing(
            f"{one.employer_name} {one.amount:,.2f} {_('元')}", one.state, one.employer_branch
        )
        for key, one in collected.receipts(_ids(numbers)).items()
    }


@finds("upload", page="roster")
def _uploads(numbers: Sequence[str]) -> dict[str, Thing]:
    return {
        str(key): Thing(one.employer_name, one.file_name, one.employer_branch)
        for key, one in collected.uploads(_ids(numbers)).items()
    }


@finds("bank_row", page="bank_rows")
def _bank_rows(numbers: Sequence[str]) -> dict[str, Thing]:
    """At most a few in any form, so one question each."""
    rows = {number: read_row(number) for number in _ids(numbers)}
    return {
        str(number): Thing(
            f"{row.opponent_name} {row.amount:,.2f} {_('元')}".strip(),
            settled.ROW_STATES[row.state],
        )
        for number, row in rows.items()
        if row
    }


def _ids(numbers: Sequence[str]) -> list[int]:
    return [number for text in numbers if (number := as_id(text)) is not None]
