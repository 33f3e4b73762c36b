"""岗位职责的说法 · what each role of a login makes, checks and sees, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from provident.casework.approvals import approval
from provident.channels.calc.words import mark
from provident.channels.workbench.pages import pages
from provident.kernel.operation import OperationSpec, catalogue
from provident.staff.duties import Role, duties, matches

SCOPES = {
    "branch": mark("只在一个网点"),
    "centre": mark("全中心"),
    "either": mark("一个网点或全中心"),
}


@dataclass(frozen=True, slots=True)
class RoleTold:
    """一个岗位 · its title and limits; the titles of operations and pages it covers.

    `rows_max` is how many rows one export may have, "" without the right to export.
    """

    title: str
    scope: str
    alone: bool
    second_factor: bool
    rows_max: str
    makes: tuple[str, ...]
    checks: tuple[str, ...]
    sees: tuple[str, ...]


def roles_told(names: Iterable[str]) -> tuple[RoleTold, ...]:
    """These roles in the order of `duties/roles.yaml`."""
    wanted = set(names)
    return tuple(_told(name, role) for name, role in duties().roles.items() if name in wanted)


def _told(name: str, role: Role) -> RoleTold:
    operations = [one for one in catalogue() if not one.machine_only]
    return RoleTold(
        title=_(role.title),
        scope=_(SCOPES[role.scope]),
        alone=role.alone,
        second_factor=role.second_factor,
        rows_max=f"{role.rows_max:,}" if role.rows_max else "",
        makes=tuple(_(one.title) for one in operations if matches(role.makes, one.code)),
        checks=tuple(_(one.title) for one in operations if _checks(name, role, one)),
        sees=_seen(role),
    )


def _checks(name: str, role: Role, found: OperationSpec) -> bool:
    """Whether the role is the second person: by its duties and by the rules of approval."""
    entry = approval(found)
    return entry is not None and name in entry.checkers and matches(role.checks, found.code)


def _seen(role: Role) -> tuple[str, ...]:
    """The titles of the pages in the order of the file; a list and the page of one of its
    things share a title."""
    titles: dict[str, str] = {}
    for page in pages():
        titles.setdefault(page.name, page.title)
    seen = [
        _(title)
        for pattern in role.sees
        for name, title in titles.items()
        if matches((pattern,), name)
    ]
    return tuple(dict.fromkeys(seen))
