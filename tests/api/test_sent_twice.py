"""Sent twice at the same moment with one key: one operation, one case, one answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse

import enrolment_city as city
from tests.api.programs import RATIO, Program, answer, open_town, program_of
from tests.kernel.races import together

pytestmark = pytest.mark.database

ROUNDS = 3


@pytest.fixture
def factory(books: str) -> str:
    return open_town()


@pytest.fixture
def teller(factory: str) -> Program:
    return program_of("teller", "001")


def at_once(teller: Program, code: str, body: dict[str, Any], key: UUID) -> list[HttpResponse]:
    def send() -> HttpResponse:
        return teller.post(f"operations/{code}", body, key=key)

    found: list[HttpResponse] = together(*[send] * 3)
    return found


def count(code: str) -> int:
    from provident.kernel.models import Operation

    return Operation.objects.filter(code=code).count()


def test_one_operation_is_done(teller: Program, factory: str) -> None:
    for place in range(ROUNDS):
        body = {"employer": factory, **city.person(place)}
        answers = at_once(teller, "collection.open_member", body, uuid4())
        assert [one.status_code for one in answers] == [200] * 3
        told = [answer(one) for one in answers]
        assert len({one["operation_no"] for one in told}) == 1
        assert sorted(one["replayed"] for one in told) == [False, True, True]
    assert count("collection.open_member") == ROUNDS


def test_one_list_is_confirmed_though_the_amount_is_rehearsed_first(
    teller: Program, factory: str
) -> None:
    """The rehearsal of the second one meets the list that the first has just confirmed."""
    city.open_member(factory)
    body = {"employer": factory, "first_month": "2026-11"}
    answers = at_once(teller, "collection.confirm_lists", body, uuid4())
    assert [one.status_code for one in answers] == [200] * 3
    assert len({answer(one)["operation_no"] for one in answers}) == 1
    assert count("collection.confirm_lists") == 1


def test_one_case_is_opened(teller: Program, factory: str) -> None:
    answers = at_once(
        teller, "collection.change_ratio", {"employer": factory, **RATIO}, uuid4()
    )
    assert [one.status_code for one in answers] == [202] * 3
    assert len({answer(one)["case_no"] for one in answers}) == 1


def test_two_bodies_under_one_key_are_one_operation_and_one_conflict(
    teller: Program, factory: str
) -> None:
    key = uuid4()
    bodies = [{"employer": factory, **city.person(place)} for place in range(2)]

    def sender(body: dict[str, Any]) -> Any:
        return lambda: teller.post("operations/collection.open_member", body, key=key)

    answers = together(*map(sender, bodies))
    assert sorted(one.status_code for one in answers) == [200, 409]
    assert count("collection.open_member") == 1
