"""随便怎样填写 · whatever is asked for, the answer is a receipt, a refusal or a conflict.

Two properties of every operation of the catalogue.  Any JSON in any field is either read or
refused in words; and well-typed nonsense (numbers that exist but do not belong together,
the largest and smallest values of every type) never reaches the database as something that
it cannot take.  No other exception may come out: that would be a fault of the system.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import django
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

import enrolment_city as city
import receiving
from provident.kernel.context import By
from provident.kernel.dates import Month
from provident.kernel.operation import OperationSpec, catalogue, read_command, rehearse
from provident.kernel.refusal import Conflict, Refusal

django.setup()
OURS = [one for one in catalogue() if one.handler.__module__.startswith("provident.")]

EDGES = [0, 1, 2, 3, -1, 31, 2**31 - 1, 2**31, 2**63 - 1, 2**63, 10**30, -(10**30)]
AMOUNTS = ["0.00", "0.01", "1440.00", "9999999999999999.99", "-9999999999999999.99"]
MONTHS = ["2026-11", "2026-12", "2027-01", "1900-01", "9998-12"]
DAYS = [date(2026, 11, 2), date(2026, 11, 3), date(2026, 6, 30), date.min, date.max]
WORDS = ["01", "001", "105", "2", "12", "suspense", "10101", "王甲子", "13900000001", "a@b.cn"]

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(), inside),
    max_leaves=5,
)


@pytest.mark.parametrize("spec", OURS, ids=lambda spec: spec.code)
@settings(max_examples=60)
@given(st.data())
def test_any_json_is_read_or_refused_in_words(spec: OperationSpec, data: st.DataObject) -> None:
    fields = dict.fromkeys(spec.command.model_fields, JSON | _typed_text())
    body: Any = data.draw(st.fixed_dictionaries({}, optional=fields) | JSON)
    with suppress(Refusal):
        read_command(spec, body)


def _typed_text() -> st.SearchStrategy[Any]:
    """What looks like a value: many commands take it and go on to their own checks."""
    return st.sampled_from([*EDGES, *AMOUNTS, *MONTHS, *map(str, DAYS), *WORDS])


OUTCOMES: Counter[str] = Counter()


@settings(
    max_examples=700,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_well_typed_nonsense_is_answered(town: list[str], data: st.DataObject) -> None:
    """Rehearsed, so that the town stays as it is: everything but the commit happens."""
    spec = data.draw(st.sampled_from(OURS), label="operation")
    body = data.draw(_form(spec.command, town), label="body")
    by = By.machine("notices") if spec.machine_only else By("甲", "乙")
    try:
        rehearse(spec.code, body, by)
        OUTCOMES["done"] += 1
    except Refusal:
        OUTCOMES["refused"] += 1
    except Conflict:
        OUTCOMES["conflict"] += 1


def test_some_of_it_was_even_done() -> None:
    """Else the forms would be refused at the door and prove nothing."""
    assert OUTCOMES.keys() == {"done", "refused", "conflict"}


@pytest.fixture
def town(books: str) -> list[str]:
    """Two employers with members, lists, a receipt and a suspense item; the numbers of all."""
    from provident.collection.models import ContributionList
    from provident.parties.models import Employer, Member

    city.open_branch()
    bank = receiving.open_bank()
    for employer in receiving.open_employers(2):
        for _ in range(2):
            city.open_member(employer, **city.person(Member.objects.count()))
        city.confirm(employer)
    receiving.receive(receiving.bank_row(bank, "88.00", "s1", opponent_name="路人"))
    payer = "65050161004500000000"
    receiving.receive(receiving.bank_row(bank, "2880.00", "s2", opponent_no=payer))
    receiving.bank_row(bank, "0.05", "s3")
    return [
        *Employer.objects.values_list("number", flat=True),
        *Member.objects.values_list("number", flat=True),
        *ContributionList.objects.values_list("reference", flat=True),
        *Member.objects.values_list("id_number", flat=True),
    ]


def _form(command: type[BaseModel], numbers: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    needed: dict[str, Any] = {}
    optional: dict[str, Any] = {}
    for name, field in command.model_fields.items():
        into = needed if field.is_required() else optional
        into[name] = _value(field.annotation, numbers)
    return st.fixed_dictionaries(needed, optional=optional)


def _value(kind: Any, numbers: list[str]) -> st.SearchStrategy[Any]:
    """Values of the type; whatever else the field demands, the command itself refuses."""
    inside = get_args(kind)
    match get_origin(kind):
        case None:
            return _plain(kind, numbers)
        case found if found is Annotated:
            return _value(inside[0], numbers)
        case found if found is Literal:
            return st.sampled_from(inside)
        case found if found in (Union, UnionType):
            return st.one_of([_value(one, numbers) for one in inside])
        case _:
            return st.lists(_value(inside[0], numbers), min_size=1, max_size=3)


def _plain(kind: Any, numbers: list[str]) -> st.SearchStrategy[Any]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _form(kind, numbers)
    return {
        type(None): st.none(),
        bool: st.booleans(),
        int: st.sampled_from(EDGES) | st.integers(1, 4),
        str: st.sampled_from([*numbers, *WORDS]) | st.text(max_size=12),
        date: st.sampled_from(DAYS) | st.dates(),
        Decimal: st.sampled_from([*AMOUNTS, "12", "5"]),
        Month: st.sampled_from(MONTHS),
    }[kind]
