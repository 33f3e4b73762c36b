"""A process that dies between operation and case, and two people at the same moment."""

from __future__ import annotations

from uuid import uuid4

import pytest

from provident.kernel.refusal import Conflict
from tests.kernel.races import failures, together

pytestmark = pytest.mark.database


class Killed(BaseException):
    """Stands for the end of the process: nothing in the program catches it."""


@pytest.fixture
def crashed(office, monkeypatch):
    """A case whose operation was committed by 复核乙 before the process died."""
    from provident.casework import api as casework
    from provident.casework import records

    number = office.waiting()

    def die(*_args, **_options):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(records, "take_step", die)
        with pytest.raises(Killed):
            casework.check(number, office["复核乙"], version=1)
    assert len(office.performed("collection.change_ratio")) == 1
    assert office.case(number).state == "waiting"
    return number


def assert_finished(office, number):
    (operation,) = office.performed("collection.change_ratio")
    case = office.case(number)
    assert (case.state, case.operation_no, case.checker) == ("done", operation.number, "复核乙")
    assert office.steps(number) == [("submit", "柜员甲"), ("check", "复核乙")]


def test_the_next_check_finds_the_stored_receipt(office, crashed):
    from provident.casework import api as casework

    done = casework.check(crashed, office["复核乙"], version=1)
    assert done.replayed
    assert_finished(office, crashed)
    assert casework.check(crashed, office["复核乙"], version=1).replayed  # clicked again


def test_another_checker_hears_who_did_it(office, crashed):
    from provident.casework import api as casework

    with pytest.raises(Conflict) as error:
        casework.check(crashed, office["复核丁"], version=1)
    assert error.value.code == "case.done"
    assert "复核乙" in error.value.says
    assert_finished(office, crashed)


def test_what_is_done_is_not_withdrawn(office, crashed):
    from provident.casework import api as casework

    with pytest.raises(Conflict) as error:
        casework.withdraw(crashed, office["柜员甲"], "不办了", version=1)
    assert error.value.code == "case.done"
    assert_finished(office, crashed)


def test_what_is_done_is_not_returned(office, crashed):
    from provident.casework import api as casework

    with pytest.raises(Conflict) as error:
        casework.give_back(crashed, office["复核丁"], "材料不全", version=1)
    assert error.value.code == "case.done"
    assert_finished(office, crashed)


def test_killed_before_the_commit_leaves_a_waiting_case(office, monkeypatch):
    from provident.casework import api as casework
    from provident.casework import checking

    number = office.waiting()

    def die(*_args, **_options):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(checking, "perform", die)
        with pytest.raises(Killed):
            casework.check(number, office["复核乙"], version=1)
    assert office.performed("collection.change_ratio") == []
    casework.check(number, office["复核丁"], version=1)
    assert office.case(number).checker == "复核丁"


def attempt_from_elsewhere(number):
    from provident.casework import records

    try:
        with records.alone_with(number):
            return "alone"
    except Conflict as conflict:
        return conflict.code


def test_a_connection_that_dies_frees_the_case(office):
    """The lock is the connection's: the database lets go of it when the process is gone."""
    from django.db import connection

    from provident.casework import api as casework
    from provident.casework import records

    number = office.waiting()
    hold = records.alone_with(number)
    hold.__enter__()
    assert together(lambda: attempt_from_elsewhere(number)) == ["case.busy"]
    connection.close()
    casework.check(number, office["复核乙"], version=1)


@pytest.mark.parametrize("attempt", range(4))
def test_two_checkers_at_once(office, attempt):
    from provident.casework import api as casework

    number = office.waiting()
    outcomes = together(
        *[
            lambda who=who: casework.check(number, office[who], version=1)
            for who in ("复核乙", "复核丁")
        ]
    )
    (conflict,) = failures(outcomes, Conflict)
    assert conflict.code in {"case.busy", "case.done"}
    (operation,) = office.performed("collection.change_ratio")
    assert office.case(number).checker == operation.checker
    assert len(office.steps(number)) == 2


@pytest.mark.parametrize("attempt", range(4))
def test_checking_against_withdrawing(office, attempt):
    from provident.casework import api as casework

    number = office.waiting()
    outcomes = together(
        lambda: casework.check(number, office["复核乙"], version=1),
        lambda: casework.withdraw(number, office["柜员甲"], version=1),
    )
    assert len(failures(outcomes, Conflict)) == 1
    done = office.case(number).state == "done"
    assert len(office.performed("collection.change_ratio")) == (1 if done else 0)


@pytest.mark.parametrize("attempt", range(4))
def test_two_tellers_on_one_employer(office, attempt):
    outcomes = together(
        lambda: office.waiting("柜员甲"), lambda: office.waiting("柜员丙", unit_ratio="10")
    )
    (conflict,) = failures(outcomes, Conflict)
    (number,) = [one for one in outcomes if isinstance(one, str)]
    assert (conflict.code, number in conflict.says) == ("case.in_flight", True)


@pytest.mark.parametrize("attempt", range(4))
def test_the_second_click_at_the_same_moment(office, attempt):
    from provident.casework import api as casework
    from provident.casework.models import Case

    key = uuid4()
    command = {"employer": office.employer, "unit_ratio": "11", "personal_ratio": "11",
               "from_month": "2026-11"}  # fmt: skip
    outcomes = together(
        *[
            lambda: casework.submit(
                "collection.change_ratio", command, office["柜员甲"], id=key
            )
            for _ in range(2)
        ]
    )
    assert outcomes[0] == outcomes[1]
    assert Case.objects.count() == 1
