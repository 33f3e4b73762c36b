"""The file of approvals: sound against the catalogue, and told in words where it is not."""

from __future__ import annotations

from decimal import Decimal as D
from pathlib import Path

import django
import pytest

from provident.kernel.refusal import Refusal

django.setup()

from provident.casework.approvals import (  # noqa: E402
    ALL,
    ROLE_WORDS,
    Approval,
    approvals,
    read_approvals,
)
from provident.kernel.operation import catalogue  # noqa: E402

TWO_PERSONS = {
    # the workbench's rule: openings, key data, manual match, return, undo, policy values
    "collection.open_branch", "collection.open_employer", "collection.change_employer",
    "collection.change_member", "collection.change_ratio", "collection.add_payer",
    "collection.remove_payer", "collection.match_suspense", "collection.undo_receipt",
    "settlement.refund_suspense", "settlement.open_bank_account", "policy.publish",
}  # fmt: skip


def ours():
    return [one for one in catalogue() if one.handler.__module__.startswith("provident.")]


def test_what_can_hurt_is_declared_by_two_persons() -> None:
    assert {one.code for one in ours() if one.two_persons} >= TWO_PERSONS


def test_every_operation_by_two_persons_has_an_entry() -> None:
    assert [
        one.code for one in ours() if one.two_persons and not approvals().find(one.code)
    ] == []


def test_every_entry_has_an_operation_for_people() -> None:
    codes = [one.code for one in ours() if not one.machine_only]
    idle = [
        entry
        for entry in approvals().entries
        if entry not in codes
        and not (entry.endswith(ALL) and any(c.startswith(entry[:-1]) for c in codes))
    ]
    assert idle == []


def test_an_entry_that_neither_code_nor_amount_uses_is_an_error() -> None:
    two = {one.code for one in ours() if one.two_persons}
    for code, entry in approvals().entries.items():
        assert entry.from_amount is not None or code in two or code.endswith(ALL), code


def test_its_roles_are_those_of_the_duties_and_may_check() -> None:
    from provident.staff.duties import duties, matches

    roles = duties().roles
    assert set(ROLE_WORDS) == set(roles)
    for one in ours():
        entry = approvals().find(one.code)
        for role in entry.checkers if entry else ():
            assert matches(roles[role].checks, one.code), (role, one.code)


def test_an_own_entry_stands_before_that_of_the_business(tmp_path: Path) -> None:
    found = read_approvals(_file(tmp_path, """approvals:
  settlement.*: {checkers: [reviewer], days: 5}
  settlement.retry_row: {checkers: [accountant], days: 1}
"""))  # fmt: skip
    own, others = found.find("settlement.retry_row"), found.find("settlement.close_item")
    assert own
    assert others
    assert (own.days, others.days) == (1, 5)
    assert found.find("collection.open_member") is None


@pytest.mark.parametrize(
    ("from_amount", "amount", "asks"),
    [
        (None, "9999999.00", False),
        ("0.00", None, True),
        ("0.00", "0.00", True),
        ("100.00", None, False),
        ("100.00", "99.99", False),
        ("100.00", "100.00", True),
    ],
)
def test_from_which_amount(from_amount: str | None, amount: str | None, asks: bool) -> None:
    entry = Approval(
        checkers=("reviewer",),
        days=1,
        from_amount=None if from_amount is None else D(from_amount),
    )
    assert entry.asks_from(None if amount is None else D(amount)) is asks


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("approvals: {a.b: {checkers: [boss], days: 1}}", "复核岗位第 1 项：只能填"),
        ("approvals: {a.b: {checkers: [], days: 1}}", "复核岗位：至少要列 1 项"),
        ("approvals: {a.b: {checkers: reviewer, days: 1}}", "复核岗位：应逐项列出"),
        ("approvals: {a.b: {checkers: [reviewer], days: 0}}", "工作日数：不能小于 1"),
        ("approvals: {a.b: {checkers: [reviewer]}}", "工作日数：必须填写"),
        (
            "approvals: {a.b: {checkers: [reviewer], days: 1, amount: 1}}",
            "“amount”：没有这一项",
        ),
        (
            "approvals: {a.b: {checkers: [reviewer], days: 1, from_amount: 1.234}}",
            "两位小数",
        ),
        (
            "approvals: {a.b: {checkers: [reviewer], days: 1, from_amount: '-1'}}",
            "起点金额：不能小于 0",
        ),
        ("approvals: {a.b: 1, a.b: 2}", "第 1 行：键“a.b”出现了两次"),
        ("[1, 2]", "应只有 approvals 一项"),
        ("{}", "应只有 approvals 一项"),
        ("approvals: {", "第 1 行"),
    ],
)
def test_what_is_wrong_is_told_in_words(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(Refusal) as error:
        read_approvals(_file(tmp_path, text))
    says = "".join(reason.says for reason in error.value.reasons)
    assert told in says
    assert "approvals.yaml" in says


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        "approvals: {a.b: {checkers: [], days: 0}, a.c: {checkers: [boss], days: x}}",
    )
    with pytest.raises(Refusal) as error:
        read_approvals(path)
    assert len(error.value.reasons) == 4


def _file(folder: Path, text: str) -> Path:
    path = folder / "approvals.yaml"
    path.write_text(text, encoding="utf-8")
    return path
