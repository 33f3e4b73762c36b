"""Rights by HTTP: every operation is tried as every role, and only the right ones get in.

The table was written by hand from `duties/roles.yaml`; whoever changes duties changes both.
"""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.api.programs import Program, answer, open_town, program_of

pytestmark = pytest.mark.database

MAKES: dict[str, set[str]] = {
    "teller": {
        "collection.add_payer", "collection.cancel_bundle", "collection.cancel_list",
        "collection.change_employer", "collection.change_member", "collection.change_ratio",
        "collection.change_wage", "collection.confirm_lists", "collection.make_bundle",
        "collection.open_employer", "collection.open_member", "collection.open_members",
        "collection.remove_payer", "collection.seal_members", "collection.transfer_in",
        "collection.unseal_members",
    },
    "reviewer": set(),
    "accountant": {
        "collection.match_suspense", "collection.undo_receipt", "dayend.close",
        "dayend.cut_off", "dayend.settle_interest", "settlement.book_bank_item",
        "settlement.book_own_transfer", "settlement.close_item", "settlement.correct_row",
        "settlement.declare_unpaid", "settlement.open_bank_account",
        "settlement.refund_suspense", "settlement.retry_row",
    },
    "administrator": {
        "collection.open_branch", "policy.publish", "staff.change_login", "staff.open_login",
        "staff.reset_login", "staff.set_relatives",
    },
    "auditor": set(),
}  # fmt: skip
"""岗位 → the operations that it makes."""

FOR_PEOPLE = set().union(*MAKES.values())
FOR_MACHINES = {
    "collection.credit_lists", "collection.receive", "dayend.number_vouchers",
    "settlement.confirm_refund", "settlement.release_refund", "settlement.set_aside",
    "settlement.take_back_refund", "settlement.unsuspend", "staff.open_first_administrator",
}  # fmt: skip
FIELD = "command.field"
"""Reason of a field that is missing: an empty request has them wherever a field is needed."""


def codes(program: Program, path: str) -> set[str]:
    came = program.post(path, {}, key=uuid4())
    assert came.status_code == 422, (path, came.content)
    return {one["code"] for one in answer(came)["reasons"]}


def test_the_table_knows_every_operation(books: str) -> None:
    listed = answer(program_of("auditor").get("operations"))
    # Tests of the kernel register operations of their own.
    ours = {"collection", "dayend", "policy", "settlement", "staff"}
    told = {one["code"] for one in listed if one["code"].partition(".")[0] in ours}
    assert told == FOR_PEOPLE | FOR_MACHINES


@pytest.mark.parametrize("role", sorted(MAKES))
def test_every_operation_as_every_role(books: str, role: str) -> None:
    open_town()
    program = program_of(role, "001" if role == "teller" else None)
    for code in sorted(FOR_PEOPLE):
        for path in (f"operations/{code}", f"operations/{code}/rehearsal"):
            found = codes(program, path)
            if code in MAKES[role]:
                assert found == {FIELD}, path
            else:
                assert found == {"staff.may_not_make", FIELD}, path
    listed = {one["code"]: one["may_make"] for one in answer(program.get("operations"))}
    assert {code for code in FOR_PEOPLE if listed[code]} == MAKES[role]


@pytest.mark.parametrize("role", sorted(MAKES))
def test_nobody_starts_what_only_the_system_does(books: str, role: str) -> None:
    program = program_of(role)
    for code in sorted(FOR_MACHINES):
        found = codes(program, f"operations/{code}")
        assert "operation.machine_only" in found, code
        assert found <= {"operation.machine_only", FIELD}, code


def test_nobody_signed_in_starts_nothing(books: str) -> None:
    for code in sorted(FOR_PEOPLE | FOR_MACHINES):
        for path in (f"operations/{code}", f"operations/{code}/rehearsal"):
            assert Program().post(path, {}, key=uuid4()).status_code == 401, path
