"""What pages read of cases: due dates, lists, one case in words, its history.

Due dates are counted by hand on the published calendar; what a case tells is compared with
the command that was handed in.
"""

from __future__ import annotations

from datetime import date

import pytest

import enrolment_city as city
from provident.kernel.numbers import is_case_no
from provident.kernel.refusal import Conflict

pytestmark = pytest.mark.database


def test_due_dates_are_working_days(office):
    """2026-11-02 is a Monday; two working days on is the Wednesday."""
    from provident.casework import records

    assert office.case(office.waiting()).due_on == date(2026, 11, 4)
    # 2026-09-24 … the Mid-Autumn holiday is 25 to 27 September 2026 (国办发明电〔2025〕7号),
    # so that the first working day after the Thursday is Monday the 28th
    assert records.due_on(date(2026, 9, 24), 1) == date(2026, 9, 28)
    assert records.due_on(date(2098, 1, 4), 1) is None


def test_reads_for_the_pages(office):
    from provident.casework import api as casework

    first = office.waiting()
    item = office.suspense()
    second = office.submit("会计戊", "settlement.refund_suspense", item=item,
                           reason="汇错").case_no  # fmt: skip
    numbers = [line.number for line in casework.waiting_for(office["复核丁"])]
    assert numbers == [second, first]  # one working day before two
    assert [line.number for line in casework.waiting_for(office["复核乙"])] == [first]
    assert casework.waiting_for(office["外点复核"]) == []
    assert casework.waiting_for(office["柜员丙"]) == []
    counted = casework.counts(office["复核丁"])
    assert (counted.waiting, counted.overdue, counted.sent, counted.returned) == (2, 0, 0, 0)
    assert casework.counts(office["柜员甲"]).sent == 1
    assert [line.number for line in casework.cases_of(office["复核乙"])] == [first]
    subject = f"suspense:{item}"
    assert [line.number for line in casework.cases_of(office["复核丁"], subject)] == [second]
    casework.check(first, office["复核乙"], version=1)
    assert [line.number for line in casework.done_of(office["柜员甲"])] == [first]
    assert [line.number for line in casework.done_of(office["复核乙"])] == [first]


def test_the_number_checks_itself(office):
    """ISO/IEC 7812-1, computed here by hand: every second digit from the right doubled."""
    number = office.waiting()
    digits = [int(one) for one in reversed(number)]
    doubled = [sum(divmod(one * (1 + place % 2), 10)) for place, one in enumerate(digits)]
    assert sum(doubled) % 10 == 0
    assert number.startswith("20261102")
    for place, digit in enumerate(number):
        wrong = number[:place] + str((int(digit) + 1) % 10) + number[place + 1 :]
        assert not is_case_no(wrong)


def test_queries_do_not_grow_with_what_is_shown(office):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from provident.casework import api as casework

    def counted(read) -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            read()
        return len(found)

    def reads() -> list[int]:
        return [
            counted(lambda: casework.waiting_for(office["复核丁"])),
            counted(lambda: casework.mine(office["会计戊"])),
            counted(lambda: casework.cases_of(office["复核丁"])),
        ]

    counts = []
    for _ in range(2):
        for _ in range(3):
            office.submit("会计戊", "settlement.refund_suspense", item=office.suspense(),
                          reason="汇错")  # fmt: skip
        counts.append(reads())
    assert counts[0] == counts[1]
    members = [city.open_member(office.employer, **city.person(n)) for n in range(6)]
    sealing = {"employer": office.employer, "from_month": "2026-11", "reason": "离职"}
    few, many = (
        counted(
            lambda count=count: casework.allowed(
                office["柜员甲"], "collection.seal_members",
                sealing | {"members": members[:count]},
            )
        )
        for count in (2, 6)
    )  # fmt: skip
    assert few == many


def test_overdue_is_flagged_on_a_later_day(office):
    import psycopg

    from provident.casework import api as casework

    number = office.waiting()
    with psycopg.connect(office.superuser, autocommit=True) as connection:
        connection.execute("update business_day set date = '2026-11-05' where state = 'open'")
    (line,) = casework.waiting_for(office["复核乙"])
    assert (line.number, line.overdue) == (number, True)
    assert casework.counts(office["复核乙"]).overdue == 1


def test_a_case_tells_its_command_in_words(office):
    from provident.casework import api as casework

    view = casework.case(office.waiting(), office["复核乙"])
    assert [(one.title, one.value) for one in view.fields] == [
        ("单位账号", office.employer),
        ("单位缴存比例百分数", "11.00"),
        ("个人缴存比例百分数", "11.00"),
        ("起始月", "2026年11月"),
    ]
    assert view.may == {"check", "give_back"}
    assert casework.case(view.line.number, office["柜员甲"]).may == {"withdraw"}


def test_numbers_of_people_are_told_masked(office):
    from provident.casework import api as casework

    member = city.open_member(office.employer)
    from provident.parties import api as parties

    version = parties.find_member(member).version
    number = office.submit("柜员甲", "collection.change_member", member=member, version=version,
                           mobile="13900001234", marital="20").case_no  # fmt: skip
    told = {one.field: one for one in casework.case(number, office["复核乙"]).fields}
    assert (told["mobile"].value, told["mobile"].masked) == ("13900001234", "139****1234")
    assert told["marital"].value == "已婚（20）"  # JGJ/T 320-2014 A.3 by way of GB/T 2261.2
    assert "version" not in told


def test_a_telephone_and_a_bank_account_are_told_masked_and_what_is_emptied_is_told():
    from provident.casework.telling import told
    from provident.collection.operations.add_payer import AddPayer
    from provident.collection.operations.change_member import ChangeMember

    change = ChangeMember(member="1", version=1, phone="0998-2822345", address="")
    shown = {one.field: one.masked for one in told(change)}
    assert shown == {"member": "1", "phone": "0**********5", "address": "清空"}
    payer = AddPayer(
        employer="1", payer={"account_no": "65050161004500000000", "account_name": "甲"}
    )
    masked = {one.field.rpartition(".")[2]: one.masked for one in told(payer)}
    assert masked["account_no"] == "****************0000"


def test_history_is_only_added(office):
    from django.db import ProgrammingError

    from provident.casework.models import Case, CaseStep

    office.waiting()
    for change in (
        lambda: CaseStep.objects.update(says="改"),
        lambda: CaseStep.objects.all()._raw_delete("default"),
        lambda: Case.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(ProgrammingError, match="permission denied"):
            change()


def test_an_altered_command_is_not_performed(office):
    import psycopg

    from provident.casework import api as casework

    number = office.waiting()
    with psycopg.connect(office.superuser, autocommit=True) as connection:
        connection.execute(
            "update casework_case set command = jsonb_set(command, '{unit_ratio}', '\"12.00\"')"
        )
    with pytest.raises(Conflict) as error:
        casework.check(number, office["复核乙"], version=1)
    assert error.value.code == "case.altered"
    assert office.performed("collection.change_ratio") == []


def test_machines_open_no_cases(office):
    from provident.casework import api as casework
    from provident.kernel.operation import catalogue

    machine = [one for one in catalogue() if one.machine_only]
    assert machine
    for one in machine:
        assert not casework.allowed(office["会计戊"], one.code, {}).allowed
    assert not casework.needs_second("collection.receive", {"bank_row": 1})
