"""Operations by HTTP: done, rehearsed, refused, and told again when they are sent again."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client, override_settings

import enrolment_city as city
from tests.api.programs import (
    RATIO,
    Program,
    answer,
    open_town,
    program_of,
    reasons,
    token_of,
)
from tests.workbench.desks import open_login

pytestmark = pytest.mark.database

OPEN = "collection.open_member"


@pytest.fixture
def factory(books: str) -> str:
    return open_town()


@pytest.fixture
def teller(factory: str) -> Program:
    return program_of("teller", "001")


def performed(code: str) -> list[Any]:
    from provident.kernel.models import Operation

    return list(Operation.objects.filter(code=code))


def test_an_operation_is_done_through_the_channel_of_programs(
    teller: Program, factory: str
) -> None:
    came = teller.do(OPEN, employer=factory, **city.AYGUL)
    assert came.status_code == 200
    told = answer(came)
    (done,) = performed(OPEN)
    assert (told["operation_no"], told["replayed"]) == (done.number, False)
    assert told["business_date"] == "2026-11-02"  # the open day of `books`
    assert "阿依古丽·买买提" in told["says"]
    assert (done.channel, done.checker) == ("api", None)
    assert done.maker.startswith("测试人员")


def test_the_same_key_and_body_again_does_nothing_and_answers_the_same(
    teller: Program, factory: str
) -> None:
    key, body = uuid4(), {"employer": factory, **city.AYGUL}
    first = answer(teller.post(f"operations/{OPEN}", body, key=key))
    again = answer(teller.post(f"operations/{OPEN}", body, key=key))
    assert again == first | {"replayed": True}
    assert len(performed(OPEN)) == 1


def test_the_same_key_with_another_body_is_a_conflict(teller: Program, factory: str) -> None:
    key, body = uuid4(), {"employer": factory, **city.AYGUL}
    teller.post(f"operations/{OPEN}", body, key=key)
    came = teller.post(f"operations/{OPEN}", body | {"wage": "7000.00"}, key=key)
    assert came.status_code == 409
    assert reasons(came).keys() == {"operation.other_body"}
    assert len(performed(OPEN)) == 1


@pytest.mark.parametrize("key", [None, "", "7", "no key", "é"])
def test_without_a_key_nothing_is_done(teller: Program, factory: str, key: str | None) -> None:
    came = teller.post(f"operations/{OPEN}", {"employer": factory, **city.AYGUL}, key=key)
    assert came.status_code == 422
    assert "Idempotency-Key" in reasons(came)["request.key"]
    assert performed(OPEN) == []


def test_a_rehearsal_says_what_would_be_done_and_does_nothing(
    teller: Program, factory: str
) -> None:
    body = {"employer": factory, **city.AYGUL}
    told = answer(teller.post(f"operations/{OPEN}/rehearsal", body))
    assert "阿依古丽·买买提" in told["says"]
    assert told["two_persons"] is False
    assert "operation_no" not in told
    assert performed(OPEN) == []
    ratio = "operations/collection.change_ratio/rehearsal"
    assert answer(teller.post(ratio, {"employer": factory, **RATIO}))["two_persons"] is True


def test_every_fault_of_a_command_at_once(teller: Program) -> None:
    body = {"wage": "a", "colour": "red", "marital": "x"}
    for path in (f"operations/{OPEN}", f"operations/{OPEN}/rehearsal"):
        came = teller.post(path, body, key=uuid4())
        assert came.status_code == 422
        told = {one["field"]: one["says"] for one in answer(came)["reasons"]}
        assert {"employer", "name", "wage", "colour"} <= told.keys()
        assert "单位" in told["employer"]


def test_the_rules_refuse_with_their_reasons(teller: Program, factory: str) -> None:
    """建金管〔2005〕5号 第二条: a ratio of more than 12 % is for the centre to refuse."""
    came = teller.do(
        "collection.change_ratio", employer=factory, **RATIO | {"unit_ratio": "13"}
    )
    assert came.status_code == 422
    (told,) = answer(came)["reasons"]
    assert told["code"] == "ratio.outside"
    assert told["basis"]
    assert performed("collection.change_ratio") == []


def test_a_number_with_a_fraction_is_read_as_its_digits(teller: Program, factory: str) -> None:
    """6500.10 has no exact floating point number; the digits of the text are the amount."""
    body = json.dumps({"employer": factory, **city.AYGUL, "wage": "W"})
    came = teller.post(f"operations/{OPEN}", body.replace('"W"', "6500.10"), key=uuid4())
    assert came.status_code == 200
    (done,) = performed(OPEN)
    assert done.command["wage"] == "6500.10"


@pytest.mark.parametrize(
    "body", ['{"employer":', "\x00", "NaN", '{"employer": Infinity}', "[" * 100_000, "7" * 5000]
)
def test_what_is_no_json_is_a_400(teller: Program, body: str) -> None:
    came = teller.post(f"operations/{OPEN}", body, key=uuid4())
    assert came.status_code == 400
    assert reasons(came).keys() == {"input.json"}


@pytest.mark.parametrize("body", ["[]", "7", "null", '"text"'])
def test_json_that_is_no_object_is_refused(teller: Program, body: str) -> None:
    came = teller.post(f"operations/{OPEN}", body, key=uuid4())
    assert came.status_code == 422
    assert reasons(came).keys() == {"input.json"}


@pytest.mark.parametrize("value", ["\ud800", "a\x00b", "字" * 10_000, {"a": {"b": []}}, None])
def test_odd_values_are_refused_by_name(teller: Program, factory: str, value: object) -> None:
    for given in ({"name": value}, {str(value)[:500]: "x"}):
        came = teller.do(OPEN, employer=factory, **city.AYGUL | given)
        assert came.status_code == 422, given
        assert reasons(came)


def test_a_body_that_is_too_large_is_a_413(teller: Program) -> None:
    paths = (f"operations/{OPEN}", f"operations/{OPEN}/rehearsal", "sign-in", "calc/loan",
             "cases/1/check")  # fmt: skip
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=2**20):
        for path in paths:
            came = teller.post(path, "{" + " " * 2**20 + "}", key=uuid4())
            assert came.status_code == 413, path
            assert "1 MB" in reasons(came)["input.too_large"]


def test_an_unknown_operation_and_an_unknown_address_are_a_404(teller: Program) -> None:
    unknown = ("operations/collection.fly", "operations/collection.fly/rehearsal",
               "operations/a%00b")  # fmt: skip
    for path in unknown:
        came = teller.post(path, {}, key=uuid4())
        assert (came.status_code, reasons(came).keys()) == (404, {"operation.code"}), path
    assert teller.get("operations/collection.fly").status_code == 404
    elsewhere = teller.get("nothing/here")
    assert (elsewhere.status_code, reasons(elsewhere).keys()) == (404, {"address.unknown"})


def test_what_only_the_system_does_is_refused(teller: Program) -> None:
    for path in ("operations/collection.receive", "operations/collection.receive/rehearsal"):
        came = teller.post(path, {"bank_row": 1}, key=uuid4())
        assert came.status_code == 422
        assert "由系统自动办理" in reasons(came)["operation.machine_only"]


def test_a_foreign_branch_and_ones_own_record_are_refused(factory: str) -> None:
    stranger = program_of("teller", "002")
    came = stranger.do(OPEN, employer=factory, **city.AYGUL)
    assert "branch.foreign" in reasons(came)
    own = open_login("teller", branch="001", id_number=city.AYGUL["id_number"])
    came = Program(token_of(own)).do(OPEN, employer=factory, **city.AYGUL)
    assert "staff.own" in reasons(came)
    assert performed(OPEN) == []


def test_the_catalogue_says_what_everybody_may(teller: Program) -> None:
    listed = {one["code"]: one for one in answer(teller.get("operations"))}
    assert listed[OPEN]["may_make"]
    assert not listed["settlement.open_bank_account"]["may_make"]
    assert listed["collection.receive"]["machine_only"]
    assert not any(one["may_check"] for one in listed.values())
    assert answer(teller.get(f"operations/{OPEN}")) == listed[OPEN]
    machine = answer(teller.get("operations/collection.receive"))
    assert machine == listed["collection.receive"]


def test_the_reviewer_checks_only_what_needs_two(books: str) -> None:
    """`duties/approvals.yaml` names what reviewers check; 开户 of a member is not among it."""
    listed = {one["code"]: one for one in answer(program_of("reviewer").get("operations"))}
    assert listed["collection.change_ratio"]["may_check"]
    assert not listed[OPEN]["may_check"]
    assert not any(one["may_make"] for one in listed.values())


def test_a_receipt_is_for_its_people_and_for_whoever_may_see_the_log(
    teller: Program, factory: str
) -> None:
    done = answer(teller.do(OPEN, employer=factory, **city.AYGUL))
    path = f"done/{done['operation_no']}"
    told = answer(teller.get(path))
    assert {
        name: told[name] for name in ("operation_no", "business_date", "says", "facts")
    } == {name: done[name] for name in ("operation_no", "business_date", "says", "facts")}
    assert (told["code"], told["channel"], told["checker"]) == (OPEN, "api", "")
    seen = {
        ("auditor", None): 200,  # sees the log of the whole centre
        ("teller", "001"): 200,  # that of his branch
        ("teller", "002"): 404,
        ("administrator", None): 404,  # no page of the log
    }
    for (role, branch), status in seen.items():
        assert program_of(role, branch).get(path).status_code == status, role


@pytest.mark.parametrize("number", ["1", "9" * 20, "x" * 20, "%00", "٢" * 20])
def test_an_unknown_receipt_is_a_404(teller: Program, number: str) -> None:
    came = teller.get(f"done/{number}")
    assert (came.status_code, reasons(came).keys()) == (404, {"operation.unknown"})


def test_the_description_shows_every_operation_with_its_fields(books: str) -> None:
    """A field may be called like a word of ours (`kind`): it stays in the description."""
    from provident.kernel.operation import catalogue

    described = json.loads(Client().get("/api/v1/openapi.json").content)
    assert described["info"]["title"] == "住房公积金程序接口"
    for found in catalogue():
        address = f"/api/v1/operations/{found.code}"
        if found.machine_only:
            assert address not in described["paths"]
            continue
        for path in (address, f"{address}/rehearsal"):
            operation = described["paths"][path]["post"]
            content = operation["requestBody"]["content"]["application/json"]
            assert content["schema"]["properties"].keys() == found.command.model_fields.keys()
            assert "$ref" not in json.dumps(content)
            assert '"number"' not in json.dumps(content), "amounts are texts"
