"""The administrator's operations: two persons, sensible appointments, never one's own login."""

from __future__ import annotations

from typing import Any

import pytest

from provident.kernel.context import By
from provident.kernel.operation import Done, perform
from provident.kernel.refusal import Conflict, Refusal
from tests.staff import people_here as here

INSTALLER = By.machine("installation")
TWO = By("田丽", "吴浩")


@pytest.fixture
def administrators(town: str) -> None:
    for username, name in (("tianli", "田丽"), ("wuhao", "吴浩")):
        command = {"username": username, "name": name, "id_number": here.NUMBERS[username]}
        perform("staff.open_first_administrator", command, INSTALLER)


def opening(username: str = "zhang", **changes: Any) -> dict[str, Any]:
    command = {
        "username": username,
        "name": "张明",
        "id_number": here.NUMBERS[username],
        "branch": "001",
        "roles": ["teller"],
    }
    return command | changes


def login(username: str = "zhang") -> Any:
    from provident.staff.models import Login

    return Login.objects.get(username=username)


def codes(code: str, command: dict[str, Any], by: By = TWO) -> set[str]:
    """The codes of every reason why it is refused."""
    with pytest.raises(Refusal) as refused:
        perform(code, command, by)
    return {reason.code for reason in refused.value.reasons}


def as_it_stands(username: str = "zhang", **items: Any) -> dict[str, Any]:
    """A change of some items: the others as they stand."""
    found = login(username)
    return {
        "username": username,
        "version": found.version,
        "name": found.name,
        "branch": found.branch_id or "",
        "roles": found.roles,
        "active": found.active,
        **items,
    }


def change(by: By = TWO, username: str = "zhang", **items: Any) -> Done:
    return perform("staff.change_login", as_it_stands(username, **items), by)


class TestFirstAdministrators:
    def test_two_are_set_up_and_no_third(self, administrators: None) -> None:
        command = {"username": "zhang", "name": "张明", "id_number": here.NUMBERS["zhang"]}
        assert codes("staff.open_first_administrator", command, INSTALLER) == {
            "login.administrators_there"
        }

    def test_no_person_can(self, town: str) -> None:
        command = {"username": "zhang", "name": "张明", "id_number": here.NUMBERS["zhang"]}
        assert codes("staff.open_first_administrator", command) == {"operation.machine_only"}

    def test_one_alone_is_told_that_another_is_needed(self, town: str) -> None:
        command = {"username": "tianli", "name": "田丽", "id_number": here.NUMBERS["tianli"]}
        done = perform("staff.open_first_administrator", command, INSTALLER)
        assert "还须再设 1 名" in done.receipt.says


class TestOpening:
    def test_a_login_is_opened_and_cannot_be_used_yet(self, administrators: None) -> None:
        from django.contrib.auth.hashers import is_password_usable

        done = perform("staff.open_login", opening() | {"username": "Zhang"}, TWO)
        assert "张明" in done.receipt.says
        assert "柜员" in done.receipt.says
        opened = login()
        assert (opened.branch_id, opened.roles) == ("001", ["teller"])
        assert not is_password_usable(opened.password)

    def test_it_takes_two_persons(self, administrators: None) -> None:
        for by in (By("田丽"), By("田丽", "田丽")):
            assert codes("staff.open_login", opening(), by) == {"operation.two_persons"}

    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"username": "1zhang"}, "login.username"),
            ({"username": "张明"}, "login.username"),
            ({"username": "tianli"}, "login.username_taken"),
            ({"name": "田 丽"}, "login.name_taken"),
            ({"name": "system"}, "login.name_reserved"),
            ({"id_number": "650101198803121042"}, "identifier.resident_id.check_digit"),
            ({"id_number": here.NUMBERS["tianli"]}, "login.person_taken"),
            ({"branch": "009"}, "login.branch_unknown"),
            ({"branch": ""}, "login.branch_missing"),
            ({"roles": []}, "login.no_role"),
            ({"roles": ["emperor"]}, "login.role_unknown"),
            ({"roles": ["teller", "auditor"]}, "login.role_alone"),
            ({"roles": ["teller", "administrator"]}, "login.role_alone"),
            ({"roles": ["accountant"]}, "login.branch_given"),
        ],
    )
    def test_what_is_refused(
        self, administrators: None, changes: dict[str, Any], reason: str
    ) -> None:
        assert reason in codes("staff.open_login", opening() | changes)

    def test_every_reason_at_once(self, administrators: None) -> None:
        wrong = opening() | {"username": "tianli", "name": "田丽", "branch": "009", "roles": []}
        assert codes("staff.open_login", wrong) == {
            "login.username_taken", "login.name_taken", "login.branch_unknown", "login.no_role",
        }  # fmt: skip


class TestChanging:
    @pytest.fixture(autouse=True)
    def _teller(self, administrators: None) -> None:
        perform("staff.open_login", opening(), TWO)

    def test_before_and_after_stand_in_the_receipt(self) -> None:
        done = change(branch="002", roles=["teller", "reviewer"])
        assert done.receipt.facts["before"] == {"branch": "001", "roles": ["teller"]}
        assert done.receipt.facts["after"] == {
            "branch": "002", "roles": ["teller", "reviewer"],
        }  # fmt: skip
        assert login().version == 2

    def test_what_is_given_as_it_was_stays(self) -> None:
        change(active=False)
        changed = login()
        assert not changed.active
        assert (changed.name, changed.branch_id, changed.roles) == ("张明", "001", ["teller"])

    def test_a_stale_version_is_a_conflict(self) -> None:
        change(branch="002")
        command = as_it_stands(version=1, branch="001")
        with pytest.raises(Conflict, match="刚刚被别人变更"):
            perform("staff.change_login", command, TWO)

    def test_nothing_changed(self) -> None:
        command = as_it_stands()
        assert codes("staff.change_login", command) == {"login.nothing_changed"}

    def test_the_whole_appointment_is_judged_again(self) -> None:
        command = as_it_stands(branch="")
        assert codes("staff.change_login", command) == {"login.branch_missing"}

    @pytest.mark.parametrize("by", [By("张明", "田丽"), By("田丽", "张 明")])
    @pytest.mark.parametrize(
        ("code", "command"),
        [
            ("staff.change_login", {"branch": "002"}),
            ("staff.reset_login", {}),
            ("staff.set_relatives", {}),
        ],
    )
    def test_nobody_changes_his_own(self, by: By, code: str, command: dict[str, Any]) -> None:
        whole = as_it_stands(**command) if command else {"username": "zhang"}
        assert "login.own" in codes(code, whole, by)

    def test_two_administrators_stay(self) -> None:
        by = By("王芳", "张明")
        command = as_it_stands("tianli", active=False)
        assert codes("staff.change_login", command, by) == {"login.administrators"}
        third = opening("liu", name="刘洋", branch="", roles=["administrator"])
        perform("staff.open_login", third, TWO)
        change(by, "tianli", active=False)
        assert not login("tianli").active


class TestReset:
    def test_password_and_second_factor_are_given_up(
        self, administrators: None, clock: here.Clock
    ) -> None:
        from django.contrib.auth.hashers import is_password_usable

        here.open_login("zhang", "张明", "teller", branch="001")
        perform("staff.reset_login", {"username": "ZHANG"}, TWO)
        found = login()
        assert not is_password_usable(found.password)
        assert found.must_change_password
        assert not found.totp_confirmed
        assert found.totp_secret is None

    def test_an_unknown_login(self, administrators: None) -> None:
        assert codes("staff.reset_login", {"username": "nobody"}) == {"login.unknown"}


class TestRelatives:
    def family(self, *numbers: str) -> dict[str, Any]:
        rows = [{"name": "王芳", "id_number": one, "relation": "spouse"} for one in numbers]
        return {"username": "tianli", "relatives": rows}

    def test_the_list_given_is_the_whole_list(self, administrators: None) -> None:
        from provident.staff.reading import relatives

        by = By("王芳", "吴浩")
        for number in (here.NUMBERS["wang"], here.NUMBERS["liu"]):
            perform("staff.set_relatives", self.family(number), by)
        assert [one.id_number for one in relatives(login("tianli").pk)] == [here.NUMBERS["liu"]]

    def test_wrong_and_repeated_documents(self, administrators: None) -> None:
        by, good = By("王芳", "吴浩"), here.NUMBERS["wang"]
        wrong = codes("staff.set_relatives", self.family("650103198509081054"), by)
        assert wrong == {"identifier.resident_id.check_digit"}
        assert codes("staff.set_relatives", self.family(good, good), by) == {"relative.twice"}
