"""批量开户 · a roster is taken whole or refused with every reason of every row."""

from __future__ import annotations

import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

import enrolment_city as city
from provident.kernel.operation import rehearse
from provident.kernel.refusal import Defect, Refusal


def upload(employer: str, *people: dict[str, Any]) -> int:
    return city.uploads.upload_roster(
        employer, "名单.xlsx", city.roster(*people), uploaded_by="柜员甲"
    )


def test_a_roster_opens_everybody_in_its_order(factory: str) -> None:
    people = [
        city.person(0, wage="50000.00"),
        city.person(1, wage="100.00"),
        city.person(2, hire_kind="1"),
    ]
    done = city.do("open_members", employer=factory, upload=upload(factory, *people))
    facts = done.receipt.facts
    assert (facts["persons"], facts["capped"], facts["raised"]) == (3, 1, 1)
    members = list(city.Member.objects.order_by("number"))
    assert [one.id_number for one in members] == [one["id_number"] for one in people]
    assert (facts["first_member"], facts["last_member"]) == (
        members[0].number,
        members[2].number,
    )
    bases = city.BasePeriod.objects.order_by("enrolment__member__number")
    assert [(str(one.wage), str(one.base), one.adjusted) for one in bases] == [
        ("50000.00", "35071.00", "capped"),
        ("100.00", "2070.00", "raised"),
        ("6000.00", "6000.00", "none"),
    ]
    owners = city.ledger.figures([one.holder_id for one in members])
    assert {owners[one.holder_id].owner for one in members} == {
        f"member:{one.number}" for one in members
    }
    assert set(city.Enrolment.objects.values_list("operation_no", flat=True)) == {
        done.operation_no
    }


def test_roster_and_counter_open_a_person_in_the_same_way(factory: str) -> None:
    same = city.person(0)
    city.do("open_member", employer=factory, **same)
    city.do("open_members", employer=factory, upload=upload(factory, city.person(1)))
    counter, roster = city.Member.objects.order_by("id")
    different = {"id", "number", "name", "id_number", "mobile", "card_no", "holder_id", "birth"}
    for field in city.Member._meta.concrete_fields:
        if field.attname not in different:
            assert getattr(counter, field.attname) == getattr(roster, field.attname)


def test_one_bad_row_refuses_the_roster_and_each_row_says_why(
    factory: str, school: str
) -> None:
    city.open_member(school)
    sealed = city.person(90)
    number = city.open_member(school, **sealed)
    city.do(
        "seal_members", employer=school, members=[number], from_month="2026-11", reason="离职"
    )
    people = [
        city.person(0),
        city.person(1, **{key: city.AYGUL[key] for key in ("name", "id_number")}),
        city.person(2, id_number=sealed["id_number"]),
        city.person(3, card=city.AYGUL["card"]),
        city.person(4, first_month="2026-10"),
        city.person(5, wage="0"),
        city.person(6, mobile=city.person(0)["mobile"]),
    ]
    number = upload(factory, *people)
    no = city.refused("open_members", employer=factory, upload=number)
    by_row = {
        (one.facts["row"], one.code) for one in no.reasons if one.code != "roster.rows_refused"
    }
    assert by_row == {
        (2, "roster.mobile_repeated"),
        (3, "enrolment.elsewhere"),
        (4, "enrolment.transfer_instead"),
        (5, "enrolment.card_taken"),
        (6, "enrolment.before_employer"),
        (7, "roster.wage_not_positive"),
        (8, "roster.mobile_repeated"),
    }
    assert all(
        one.says.startswith(f"第 {one.facts['row']} 行：")
        for one in no.reasons
        if "row" in one.facts
    )
    assert city.Member.objects.count() == 2
    returned = CalamineWorkbook.from_filelike(io.BytesIO(city.uploads.error_workbook(number)))
    rows = returned.get_sheet_by_index(0).to_python()
    assert rows[0][-1] == "原因"
    assert "办理封存" in rows[2][-1]
    assert "职工转入" in rows[3][-1]


def test_checking_shows_progress_and_changes_nothing(factory: str) -> None:
    number = upload(factory, city.person(0), city.person(1, wage="0"))
    seen: list[tuple[int, int]] = []
    judged = city.uploads.check_roster(number, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (2, 2)
    assert [one.number for one in judged.judgement.refused] == [3]
    assert len(judged.newcomers) == 1
    assert city.Member.objects.count() == 0


def test_warnings_are_counted_by_kind(factory: str) -> None:
    city.open_member(factory)
    number = upload(
        factory,
        city.person(1, mobile=city.AYGUL["mobile"]),
        city.person(2, first_month="2027-01"),
    )
    warnings = city.do("open_members", employer=factory, upload=number).receipt.facts[
        "warnings"
    ]
    assert {(one["code"], one["count"], tuple(one["rows"])) for one in warnings} == {
        ("enrolment.mobile_shared", 1, (2,)),
        ("enrolment.months_left_out", 1, (3,)),
    }


def test_a_roster_is_taken_once_and_only_by_its_employer(factory: str, school: str) -> None:
    number = upload(factory, city.person(0))
    other = city.refused("open_members", employer=school, upload=number)
    assert other.codes() == {"roster.other_employer"}
    done = city.do("open_members", employer=factory, upload=number)
    again = city.refused("open_members", employer=factory, upload=number)
    assert again.codes() == {"roster.taken"}
    assert done.operation_no in again.reasons[0].says
    # The same people in another file are in the books by now.
    copy = city.refused(
        "open_members", employer=factory, upload=upload(factory, city.person(0))
    )
    assert copy.codes() == {"roster.rows_refused", "enrolment.here_already"}
    assert city.refused("open_members", employer=factory, upload=999).codes() == {
        "roster.upload_unknown"
    }


def test_a_file_that_is_no_roster_is_refused_at_the_door(factory: str) -> None:
    with pytest.raises(Refusal) as no:
        city.uploads.upload_roster(factory, "名单.xls", b"\xd0\xcf\x11\xe0", uploaded_by="甲")
    assert all(code.startswith("roster.") for code in no.value.codes())
    assert city.RosterUpload.objects.count() == 0


def test_altered_bytes_are_never_taken(factory: str) -> None:
    number = upload(factory, city.person(0))
    city.RosterUpload.objects.update(content=city.roster(city.person(1)))
    with pytest.raises(Defect):
        city.do("open_members", employer=factory, upload=number)


def test_a_rehearsal_opens_nobody(factory: str) -> None:
    number = upload(factory, city.person(0))
    done = rehearse(
        "collection.open_members", {"employer": factory, "upload": number}, city.TELLER
    )
    assert done.receipt.facts["persons"] == 1
    assert city.Member.objects.count() == 0
    city.do("open_members", employer=factory, upload=number)


def test_the_number_of_statements_does_not_grow_with_the_roster(factory: str) -> None:
    from django.db import connection
    from psycopg import Cursor

    def statements(number: int) -> int:
        connection.ensure_connection()
        counted: list[object] = []
        execute = Cursor.execute

        def counting(self: Any, *arguments: Any, **options: Any) -> Any:
            counted.append(arguments[0])
            return execute(self, *arguments, **options)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Cursor, "execute", counting)
            city.do("open_members", employer=factory, upload=number)
        return len(counted)

    few = upload(factory, *(city.person(i) for i in range(2)))
    many = upload(factory, *(city.person(i) for i in range(10, 210)))
    assert statements(many) == statements(few)
