"""待补信息 · items of the data standard that are not known yet.

What a person could not say is stored as the code list's "not stated" where the standard
has such a code and is left empty where it has none; either way it is listed here until
somebody completes it (JGJ/T 320-2014, tables 4.0.2 and 4.0.3).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.db import models

from provident.kernel.fields import describe
from provident.parties.models import Employer, Member
from provident.standards import code_list

NOT_YET_DUE = {"closed_on", "close_reason"}
"""Items that a party has only once it is closed."""


def items_to_complete(party: Employer | Member) -> tuple[str, ...]:
    """The official names of the items that `party` still lacks, in the order of the model."""
    return tuple(missing_items(type(party), vars(party)))


def missing_items(model: type[models.Model], values: Mapping[str, Any]) -> Iterator[str]:
    """The same for values that are not stored yet, by field name; no name means no value."""
    for name, zh, unknown in _asked(model):
        value = values.get(name)
        if value is None or value in ("", unknown):
            yield zh


@cache
def _asked(model: type[models.Model]) -> tuple[tuple[str, str, str | None], ...]:
    """Field, official name and the code for "not stated" of every item that is asked for."""
    return tuple(
        (item.field, item.zh, code_list(item.code_list).unknown if item.code_list else None)
        for item in describe(model)
        if item.std and item.field not in NOT_YET_DUE
    )
