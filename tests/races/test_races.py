"""同时办理 · two at once on real PostgreSQL, as the application role.

Each race is run several times with threads that start together; the outcome must be the
one that either order of the two could have had (《条例》第十九、二十条: 一单一次、足额).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal as D

import pytest

import enrolment_city as city
import receiving
from provident.kernel.operation import perform
from provident.kernel.refusal import Conflict, Refusal

pytestmark = pytest.mark.database


def at_once(*actions: Callable[[], object]) -> list[object]:
    """Run the actions in threads that start together; a result or the exception of each."""
    from django.db import connection

    barrier = threading.Barrier(len(actions))
    outcomes: list[object] = [None] * len(actions)

    def run(place: int, action: Callable[[], object]) -> None:
        try:
            barrier.wait()
            outcomes[place] = action()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(place, action))
        for place, action in enumerate(actions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads), "a race hangs"
    return outcomes


@pytest.fixture
def town(books: str):
    city.open_branch()
    bank = receiving.open_bank()
    (employer,) = receiving.open_employers(1)
    members = [city.open_member(employer, **city.person(n)) for n in range(3)]
    return bank, employer, members


def in_order() -> None:
    """The invariants of the whole system."""
    from provident.reconciliation.checks import run_all

    assert [(one.code, one.offences) for one in run_all() if not one.holds] == []


@pytest.mark.parametrize("attempt", range(3))
def test_two_receipts_for_one_order(town, attempt):
    bank, employer, _ = town
    (one,) = city.confirm(employer)
    payer = "65050161004500000000"
    rows = [
        receiving.bank_row(bank, one["total"], f"R{attempt}{n}", opponent_no=payer)
        for n in range(2)
    ]
    outcomes = at_once(*[lambda row=row: receiving.receive(row) for row in rows])
    assert not [one for one in outcomes if isinstance(one, Exception)]
    now = receiving.figures()
    assert now["members"] == D(one["total"])
    assert now["unallocated"] == D(one["total"])
    in_order()


@pytest.mark.parametrize("attempt", range(3))
def test_the_same_notice_twice_at_once(town, attempt):
    bank, employer, _ = town
    (one,) = city.confirm(employer)
    row = receiving.bank_row(
        bank, one["total"], f"N{attempt}", opponent_no="65050161004500000000"
    )
    outcomes = at_once(lambda: receiving.receive(row), lambda: receiving.receive(row))
    assert sorted(getattr(done, "replayed", None) for done in outcomes) == [False, True]
    assert receiving.figures()["bank"] == D(one["total"])
    in_order()


@pytest.mark.parametrize("attempt", range(3))
def test_sealing_against_confirming_the_list(town, attempt):
    _, employer, members = town
    outcomes = at_once(
        lambda: city.confirm(employer),
        lambda: city.do(
            "seal_members", employer=employer, members=members[:1], from_month="2026-11",
            reason="离职",
        ),
    )  # fmt: skip
    from provident.collection.models import ContributionList

    persons = ContributionList.objects.get().persons
    sealed = not isinstance(outcomes[1], Exception)
    assert persons == (2 if sealed else 3)
    if not sealed:
        assert isinstance(outcomes[1], Refusal)
    in_order()


@pytest.mark.parametrize("attempt", range(3))
def test_undo_against_a_second_undo(town, attempt):
    bank, employer, _ = town
    (one,) = city.confirm(employer)
    row = receiving.bank_row(
        bank, one["total"], f"U{attempt}", opponent_no="65050161004500000000"
    )
    receiving.receive(row)
    from provident.collection.models import Receipt

    receipt = Receipt.objects.get().pk
    command = {"receipt": receipt, "to": "suspense", "reason": "记错"}
    outcomes = at_once(
        lambda: perform("collection.undo_receipt", command, city.TWO),
        lambda: perform("collection.undo_receipt", command, city.TWO),
    )
    refused = [one for one in outcomes if isinstance(one, Refusal)]
    assert [one.codes() for one in refused] == [{"receipt.undone"}]
    assert receiving.figures()["suspense"] == D(one["total"])
    in_order()


@pytest.mark.parametrize("attempt", range(3))
def test_matching_against_refunding_one_suspense_item(town, attempt):
    bank, employer, _ = town
    row = receiving.bank_row(
        bank, "500.00", f"M{attempt}", opponent_no="777", opponent_name="路人"
    )
    item = receiving.receive(row).receipt.facts["suspense"]
    outcomes = at_once(
        lambda: city.do(
            "match_suspense", city.TWO, suspense=item, employer=employer, reason="核实"
        ),
        lambda: perform(
            "settlement.refund_suspense", {"suspense": item, "reason": "退款"}, city.TWO
        ),
    )
    failed = [one for one in outcomes if isinstance(one, Exception)]
    assert len(failed) == 1
    assert isinstance(failed[0], (Refusal, Conflict))
    in_order()


@pytest.mark.parametrize("attempt", range(3))
def test_receiving_against_the_close_of_the_day(town, attempt):
    """A receipt books on the open day or on the next; the closed day takes nothing more."""
    bank, employer, _ = town
    (one,) = city.confirm(employer)
    row = receiving.bank_row(
        bank, one["total"], f"C{attempt}", opponent_no="65050161004500000000"
    )
    outcomes = at_once(
        lambda: receiving.receive(row),
        lambda: perform("dayend.cut_off", {"day": "2026-11-02"}, city.TWO),
    )
    assert not [one for one in outcomes if isinstance(one, Exception)]
    assert outcomes[0].business_date.isoformat() in {"2026-11-02", "2026-11-03"}
    in_order()


def test_batch_against_counter(town):
    """批量入账 of one employer while another receipt of his arrives."""
    bank, employer, _ = town
    first, second = city.confirm(employer, count=2)
    payer = "65050161004500000000"
    receiving.receive(receiving.bank_row(bank, "0.01", "B0", opponent_no=payer))
    row = receiving.bank_row(
        bank, D(first["total"]) + D(second["total"]), "B1", opponent_no=payer
    )
    from provident.collection.operations.credit_lists import run_shards

    outcomes = at_once(
        lambda: run_shards("race", receiving.MACHINE), lambda: receiving.receive(row)
    )
    assert not [one for one in outcomes if isinstance(one, Exception)]
    now = receiving.figures()
    assert now["members"] == D(first["total"]) + D(second["total"])
    assert now["unallocated"] == D("0.01")
    in_order()
