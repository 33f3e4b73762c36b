"""批量记账 · a batch leaves exactly what the same postings one by one would leave.

The third witness is a model in plain Python that knows neither SQL nor the ledger.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import psycopg
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_books import (
    DAY,
    FUND,
    a,
    by_days,
    context,
    hold_out,
    lines,
    members,
    one,
    operation_on,
    pay_in,
    state,
    suspense,
)
from psycopg import errors

from provident.kernel import sql
from provident.kernel.context import Context
from provident.kernel.money import ZERO
from provident.kernel.refusal import Conflict, Defect, Refusal
from provident.ledger import api as ledger
from provident.ledger.api import BatchResult, Leg
from tests.kernel.races import failures, together

ADD_ENTRY = "insert into batch_entry (entry_key, summary) values (%s, %s)"
ADD_LINE = """
insert into batch_movement (entry_key, line_name, side, gl_account, holder_id, amount,
                            value_date)
values (%s, %s, %s, %s, %s, %s, %s)
"""
Row = tuple[int, str, str, str, int | None, Decimal, date]


def batch(at: Context, rule: str, rows: Sequence[Row]) -> BatchResult:
    """Fill the batch's tables row by row and post them."""
    return batch_of(at, rule, {row[0] for row in rows}, rows)


def batch_of(at: Context, rule: str, keys: set[int], rows: Sequence[Row]) -> BatchResult:
    ledger.open_batch()
    cursor = sql.cursor()
    for key in sorted(keys, reverse=True):
        cursor.execute(ADD_ENTRY, [key, f"第 {key} 笔"])
    for row in rows:
        cursor.execute(ADD_LINE, list(row))
    return ledger.post_batch(rule, at)


def paid_rows(key: int, paid: dict[int, Decimal], value_date: date = DAY) -> list[Row]:
    """One entry of `probe.pay_in` as rows of a batch."""
    total = sum(paid.values(), ZERO)
    debit: Row = (key, "fund_deposit", "D", FUND, None, total, value_date)
    return [debit] + [
        (key, "member", "C", "20101", holder, amount, value_date)
        for holder, amount in paid.items()
    ]


def test_a_batch_is_entries_lines_and_holders(fund: str) -> None:
    first, second = members(2)
    with operation_on() as at:
        result = batch(
            at, "probe.pay_in",
            paid_rows(7, {first: a(10), second: a(20)}) + paid_rows(9, {first: a(1)}),
        )  # fmt: skip
        posted = sql.cursor().execute("select * from batch_posted order by 1").fetchall()
    assert result == BatchResult(2, 5, {"fund_deposit": a(31), "member": a(31)})
    assert [key for key, _ in posted] == [7, 9]
    assert [state(holder)[0] for holder in (first, second)] == [a(11), a(20)]
    for key, entry in posted:
        summary = one("select summary from ledger.entry where id = %s", entry)
        assert summary == f"第 {key} 笔"
    rule = ledger.posting_rule("probe.pay_in")
    stored = sql.call("select distinct operation_no, rule, rule_hash from ledger.entry")
    assert stored == (at.operation_no, "probe.pay_in", rule.digest)


def test_two_batches_in_one_session(fund: str) -> None:
    """The second has other temporary tables under the same names."""
    [member] = members(1)
    for _ in range(3):
        with operation_on() as at:
            batch(at, "probe.pay_in", paid_rows(1, {member: a(5)}))
    assert state(member)[0] == a(15)


def test_what_a_batch_refuses(fund: str) -> None:
    member, closed = members(2)
    other = suspense()
    sql.call("select ledger.close_holder(%s, %s)", closed, DAY)
    debit, credit = paid_rows(1, {member: a(5)})
    old = date(2026, 6, 30)
    wrong: list[tuple[type[Exception], str, list[Row]]] = [
        (Defect, "not balanced", [debit, credit, (*credit[:5], a(1), DAY)]),
        (Defect, "closed", paid_rows(1, {closed: a(5)})),
        (Defect, "another gl_account", paid_rows(1, {other: a(5)})),
        (Defect, "unknown holder", paid_rows(1, {999_999: a(5)})),
        (Defect, "unknown gl_account", [(*debit[:3], "10199", *debit[4:]), credit]),
        (Defect, "no line", [debit, (1, "stranger", *credit[2:])]),
        (Defect, "no line", [(1, "fund_deposit", "C", *debit[3:]), credit]),
        (Defect, "booked outside", [(*debit[:3], "101", *debit[4:]), credit]),
        (Defect, "booked outside", [debit, (*credit[:3], "21902", *credit[4:])]),
        (Defect, "without a holder", [debit, (*credit[:4], None, *credit[5:])]),
        (Refusal, "计息年度", paid_rows(1, {member: a(5)}, value_date=old)),
    ]
    for kind, says, rows in wrong:
        with pytest.raises(kind, match=says), operation_on() as at:
            batch(at, "probe.pay_in", rows)
    with pytest.raises(Refusal, match="余额不足"), operation_on() as at:
        batch(at, "probe.correct", _red(member))
    with pytest.raises(Conflict), transaction.atomic():
        batch(context(date(2026, 11, 3)), "probe.pay_in", [debit, credit])
    with pytest.raises(Defect, match="has no lines"), operation_on() as at:
        batch_of(at, "probe.pay_in", {1, 2}, [debit, credit])
    with pytest.raises(Defect, match="without an entry"), operation_on() as at:
        batch_of(at, "probe.pay_in", set(), [debit, credit])
    assert one("select count(*) from ledger.line") == 0


def _red(member: int) -> list[Row]:
    debit, credit = paid_rows(1, {member: a(5)})
    return [(*debit[:5], a(-5), DAY), (*credit[:5], a(-5), DAY)]


def test_a_batch_respects_what_is_held(fund: str) -> None:
    giver, taker = members(2)
    with operation_on() as at:
        pay_in(at, {giver: a(100)})
    with operation_on() as at:
        hold_out(at, giver, a(60))
    for amount, fits in ((a("40.01"), False), (a(40), True)):
        rows: list[Row] = [
            (1, "giver", "D", "20101", giver, amount, DAY),
            (1, "taker", "C", "20101", taker, amount, DAY),
        ]
        if fits:
            with operation_on() as at:
                batch(at, "probe.move", rows)
        else:
            with pytest.raises(Refusal), operation_on() as at:
                batch(at, "probe.move", rows)
    assert state(giver)[:2] == (a(60), a(60))


class Moved(NamedTuple):
    giver: int
    taker: int
    fen: int
    value_date: date


PEOPLE = 4
START = 200_00
moved = st.builds(
    Moved,
    st.integers(0, PEOPLE - 1),
    st.integers(0, PEOPLE - 1),
    st.integers(1, 20_00),  # ten of them never use up what each has
    st.dates(date(2026, 7, 1), date(2027, 6, 30)),
)


@pytest.fixture
def twins(fund: str, owner: psycopg.Connection[tuple[object, ...]]) -> list[list[int]]:
    """Two groups of members alike: 150 carried over on 1 July and 50 of this year."""
    groups = [members(PEOPLE), members(PEOPLE)]
    everybody = groups[0] + groups[1]
    with operation_on() as at:
        pay_in(at, dict.fromkeys(everybody, a(150)), value_date=date(2026, 7, 1))
    owner.execute("update ledger.holder set carried_less_paid = balance")
    with operation_on() as at:
        pay_in(at, dict.fromkeys(everybody, a(50)), value_date=date(2026, 7, 1))
    return groups


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(moved, min_size=1, max_size=10), st.lists(st.dates(DAY, date(2027, 6, 1)),
                                                           max_size=1))  # fmt: skip
def test_a_batch_is_many_posts(
    twins: list[list[int]], movements: list[Moved], frozen: list[date]
) -> None:
    singly, at_once = twins
    with transaction.atomic():
        for boundary in frozen:
            sql.call("select ledger.freeze_products(%s)", boundary)
        for move in movements:
            with operation_on() as at:
                ledger.post(
                    "probe.move", at, amounts={"moved": Decimal(move.fen) / 100},
                    legs={"giver": [Leg(holder=singly[move.giver])],
                          "taker": [Leg(holder=singly[move.taker])]},
                    value_date=move.value_date,
                )  # fmt: skip
        with operation_on() as at:
            batch(at, "probe.move", [row for n, m in enumerate(movements)
                                     for row in _rows(n, m, at_once)])  # fmt: skip
        for person in range(PEOPLE):
            expected = modelled(person, movements)
            assert state(singly[person]) == expected
            assert state(at_once[person]) == expected
            assert _segment(singly[person]) == _segment(at_once[person])
        transaction.set_rollback(True)


def _rows(key: int, move: Moved, holders: list[int]) -> list[Row]:
    amount = Decimal(move.fen) / 100
    return [
        (key, "giver", "D", "20101", holders[move.giver], amount, move.value_date),
        (key, "taker", "C", "20101", holders[move.taker], amount, move.value_date),
    ]


def _segment(holder: int) -> Decimal | None:
    return one("select sum(product) from ledger.product_segment where holder_id = %s", holder)


def modelled(person: int, movements: list[Moved]) -> tuple[Decimal, ...]:
    """What the figures of one person must be: payments eat the carried-over money first."""
    carried, current = Decimal(150), Decimal(50)
    taken = sum((m.fen for m in movements if m.giver == person), 0)
    given = sum((m.fen for m in movements if m.taker == person), 0)
    from_carried = min(carried, Decimal(taken) / 100)
    current += Decimal(given) / 100 - (Decimal(taken) / 100 - from_carried)
    carried -= from_carried
    signed = [(Decimal(200), date(2026, 7, 1))]
    for m in movements:
        signed += [(Decimal(-m.fen) / 100, m.value_date)] * (m.giver == person)
        signed += [(Decimal(m.fen) / 100, m.value_date)] * (m.taker == person)
    product = by_days(signed, date(2026, 7, 1), date(2027, 7, 1))
    return (carried + current, ZERO, carried, current, product)


def test_a_batch_against_the_counter(fund: str) -> None:
    """Batches and single posts on the same holders, in opposite order: no deadlock, no loss.

    Holders are locked in ascending id by both, so none has to be run again.
    """
    everybody = members(40)

    def batches() -> None:
        for _ in range(6):
            with operation_on() as at:
                batch(at, "probe.pay_in", [
                    row for key, holder in enumerate(reversed(everybody))
                    for row in paid_rows(key, {holder: a(1)})])  # fmt: skip

    def counter() -> None:
        for _ in range(25):
            with operation_on() as at:
                pay_in(at, {holder: a("0.01") for holder in reversed(everybody)})

    outcomes = together(batches, counter, batches, counter)
    assert failures(outcomes, Exception) == []
    expected = a(12) + a("0.50")
    for holder in everybody:
        assert state(holder)[0] == expected
        assert sum((amount for amount, _ in lines(holder)), ZERO) == expected


def test_the_batch_tables_belong_to_the_ledger(fund: str) -> None:
    with transaction.atomic():
        ledger.open_batch()
        for text in (
            "alter table batch_movement add x int",
            "create index on batch_entry (summary)",
            "drop table batch_entry",
        ):
            with pytest.raises(errors.InsufficientPrivilege), transaction.atomic():
                sql.call(text)
