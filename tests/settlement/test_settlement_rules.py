"""The pure rules: classification, the chain of balances, and who may open what.

Expected facts: the published rules of the bank interface, (6) and (8), the 冲正 mark, fee
lines with an empty opponent; balances are added up by hand.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provident.settlement.rules.bank_items import BankItem, judge_bank_item, rule_of
from provident.settlement.rules.cancelling import Waiting, judge_cancelling
from provident.settlement.rules.chain import Link, gaps, in_order
from provident.settlement.rules.classification import (
    Movement,
    Origin,
    OwnPayment,
    Surroundings,
    classify,
)
from provident.settlement.rules.doubts import Told, rival_of
from provident.settlement.rules.opening import Opening, judge_opening, next_gl_account

D = Decimal
PAYMENT = OwnPayment(7, "sent_unknown", D("100.00"), "6217")
BANKS = {"105": "中国建设银行", "102": "中国工商银行"}


def moved(amount: str, **more: Any) -> Movement:
    values = {"redo": False, "opponent_no": "6217", "opponent_name": "某人", "summary": "",
              "remark": ""} | more  # fmt: skip
    return Movement(D(amount), **values)


def known(**more: Any) -> Surroundings:
    return Surroundings(frozenset({"800"}), "中国建设银行", **more)


def told(number: int, amount: str, opponent_no: str = "6217", **more: Any) -> Told:
    values = {"apart": False, "state": "done", "corrected": False, "stated": False} | more
    return Told(number, D(amount), opponent_no, **values)


def origin(**more: Any) -> Origin:
    return Origin(**({"id": 3, "state": "done", "kind": "receipt"} | more))


@pytest.mark.parametrize(
    ("row", "around", "kind", "action"),
    [
        (moved("100.00"), known(), "receipt", "receive"),
        (moved("-100.00"), known(payments=[PAYMENT]), "instruction", "confirm"),
        (moved("-99.00"), known(payments=[PAYMENT]), "disputed", "set_aside"),
        (moved("-5.00", opponent_no="", summary="手续费"), known(payments=[PAYMENT]), "fee",
         "set_aside"),
        (moved("-100.00"), known(payments=[OwnPayment(7, "failed", D("100.00"), "6217")]),
         "unknown_debit", "set_aside"),
        (moved("-100.00"), known(), "unknown_debit", "set_aside"),
        (moved("100.00"), known(origin=origin(instruction=7, kind="instruction")), "returned",
         "take_back"),
        (moved("100.00", redo=True), known(origin=origin(instruction=7, kind="instruction")),
         "reversal", "take_back"),
        (moved("100.00", names_an_order=True),
         known(origin=origin(instruction=7, kind="instruction")), "receipt", "receive"),
        (moved("100.00"), known(unpaid=7), "returned", "wait"),
        (moved("-100.00", redo=True), known(origin=origin(suspended=D("100.00"))), "reversal",
         "unsuspend"),
        (moved("-100.00"), known(origin=origin(suspended=D("100.00"))), "reversal",
         "unsuspend"),
        (moved("-100.00", redo=True), known(origin=origin(suspended=D("60.00"))), "reversal",
         "set_aside"),
        (moved("-100.00", redo=True), known(origin=origin(suspense_state="refunding")),
         "reversal", "set_aside"),
        (moved("-100.00", redo=True), known(origin=origin(suspense_state="refunded")),
         "reversal", "set_aside"),
        (moved("-100.00", redo=True), known(origin=origin()), "reversal", "set_aside"),
        (moved("-100.00", redo=True), known(origin=origin(state="new")), "reversal", "wait"),
        (moved("-100.00", redo=True), known(), "reversal", "set_aside"),
        (moved("3.21", opponent_no="", opponent_name="", summary="结息"), known(), "interest",
         "set_aside"),
        (moved("3.21", opponent_no="9", opponent_name="中国建设银行应付利息", summary="结息"),
         known(), "interest", "set_aside"),
        (moved("3.21", summary="补缴利息"), known(), "receipt", "receive"),
        (moved("-0.50", opponent_no="", opponent_name="", summary="对公跨行转账汇款手续费"),
         known(), "fee", "set_aside"),
        (moved("5.00", opponent_no="800"), known(), "own_transfer", "set_aside"),
        (moved("0.50", opponent_no="", opponent_name="", summary="退手续费"), known(), "fee",
         "set_aside"),
        (moved("-3.21", opponent_no="", opponent_name="", summary="冲结息"), known(),
         "interest", "set_aside"),
        (moved("5.00"), known(rival=told(2, "6.00")), "disputed", "set_aside"),
        (moved("0.00"), known(), "nothing", "set_aside"),
    ],
)  # fmt: skip
def test_classification(row: Movement, around: Surroundings, kind: str, action: str) -> None:
    found = classify(row, around)
    assert (found.kind, found.action) == (kind, action)
    assert found.action in ("receive", "confirm", "unsuspend") or found.why.endswith("。")


amounts = st.decimals(-1000, 1000, places=2, allow_nan=False)


@given(amounts, st.booleans(), st.sampled_from(["", "800", "6217"]))
def test_only_money_that_came_in_is_received(amount: D, redo: bool, opponent: str) -> None:
    found = classify(Movement(amount, redo, opponent, "", "结息", ""), known())
    if found.action == "receive":
        assert amount > 0
        assert not redo


def test_a_missing_movement_is_one_gap() -> None:
    links = [
        Link("1", D("10.00"), D("110.00")),
        Link("3", D("5.00"), D("135.00")),
        Link("4", D("-5.00"), D("130.00")),
    ]
    (gap,) = gaps(D("100.00"), links)
    assert (gap.host_serial, gap.expected, gap.found) == ("3", D("115.00"), D("135.00"))
    assert "相差 20.00 元" in gap.says


@given(st.decimals(0, 1000, places=2), st.lists(amounts, max_size=20), st.data())
def test_an_unbroken_chain_has_no_gap_and_a_removed_link_one(
    opening: D, moves: list[D], data: st.DataObject
) -> None:
    balance, links = opening, []
    for number, amount in enumerate(moves):
        balance += amount
        links.append(Link(str(number), amount, balance))
    assert gaps(opening, links) == []
    assert gaps(None, links) == []
    inner = [n for n, amount in enumerate(moves[:-1]) if amount]
    if inner:
        missing = data.draw(st.sampled_from(inner))
        assert len(gaps(opening, links[:missing] + links[missing + 1 :])) == 1


@given(st.decimals(0, 1000, places=2), st.lists(amounts, max_size=12), st.data())
def test_late_and_early_notices_are_put_into_the_order_of_balances(
    opening: D, moves: list[D], data: st.DataObject
) -> None:
    """Rising balances, so that only one order has no gap."""
    balance, links = opening, []
    for number, amount in enumerate(moves):
        balance += abs(amount) + 1
        links.append(Link(str(number), abs(amount) + 1, balance))
    arrived = data.draw(st.permutations(links))
    assert [arrived[place] for place in in_order(opening, arrived)] == links


def test_a_day_with_a_hole_is_still_given_whole() -> None:
    links = [Link("9", D("1.00"), D("11.00")), Link("3", D("5.00"), None)]
    assert in_order(D("0.00"), links) == [0, 1]


def test_balances_that_the_bank_leaves_out_are_carried() -> None:
    links = [Link("1", D("1.00"), None), Link("2", D("1.00"), D("2.00"))]
    assert gaps(D("0.00"), links) == []


def test_every_fault_of_an_opening_at_once() -> None:
    wanted = Opening("账号一", "999", "10", "09", "")
    verdict = judge_opening(wanted, numbers=(), gl_accounts=(), banks=BANKS)
    assert {reason.code for reason in verdict.reasons} == {
        "bank_account.number",
        "bank_account.bank",
        "bank_account.node",
        "bank_account.kind",
    }
    taken = Opening("800", "105", "105000", "01", "10101")
    verdict = judge_opening(taken, numbers={"800"}, gl_accounts={"10101"}, banks=BANKS)
    assert {reason.code for reason in verdict.reasons} == {
        "bank_account.number_used",
        "bank_account.gl_account_used",
    }


@pytest.mark.parametrize(
    ("kind", "used", "expected"),
    [("01", set(), "10101"), ("01", {"10101", "10103"}, "10102"), ("03", {"10101"}, "10201")],
)
def test_the_next_free_gl_account(kind: str, used: set[str], expected: str) -> None:
    assert next_gl_account(kind, used) == expected


@pytest.mark.parametrize(
    ("item", "amount", "gl_account", "rule"),
    [
        ("interest", "1.00", "10101", "settlement.bank_interest"),
        ("interest", "-1.00", "10101", "settlement.bank_interest_back"),
        ("interest", "1.00", "10201", "settlement.surplus_interest"),
        ("interest", "-1.00", "10201", "settlement.surplus_interest_back"),
        ("fee", "-1.00", "10101", "settlement.bank_fee"),
        ("fee", "1.00", "10101", "settlement.bank_fee_back"),
    ],
)
def test_which_rule_books_a_bank_item(
    item: Any, amount: str, gl_account: str, rule: str
) -> None:
    assert rule_of(item, D(amount), gl_account).code == rule


def test_a_receipt_is_no_interest_and_a_fee_is_no_matter_of_the_surplus() -> None:
    verdict = judge_bank_item("fee", BankItem("waiting", "receipt", "10201"))
    assert {reason.code for reason in verdict.reasons} == {
        "bank_row.other_business",
        "bank_row.fee_of_surplus",
    }


@pytest.mark.parametrize(
    ("item", "row", "codes"),
    [
        ("interest", BankItem("waiting", "interest", "10101"), set()),
        ("fee", BankItem("waiting", "fee", "10101"), set()),
        ("fee", BankItem("waiting", "interest", "10101"), {"bank_row.other_business"}),
        ("fee", BankItem("waiting", "unknown_debit", "10101"), {"bank_row.other_business"}),
        ("interest", BankItem("waiting", "disputed", "10101"), {"bank_row.other_business"}),
        ("fee", BankItem("waiting", "reversal", "10101"), {"bank_row.other_business"}),
        ("fee", BankItem("waiting", "reversal", "10101", "receipt", "done"),
         {"bank_row.other_business"}),
        ("fee", BankItem("waiting", "reversal", "10101", "fee", "done"), set()),
        ("fee", BankItem("waiting", "reversal", "10101", "fee", "waiting"),
         {"bank_row.origin_waiting"}),
    ],
)  # fmt: skip
def test_only_what_the_bank_books_by_itself_is_interest_or_fee(
    item: Any, row: BankItem, codes: set[str]
) -> None:
    """401 and 411 take the bank's interest and fees, nothing else (an allow list)."""
    assert {reason.code for reason in judge_bank_item(item, row).reasons} == codes


@pytest.mark.parametrize(
    ("other", "contradicts"),
    [
        (told(2, "5.01"), True),
        (told(2, "5.00", "6228", apart=True), True),
        (told(2, "-5.00"), False),
        (told(2, "0.50", ""), False),
        (told(2, "7.00", "6228"), False),
        (told(2, "5.01", corrected=True), False),
        (told(2, "5.01", stated=True), False),
    ],
)
def test_what_contradicts_a_report(other: Told, contradicts: bool) -> None:
    """Two amounts of one opponent, or two payers, under one serial; both on the statement
    they are two movements."""
    me = told(1, "5.00", stated=other.stated)
    assert (rival_of(1, [me, other]) is not None) == contradicts


def waits(number: int, amount: str, **more: Any) -> Waiting:
    values = {"bank_account": 1, "state": "waiting", "undoes": None, "missing": False} | more
    return Waiting(id=number, amount=D(amount), **values)


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([waits(1, "0.00")], set()),
        ([waits(1, "-5.00"), waits(2, "5.00", undoes=1)], set()),
        ([waits(1, "-5.00")], {"bank_row.leaves_money"}),
        ([waits(1, "-5.00"), waits(2, "5.00")], {"bank_row.not_a_pair"}),
        ([waits(1, "-5.00"), waits(2, "4.00", undoes=1)], {"bank_row.leaves_money"}),
        ([waits(1, "-5.00"), waits(2, "5.00", undoes=1, bank_account=2)],
         {"bank_row.leaves_money"}),
        ([waits(1, "-5.00"), waits(2, "5.00", undoes=1, missing=True)],
         {"bank_row.not_on_statement"}),
        ([waits(1, "-5.00"), waits(2, "5.00", undoes=1, state="new")],
         {"bank_row.not_waiting"}),
    ],
)  # fmt: skip
def test_what_may_be_laid_aside_without_an_entry(rows: list[Waiting], codes: set[str]) -> None:
    assert {reason.code for reason in judge_cancelling(rows).reasons} == codes
