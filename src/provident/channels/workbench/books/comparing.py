"""核对结果 · checks of the books as a page shows them: what each means, and what it found."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from provident.channels.workbench.books.leads import Lead, leads_of
from provident.channels.workbench.listing.declaring import Tag
from provident.parties.api import mask_card
from provident.reconciliation import api as reconciliation
from provident.reconciliation.api import CheckResult
from provident.staff.api import Staff

SECONDS_MAX = 60.0
"""A page waits no longer for the checks; `provident check` has all the time it needs."""
WORKERS = 2
CARDS = ("opponent_no", "due_no")
"""Facts of an offence that are numbers of somebody's bank account."""


@dataclass(frozen=True, slots=True)
class Found:
    """一处不符 · the sentence, and the pages that it leads to."""

    says: str
    leads: tuple[Lead, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """一项核对的结果 · `seconds` is empty for a check that was not run now."""

    code: str
    title: str
    means: str
    state: Tag
    seconds: str
    offences: tuple[Found, ...]


def run(staff: Staff, codes: Collection[str] | None = None) -> list[Checked]:
    """Run the checks now, or those of these codes, for `SECONDS_MAX` at the most."""
    results = reconciliation.run_within(SECONDS_MAX, workers=WORKERS, codes=codes)
    return [_checked(one, staff) for one in results]


def not_run() -> list[Checked]:
    """The checks by name, without a result."""
    return [
        Checked(one.code, one.title, one.means, Tag(_("未核对")), "", ())
        for one in reconciliation.all_checks()
    ]


def _checked(one: CheckResult, staff: Staff) -> Checked:
    return Checked(
        one.code,
        one.title,
        one.means,
        _state(one),
        f"{one.seconds:.2f}",
        tuple(
            Found(masked(offence.says, offence.facts), leads_of(staff, offence.facts))
            for offence in one.offences
        ),
    )


def _state(one: CheckResult) -> Tag:
    if not one.finished:
        return Tag(_("未核对完"), "warn")
    if one.offences:
        return Tag(_("不符 %s 处") % len(one.offences), "bad")
    return Tag(_("相符"), "good")


def masked(says: str, facts: Mapping[str, str]) -> str:
    """The sentence of an offence with the numbers of bank accounts masked."""
    for name in CARDS:
        if facts.get(name):
            says = says.replace(facts[name], mask_card(facts[name]))
    return says
