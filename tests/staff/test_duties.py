"""Duties: every role × every operation against a table written here by hand.

The table states the separation of duties that the centre's rules ask for: a teller registers
and collects, an accountant settles and closes, a reviewer only checks, an administrator has
no business of the fund, an auditor only reads.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from provident.kernel.operation import OperationSpec, catalogue
from provident.kernel.places import project_dir
from provident.kernel.refusal import Defect

MADE_BY = {
    "collection.add_payer": "teller",
    "collection.cancel_bundle": "teller",
    "collection.cancel_list": "teller",
    "collection.change_employer": "teller",
    "collection.change_member": "teller",
    "collection.change_ratio": "teller",
    "collection.change_wage": "teller",
    "collection.confirm_lists": "teller",
    "collection.make_bundle": "teller",
    "collection.match_suspense": "accountant",
    "collection.open_branch": "administrator",
    "collection.open_employer": "teller",
    "collection.open_member": "teller",
    "collection.open_members": "teller",
    "collection.remove_payer": "teller",
    "collection.seal_members": "teller",
    "collection.transfer_in": "teller",
    "collection.undo_receipt": "accountant",
    "collection.unseal_members": "teller",
    "dayend.close": "accountant",
    "dayend.cut_off": "accountant",
    "dayend.settle_interest": "accountant",
    "policy.publish": "administrator",
    "settlement.book_bank_item": "accountant",
    "settlement.book_own_transfer": "accountant",
    "settlement.close_item": "accountant",
    "settlement.correct_row": "accountant",
    "settlement.declare_unpaid": "accountant",
    "settlement.open_bank_account": "accountant",
    "settlement.refund_suspense": "accountant",
    "settlement.retry_row": "accountant",
    "staff.change_login": "administrator",
    "staff.open_login": "administrator",
    "staff.reset_login": "administrator",
    "staff.set_relatives": "administrator",
}
"""Which role makes an operation; whatever is not here is made by the system alone."""

ADMINISTRATOR_CHECKS = {
    "collection.open_branch", "policy.publish", "staff.change_login", "staff.open_login",
    "staff.reset_login", "staff.set_relatives",
}  # fmt: skip

ROLES = ("teller", "reviewer", "accountant", "administrator", "auditor")

PAGES = {
    "home", "search", "employers", "employer", "members", "member", "lists", "list",
    "rosters", "roster", "receipts", "receipt", "suspense", "bank_rows", "vouchers",
    "voucher", "reconciliation", "difference", "day", "policies", "policy", "catalogue",
    "messages", "message", "operations", "operation", "cases", "case", "form", "logins",
    "login", "sign_in_log", "unmaskings", "exports",
}  # fmt: skip


def person(*roles: str, branch: str | None = None):
    from provident.staff.api import Staff

    return Staff(1, "x", "某人", branch, frozenset(roles))


def operations() -> list[OperationSpec]:
    return [spec for spec in catalogue() if spec.handler.__module__.startswith("provident.")]


@pytest.mark.parametrize("role", ROLES)
def test_who_makes_what(role: str) -> None:
    made = {spec.code for spec in operations() if person(role).may_make(spec.code)}
    there = {spec.code for spec in operations()}
    assert made == {code for code, by in MADE_BY.items() if by == role and code in there}


@pytest.mark.parametrize("role", ROLES)
def test_who_checks_what(role: str) -> None:
    """Only a reviewer checks the fund's business; logins and branches an administrator too."""
    checked = {spec.code for spec in operations() if person(role).may_check(spec.code)}
    if role == "reviewer":
        assert {spec.code for spec in operations() if spec.two_persons} <= checked
    elif role == "administrator":
        assert {code for code in checked if not _alone(code)} == ADMINISTRATOR_CHECKS & {
            spec.code for spec in operations()
        }
    else:
        assert not checked


def _alone(code: str) -> bool:
    return next(spec.machine_only for spec in operations() if spec.code == code)


def test_every_operation_is_somebodys_or_the_systems_alone() -> None:
    unmade = {
        spec.code
        for spec in operations()
        if not spec.machine_only and not any(person(r).may_make(spec.code) for r in ROLES)
    }
    assert unmade == set()
    assert not [s.code for s in operations() if s.machine_only and s.code in MADE_BY]


def test_what_needs_two_persons_has_somebody_for_each() -> None:
    for spec in operations():
        if spec.two_persons and not spec.machine_only:
            assert any(person(role).may_check(spec.code) for role in ROLES), spec.code


def test_what_the_file_names_exists() -> None:
    from provident.staff.duties import duties, matches

    codes = {spec.code for spec in operations()}
    assert set(duties().roles) == set(ROLES)
    for name, role in duties().roles.items():
        for pattern in (*role.makes, *role.checks):
            assert any(matches((pattern,), code) for code in codes), f"{name}: {pattern}"
        assert set(role.sees) <= PAGES, name


def test_whoever_moves_money_or_checks_needs_a_second_factor() -> None:
    from provident.staff.duties import duties

    for name, role in duties().roles.items():
        moving = any(
            person(name).may_make(spec.code) and spec.moves != "none" for spec in operations()
        )
        assert role.second_factor or not (moving or role.checks), name


def test_the_administrator_has_no_business_of_the_fund() -> None:
    administrator = person("administrator")
    for spec in operations():
        if spec.moves != "none" or spec.posting:
            assert not administrator.may_make(spec.code)
            assert not administrator.may_check(spec.code)
    assert not administrator.may_see("member")
    assert not administrator.may_see("voucher")
    assert administrator.rows_max == 0


def test_the_auditor_sees_everything_and_does_nothing() -> None:
    auditor = person("auditor")
    assert {page for page in PAGES if not auditor.may_see(page)} == {"form"}
    assert 0 < auditor.rows_max < 1_000_000


def test_several_roles_add_up() -> None:
    both = person("teller", "reviewer", branch="001")
    assert both.may_make("collection.open_member")
    assert both.may_check("collection.change_member")
    assert both.rows_max == max(person("teller").rows_max, person("reviewer").rows_max)
    assert both.titles == ("柜员", "复核")


def test_branches() -> None:
    assert person("teller", branch="001").sees_branch("001")
    assert not person("teller", branch="001").sees_branch("002")
    assert person("accountant").sees_branch("002")


def test_an_unknown_role_gives_no_right() -> None:
    assert not person("emperor").may_see("home")
    assert not person().may_make("collection.open_member")
    assert person().rows_max == 0


GOOD = """
sign_in: {password_length_min: 10, passwords_remembered: 5, failures_max: 5,
          lock_minutes: 15, idle_minutes: 15, one_time_hours: 24}
roles:
  teller: {title: 柜员, scope: branch, second_factor: true, rows_max: 10,
           makes: [collection.open_member], sees: [home]}
"""


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ("scope: everywhere", "scope: branch", "teller → scope 不是允许的写法"),
        ("makes: [Collection!]", "makes: [collection.open_member]", "makes → 0 写法不对"),
        ("rows_max: -1", "rows_max: 10", "rows_max 数字太小"),
        ("lock_minutes: 0", "lock_minutes: 15", "lock_minutes 数字太小"),
        ("sees: [home], seas: []", "sees: [home]", "seas 没有这样的项目"),
        ("title: 柜员, title: 柜员", "title: 柜员", "出现了两次"),
        ("second_factor: maybe", "second_factor: true", "应为 true 或 false"),
    ],
)
def test_a_wrong_file_is_refused_in_words(
    tmp_path: Path, wrong: str, right: str, says: str
) -> None:
    from provident.staff.duties import read_duties

    file = tmp_path / "roles.yaml"
    file.write_text(GOOD, encoding="utf-8")
    assert read_duties(file).roles["teller"].title == "柜员"
    file.write_text(GOOD.replace(right, wrong), encoding="utf-8")
    with pytest.raises(Defect, match=says):
        read_duties(file)


def test_the_folder_says_what_is_in_it() -> None:
    assert (project_dir("duties") / "README.md").is_file()
