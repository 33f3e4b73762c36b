"""到账匹配与逐月入账 · the pure rules, against cases worked out by hand from DESIGN §7.

The expected decisions follow the order of keys (reference, payer account, payer name) and
the rule that an order is credited whole or not at all (《条例》第十九、二十条: 足额).
"""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provident.collection.rules.crediting import fund, plan
from provident.collection.rules.matching import (
    Incoming,
    KnownBundle,
    KnownOrder,
    OpenList,
    decide,
)
from provident.kernel.dates import Month

OCT, NOV, DEC = Month(2026, 10), Month(2026, 11), Month(2026, 12)
A, B, C = 1, 2, 3


def order(number: int, employer: int, month: Month, total: str, bundle: int | None = None):
    return OpenList(number, employer, month, D(total), f"H{number}", bundle)


def money(amount: str, **known) -> Incoming:
    facts = {
        "payer_name": "",
        "references": (),
        "orders": {},
        "bundles": {},
        "by_payer": (),
        "by_name": (),
        "open_lists": (),
    }
    return Incoming(amount=D(amount), **(facts | known))


def test_a_reference_names_its_employer_whatever_the_amount():
    decision = decide(
        money(
            "0.01",
            references=("H1",),
            orders={"H1": KnownOrder("H1", A)},
            by_payer=(B,),
            open_lists=(order(1, A, OCT, "100.00"),),
        )
    )
    assert (decision.shares, decision.how) == ({A: D("0.01")}, "reference")


def test_a_registered_payer_of_one_employer_is_his():
    decision = decide(money("77.00", by_payer=(A,)))
    assert (decision.shares, decision.how) == ({A: D("77.00")}, "payer")


def test_a_name_of_one_employer_is_his():
    assert decide(money("77.00", by_name=(A,))).how == "name"


def test_a_payer_of_many_needs_exactly_one_equal_run_of_months():
    lists = (
        order(1, A, OCT, "100.00"),
        order(2, A, NOV, "120.00"),
        order(3, B, OCT, "300.00"),
    )
    decision = decide(money("220.00", by_payer=(A, B), open_lists=lists))
    assert decision.shares == {A: D("220.00")}


def test_two_equal_candidates_wait_in_suspense_and_both_are_proposed():
    lists = (order(1, A, OCT, "100.00"), order(2, B, OCT, "100.00"))
    decision = decide(money("100.00", by_payer=(A, B), open_lists=lists))
    assert decision.shares == {}
    assert {one.employer for one in decision.proposals} == {A, B}
    assert "不止一家" in decision.why


def test_no_equal_candidate_waits_and_says_so():
    lists = (order(1, A, OCT, "100.00"), order(2, B, OCT, "90.00"))
    decision = decide(money("95.00", by_payer=(A, B), open_lists=lists))
    assert decision.shares == {}
    assert "没有一家" in decision.why


def test_a_stranger_waits():
    decision = decide(money("5.00"))
    assert decision.shares == {}
    assert decision.how == "none"


def test_a_bundle_that_equals_its_open_orders_pays_each_of_them():
    lists = (order(1, A, OCT, "100.00", 9), order(2, B, OCT, "250.50", 9))
    decision = decide(
        money("350.50", references=("B9",), bundles={"B9": KnownBundle("B9", 9, lists)})
    )
    assert decision.shares == {A: D("100.00"), B: D("250.50")}
    assert decision.how == "bundle"


def test_a_bundle_of_several_employers_with_another_sum_waits():
    lists = (order(1, A, OCT, "100.00", 9), order(2, B, OCT, "250.50", 9))
    decision = decide(
        money("350.49", references=("B9",), bundles={"B9": KnownBundle("B9", 9, lists)})
    )
    assert decision.shares == {}
    assert "350.50" in decision.why


def test_a_treasury_without_a_reference_is_found_by_the_bundle_of_its_employers():
    lists = (
        order(1, A, OCT, "100.00", 9),
        order(2, B, OCT, "250.50", 9),
        order(3, C, OCT, "7.00"),
    )
    decision = decide(money("350.50", by_payer=(A, B, C), open_lists=lists))
    assert decision.shares == {A: D("100.00"), B: D("250.50")}


def test_a_bundle_paid_twice_waits_and_says_that_it_was_paid():
    decision = decide(
        money("350.50", references=("B9",), bundles={"B9": KnownBundle("B9", 9, ())})
    )
    assert decision.shares == {}
    assert "已缴清" in decision.why


def test_an_unknown_reference_does_not_hide_the_payer():
    decision = decide(money("10.00", references=("H77",), by_payer=(A,)))
    assert decision.how == "payer"


@pytest.mark.parametrize(
    ("receipt", "unallocated", "credited", "left"),
    [
        ("100.00", "0.00", [OCT], "0.00"),  # exactly one month
        ("99.99", "0.00", [], "99.99"),  # a fen short credits nothing
        ("0.01", "99.99", [OCT], "0.00"),  # the top-up completes it
        ("219.99", "0.00", [OCT], "119.99"),  # November is not covered whole
        ("220.00", "0.00", [OCT, NOV], "0.00"),
        ("1000.00", "0.00", [OCT, NOV, DEC], "650.00"),
        ("0.00", "350.00", [OCT, NOV, DEC], "0.00"),
    ],
)
def test_the_oldest_months_are_credited_whole(receipt, unallocated, credited, left):
    lists = [
        order(2, A, NOV, "120.00"),
        order(1, A, OCT, "100.00"),
        order(3, A, DEC, "130.00"),
    ]
    chosen = plan(lists, D(receipt), D(unallocated))
    assert [one.month for one in chosen.lists] == credited
    assert D(receipt) + D(unallocated) - chosen.total == D(left)


fen = st.integers(0, 10**9).map(lambda n: D(n) / 100)


@given(fen, fen, st.lists(st.integers(1, 10**7).map(lambda n: D(n) / 100), max_size=6))
def test_no_fen_is_made_or_lost(receipt, unallocated, totals):
    lists = [
        OpenList(place, A, OCT + place, total, str(place)) for place, total in enumerate(totals)
    ]
    chosen = plan(lists, receipt, unallocated)
    funding = fund(chosen.total, receipt)
    assert funding.from_receipt + funding.kept == receipt
    assert funding.from_receipt + funding.from_unallocated == chosen.total
    assert D(0) <= funding.from_unallocated <= unallocated
    assert [one.month for one in chosen.lists] == [OCT + n for n in range(len(chosen.lists))]


@given(fen.filter(bool), st.sampled_from([(A,), (A, B), ()]), st.sampled_from([(B,), ()]))
def test_shares_add_up_to_the_whole_receipt_or_nothing_is_shared(amount, payers, names):
    decision = decide(money(str(amount), by_payer=payers, by_name=names))
    assert sum(decision.shares.values(), D(0)) in (D(0), amount)
