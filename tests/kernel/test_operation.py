"""业务操作 · idempotency, refusals, rehearsal, people, audit row, defects.

The promise is 一笔业务 = 一个业务流水号 = 一个数据库事务.  What was committed is read over
a second connection that has no part in the operation.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import date
from typing import Any

import psycopg
import pytest

from provident.kernel.context import By
from provident.kernel.operation import (
    Command,
    Done,
    Receipt,
    catalogue,
    operation,
    operation_id,
    perform,
    rehearse,
    spec,
)
from provident.kernel.refusal import Conflict, Defect, Refusal
from tests.kernel.probe_operations import Note, during
from tests.kernel.races import failures, together

CLERK = By("clerk:01")
DAY = date(2026, 11, 2)
Eyes = psycopg.Connection[Any]


def kept(eyes: Eyes) -> list[str]:
    rows = eyes.execute("select note from probe_effect order by note").fetchall()
    return [row[0] for row in rows]


def performed(eyes: Eyes) -> int:
    row = eyes.execute("select count(*) from operation").fetchone()
    assert row is not None
    return row[0]


def test_an_operation_is_committed_with_its_number_and_day(notes: Eyes) -> None:
    done = perform("probe.note", {"note": "甲", "amount": "12.50"}, CLERK)
    assert kept(notes) == ["甲"]
    assert done.business_date == DAY
    assert done.operation_no.startswith("20261102")
    # 业务流水号 YWLSH has 20 characters in JGJ/T 320.
    assert len(done.operation_no) == 20
    assert (done.receipt.says, done.receipt.facts["amount"]) == ("已记下 甲。", "12.50")
    assert not done.replayed


def test_the_same_id_with_the_same_body_returns_the_stored_receipt(notes: Eyes) -> None:
    key = uuid.uuid4()
    first = perform("probe.note", {"note": "甲", "amount": "900"}, CLERK, id=key)
    # 900 and 900.00 are the same amount, so this is the same body.
    again = perform("probe.note", {"note": " 甲 ", "amount": "900.00"}, CLERK, id=key)
    assert again == Done(first.operation_no, DAY, first.receipt, replayed=True)
    assert (kept(notes), performed(notes)) == (["甲"], 1)


def test_the_same_id_with_another_body_is_a_conflict(notes: Eyes) -> None:
    key = uuid.uuid4()
    first = perform("probe.note", {"note": "甲"}, CLERK, id=key)
    with pytest.raises(Conflict) as other_body:
        perform("probe.note", {"note": "乙"}, CLERK, id=key)
    with pytest.raises(Conflict) as other_code:
        perform("probe.refuse", {"note": "甲"}, CLERK, id=key)
    for caught in (other_body, other_code):
        assert caught.value.code == "operation.other_body"
        assert caught.value.facts == {"operation_no": first.operation_no}
    assert kept(notes) == ["甲"]


def test_eight_at_once_with_one_body_have_one_effect(notes: Eyes) -> None:
    key = uuid.uuid4()
    act = lambda: perform("probe.note", {"note": "甲"}, CLERK, id=key)  # noqa: E731
    outcomes = together(*[act] * 8)
    assert failures(outcomes, Exception) == []
    assert [done.replayed for done in outcomes].count(False) == 1
    assert len({(done.operation_no, str(done.receipt.facts)) for done in outcomes}) == 1
    assert (kept(notes), performed(notes)) == (["甲"], 1)


def test_eight_at_once_with_eight_bodies_have_one_effect(notes: Eyes) -> None:
    key = uuid.uuid4()
    outcomes = together(
        *[
            lambda n=n: perform("probe.note", {"note": f"第{n}"}, CLERK, id=key)
            for n in range(8)
        ]
    )
    assert len(failures(outcomes, Conflict)) == 7
    assert (len(kept(notes)), performed(notes)) == (1, 1)


def test_a_refusal_keeps_nothing_and_frees_the_id(notes: Eyes) -> None:
    key = uuid.uuid4()
    with pytest.raises(Refusal) as caught:
        perform("probe.refuse", {"note": "坏"}, CLERK, id=key)
    assert [reason.code for reason in caught.value.reasons] == ["probe.bad", "probe.worse"]
    assert caught.value.reasons[0].basis == ("regulation-2026#24",)
    assert (kept(notes), performed(notes)) == ([], 0)
    assert not perform("probe.refuse", {"note": "好"}, CLERK, id=key).replayed
    assert kept(notes) == ["好"]


@pytest.mark.parametrize(("note", "kind"), [("缺", Defect), ("除", ZeroDivisionError)])
def test_a_fault_of_the_system_propagates_and_rolls_back(
    notes: Eyes, note: str, kind: type[Exception]
) -> None:
    key = uuid.uuid4()
    with pytest.raises(kind):
        perform("probe.break", {"note": note}, CLERK, id=key)
    assert (kept(notes), performed(notes)) == ([], 0)
    assert not perform("probe.note", {"note": "好"}, CLERK, id=key).replayed


def test_a_rehearsal_shows_the_receipt_and_leaves_nothing(notes: Eyes) -> None:
    inside: list[list[str]] = []
    during["甲"] = lambda at: inside.append([str(at.dry_run), *kept(notes)])
    done = rehearse("probe.note", {"note": "甲", "amount": "1.00"}, CLERK)
    assert done.receipt.facts["dry_run"] is True
    assert inside == [["True"]]
    assert (kept(notes), performed(notes)) == ([], 0)
    with pytest.raises(Refusal):
        rehearse("probe.refuse", {"note": "坏"}, CLERK)


def test_two_persons(notes: Eyes) -> None:
    for by in (By("clerk:01"), By("clerk:01", "clerk:01"), By("clerk:01", "")):
        with pytest.raises(Refusal) as caught:
            perform("probe.two", {"note": "甲"}, by)
        assert caught.value.codes() == {"operation.two_persons"}
    with pytest.raises(Refusal) as nobody:
        perform("probe.note", {"note": "甲"}, By(""))
    assert nobody.value.codes() == {"operation.no_maker"}
    assert kept(notes) == []
    perform("probe.two", {"note": "甲"}, By("clerk:01", "clerk:02"))
    assert kept(notes) == ["甲"]


def test_a_machine_operation_is_not_started_by_a_person(notes: Eyes) -> None:
    with pytest.raises(Refusal) as caught:
        perform("probe.machine", {"note": "甲"}, CLERK)
    assert caught.value.codes() == {"operation.machine_only"}
    perform("probe.machine", {"note": "甲"}, By.machine("notices"))
    assert kept(notes) == ["甲"]


def test_wrong_fields_are_refused_all_at_once_in_chinese(books: str) -> None:
    wrong = {
        "amount": "1.234", "month": "2026年11月", "day": "2.11.2026", "kind": "sell",
        "surprise": 1,
    }  # fmt: skip
    with pytest.raises(Refusal) as caught:
        perform("probe.form", wrong, CLERK)
    said = {reason.facts["field"]: reason.says for reason in caught.value.reasons}
    assert said.keys() == {"amount", "month", "day", "kind", "persons", "surprise"}
    assert caught.value.codes() == {"command.field"}
    assert said["persons"] == "人数：必须填写。"
    assert said["surprise"] == "“surprise”：没有这一项，请删去或核对名称。"
    for field, sentence in said.items():
        plain = sentence.replace(field, "").replace(str(wrong.get(field)), "")
        assert any("一" <= letter <= "鿿" for letter in plain), sentence
        assert not any("a" <= letter <= "z" for letter in plain.lower()), sentence


@pytest.mark.parametrize("amount", ["0", "-0.01", "0.001", 0.5, "NaN", "1e17", "十元", None])
def test_amounts_that_are_none(books: str, amount: object) -> None:
    form = {"month": "2026-11", "day": "2026-11-02", "kind": "rent", "persons": 1}
    with pytest.raises(Refusal) as caught:
        perform("probe.form", form | {"amount": amount}, CLERK)
    assert [reason.facts["field"] for reason in caught.value.reasons] == ["amount"]


def test_the_audit_row(notes: Eyes) -> None:
    by = By("clerk:01", "clerk:02", channel="hall")
    key = uuid.uuid4()
    done = perform("probe.two", Note(note="甲", amount="5"), by, id=key)  # type: ignore[arg-type]
    row = notes.execute(
        "select id, number, code, business_date, command, command_hash, maker, checker,"
        " channel, result, recorded_at > now() - interval '1 minute' from operation"
    ).fetchone()
    body = {"note": "甲", "amount": "5.00"}
    # OpenSSL's SM3 over the written-down form: code and body, keys in order, no blanks.
    text = json.dumps(
        ["probe.two", body], sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    digest = hashlib.new("sm3", text.encode()).hexdigest()
    assert row == (
        key, done.operation_no, "probe.two", DAY, body, digest, "clerk:01", "clerk:02", "hall",
        {"says": "已记下 甲。", "facts": {"row": 1, "amount": "5.00", "dry_run": False}}, True,
    )  # fmt: skip


def test_the_audit_row_names_the_policy_release(notes: Eyes) -> None:
    asked: list[object] = []
    during["甲"] = lambda at: asked.append(at.policy("deposit.current_year_rate", on=DAY))
    perform("probe.note", {"note": "甲"}, CLERK)
    row = notes.execute("select policy_release from operation").fetchone()
    newest = notes.execute("select max(number) from policy_release").fetchone()
    assert row == newest
    assert row is not None
    assert row[0] is not None
    assert len(asked) == 1


def test_numbers_never_repeat(notes: Eyes) -> None:
    numbers = [perform("probe.note", {"note": "甲"}, CLERK).operation_no for _ in range(20)]
    assert len(set(numbers)) == 20
    assert numbers == sorted(numbers)


def test_an_operation_inside_an_operation_is_impossible(notes: Eyes) -> None:
    during["外"] = lambda _at: perform("probe.note", {"note": "内"}, CLERK) and None
    with pytest.raises(RuntimeError, match="durable"):
        perform("probe.note", {"note": "外"}, CLERK)
    assert kept(notes) == []


def test_ids_of_causes_are_stable() -> None:
    # RFC 4122 version 5 over the parts with the unit separator between them.
    expected = uuid.uuid5(uuid.NAMESPACE_OID, "notice\x1f10101\x1f7")
    assert operation_id("notice", "10101", 7) == expected
    assert operation_id("notice", "1010", "17") != expected


def test_the_registry() -> None:
    codes = [one.code for one in catalogue()]
    assert codes == sorted(codes)
    assert spec("probe.two").two_persons
    assert spec("probe.note").about.startswith("Writes one row")
    with pytest.raises(Defect):
        spec("probe.nothing")

    def twin(command: Note, at: object) -> Receipt: ...

    twin.__annotations__["command"] = Note
    with pytest.raises(Defect, match="twice"):
        operation("probe.note", title="重名")(twin)

    def wordless(command: int, at: object) -> Receipt: ...

    with pytest.raises(Defect, match="Command"):
        operation("probe.wordless", title="没有请求")(wordless)


def test_commands_do_not_change() -> None:
    assert Command.model_config["frozen"]
    note = Note(note="甲")
    with pytest.raises(ValueError, match="frozen"):
        note.note = "乙"  # type: ignore[misc]
