"""说明 · refusals, conflicts and legal bases as the page of an operation says them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from provident.channels.portal.speaking import sentence
from provident.channels.workbench.forms.items import Item
from provident.kernel.refusal import Reason
from provident.policy import api as policy
from provident.policy.library import Library

SAID_MAX, SAID_SHOWN = 1_000, 200
"""A reason repeats what was typed; where that was megabytes, so many characters are shown."""


@dataclass(frozen=True, slots=True)
class ReasonTold:
    """一条理由 · the sentence, what it rests on, and the input that it speaks of, or ""."""

    says: str
    citations: tuple[str, ...]
    place: str


def told(
    reasons: Iterable[Reason], places: set[str], items: Sequence[Item]
) -> list[ReasonTold]:
    """The reasons with their bases in words, each sentence once."""
    library = policy.active()
    found: dict[str, ReasonTold] = {}
    for reason in reasons:
        place = _within(place_of(reason, items), places)
        bases = tuple(_cite(code, library) for code in dict.fromkeys(reason.basis))
        found.setdefault(reason.says, ReasonTold(_short(sentence(reason)), bases, place))
    return list(found.values())


def cited(codes: Iterable[str]) -> tuple[str, ...]:
    """Citations as people write them, each once."""
    library = policy.active()
    return tuple(_cite(code, library) for code in dict.fromkeys(codes))


def faults_of(reasons: Iterable[Reason], items: Sequence[Item]) -> dict[str, list[str]]:
    """What is to be said beside each input, by its place."""
    found: dict[str, list[str]] = {}
    for reason in reasons:
        place = place_of(reason, items)
        if place:
            found.setdefault(place, []).append(_short(_without_title(reason)))
    return found


def place_of(reason: Reason, items: Sequence[Item]) -> str:
    """The place of the input that a reason speaks of, or "".

    A fault of a field names it.  A rule's reason names the field in its code
    (`employer.pay_day`, `identifier.credit_code.length`), the group at the beginning of its
    sentence (经办人：…), or the code list it looked into.
    """
    field = reason.facts.get("field")
    if isinstance(field, str):
        return field
    names = {item.name for item in items}
    for part in reversed(reason.code.split(".")):
        near = [name for name in names if part == name or part.startswith(f"{name}_")]
        if near:
            return max(near, key=len)
    named = reason.says.partition("：")[0]
    groups = [one.name for one in items if one.parts and one.title.endswith(named)]
    if groups:
        return groups[0]
    listed = [one.name for one in items if one.code_list == reason.facts.get("list", "-")]
    return listed[0] if len(listed) == 1 else ""


def _short(says: str) -> str:
    """The sentence; of an endless one its beginning, its end and how much was left out."""
    if len(says) <= SAID_MAX:
        return says
    cut = _("……（内容过长，中间 %(count)s 个字未显示，请核对填写的内容）……") % {
        "count": len(says) - 2 * SAID_SHOWN
    }
    return f"{says[:SAID_SHOWN]}{cut}{says[-SAID_SHOWN:]}"


def _within(place: str, places: set[str]) -> str:
    """The nearest input that the page has for a place: the fourth of a list is in the list."""
    while place and place not in places:
        place = place.rpartition(".")[0]
    return place


def _without_title(reason: Reason) -> str:
    """Beside its own input a field's fault need not repeat the title: “必须填写。”"""
    if reason.code != "command.field":
        return sentence(reason)
    title, colon, fault = reason.says.partition("：")
    return fault if colon and not re.search("第 [0-9]+ 项", title) else reason.says


def _cite(code: str, library: Library) -> str:
    """A citation or a policy's name in words; a standard is cited by its own number."""
    if code in library.names():
        return library.parameter(code).name
    return library.cite(code) if code.isascii() and " " not in code else code


def changed_since(
    before: Mapping[str, str], now: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """What somebody else changed meanwhile: place, what the form showed, what it is now."""
    return [
        (place, before[place], value)
        for place, value in now.items()
        if place in before and before[place] != value
    ]
