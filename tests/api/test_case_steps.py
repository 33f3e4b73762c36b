"""A case by HTTP from hand to hand: the same steps and the same refusals as at the desk."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpResponse

from tests.api.programs import RATIO, Program, answer, open_town, program_of, reasons

pytestmark = pytest.mark.database

CHANGE = "collection.change_ratio"


@pytest.fixture
def factory(books: str) -> str:
    return open_town()


@pytest.fixture
def teller(factory: str) -> Program:
    return program_of("teller", "001")


@pytest.fixture
def reviewer(factory: str) -> Program:
    return program_of("reviewer")


@pytest.fixture
def case(teller: Program, factory: str) -> str:
    came = teller.do(CHANGE, employer=factory, **RATIO)
    assert came.status_code == 202
    told = answer(came)
    assert told["case_no"] in told["says"]
    return str(told["case_no"])


def step(program: Program, case: str, name: str, version: int, **more: Any) -> HttpResponse:
    return program.post(f"cases/{case}/{name}", {"version": version, **more})


def operation() -> Any:
    from provident.kernel.models import Operation

    return Operation.objects.get(code=CHANGE)


def test_a_second_person_performs_it(teller: Program, reviewer: Program, case: str) -> None:
    (line,) = answer(reviewer.get("cases/waiting"))
    assert (line["number"], line["state"], line["version"]) == (case, "waiting", 1)
    came = step(reviewer, case, "check", 1)
    assert came.status_code == 200
    done = operation()
    assert answer(came)["operation_no"] == done.number
    assert done.channel == "api"
    assert done.maker != done.checker
    told = answer(reviewer.get(f"done/{done.number}"))
    assert told["checker"] == done.checker
    assert answer(reviewer.get("cases/waiting")) == []


def test_a_check_sent_again_answers_the_same(reviewer: Program, case: str) -> None:
    first, again = (answer(step(reviewer, case, "check", 1)) for _ in range(2))
    assert again == first | {"replayed": True}


def test_a_check_at_the_desk_is_no_check_by_a_program(factory: str, case: str) -> None:
    """The channel is that of whoever let it be performed."""
    from provident.casework import api as casework
    from provident.staff.people import staff_of
    from tests.workbench.desks import open_login

    casework.check(case, staff_of(open_login("reviewer")), version=1)
    assert operation().channel == "counter"


def test_the_maker_sees_what_he_asked_and_others_see_it_in_words(
    teller: Program, reviewer: Program, case: str, factory: str
) -> None:
    mine = answer(teller.get(f"cases/{case}"))
    assert mine["command"]["employer"] == factory
    assert mine["may"] == ["withdraw"]
    theirs = answer(reviewer.get(f"cases/{case}"))
    assert theirs["command"] is None
    assert theirs["may"] == ["check", "give_back"]
    assert {"单位账号", "起始月"} & {one["title"] for one in theirs["fields"]}


def test_returned_corrected_and_handed_in_again(
    teller: Program, reviewer: Program, case: str, factory: str
) -> None:
    returned = answer(step(reviewer, case, "return", 1, reason="比例不对"))
    assert returned["case"]["state"] == "returned"
    (line,) = answer(teller.get("cases/mine"))
    assert line["number"] == case
    body = json.dumps({"version": 2, "command": {"employer": factory, **RATIO}})
    came = teller.post(f"cases/{case}/resubmit", body.replace('"11"', "10.0"))
    assert came.status_code == 202
    assert step(reviewer, case, "check", 3).status_code == 200
    assert operation().command["unit_ratio"] == "10.00", "read from its digits, not refused"


def test_taken_back(teller: Program, case: str) -> None:
    assert answer(step(teller, case, "withdraw", 1))["case"]["state"] == "withdrawn"
    assert answer(teller.get("cases/mine")) == []


def test_nobody_checks_his_own_or_without_the_right(teller: Program, case: str) -> None:
    came = step(teller, case, "check", 1)
    assert came.status_code == 422
    assert reasons(came).keys() == {"case.own_work", "staff.may_not_check"}


def test_a_stale_version_is_a_conflict(reviewer: Program, case: str) -> None:
    came = step(reviewer, case, "return", 7, reason="比例不对")
    assert (came.status_code, reasons(came).keys()) == (409, {"case.stale"})


def test_a_second_case_of_the_same_matter_is_a_conflict(
    teller: Program, case: str, factory: str
) -> None:
    came = teller.do(CHANGE, employer=factory, **RATIO | {"unit_ratio": "10"})
    assert came.status_code == 409
    assert case in reasons(came)["case.in_flight"]


def test_a_foreign_branch_sees_nothing(case: str) -> None:
    came = program_of("reviewer", "002").get(f"cases/{case}")
    assert (came.status_code, reasons(came).keys()) == (422, {"branch.foreign"})


@pytest.mark.parametrize("number", ["1", "%00", "20261102000000019", "x" * 500])
def test_an_unknown_case_is_a_404(teller: Program, number: str) -> None:
    for came in (teller.get(f"cases/{number}"), step(teller, number, "check", 1)):
        assert (came.status_code, reasons(came).keys()) == (404, {"case.unknown"})


@pytest.mark.parametrize(
    "body",
    [{}, {"version": 0}, {"version": "x"}, {"version": 2**31}, {"version": 1, "colour": 1},
     {"version": 1.5}, [], 7, None],
)  # fmt: skip
def test_a_wrong_step_is_refused_by_field(reviewer: Program, case: str, body: object) -> None:
    came = reviewer.post(f"cases/{case}/check", json.dumps(body))
    assert came.status_code == 422
    assert all("版本" in says or "colour" in says or "请求" in says
               for says in reasons(came).values()), reasons(came)  # fmt: skip
