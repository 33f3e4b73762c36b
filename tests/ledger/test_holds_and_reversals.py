"""占用与冲正 · two-phase payments and reversals: each ends once, and leaves what it should.

The promises: free balance = balance − held; a hold is posted or released exactly once; an
entry is reversed at most once, and posting then reversing leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial

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
    hold_out,
    lines,
    members,
    one,
    operation_on,
    pay_in,
    pay_out,
    reverse,
    state,
    suspense,
)  # fmt: skip

from provident.kernel import sql
from provident.kernel.money import ZERO
from provident.kernel.refusal import Conflict, Defect, Refusal
from provident.ledger import api as ledger
from provident.ledger.api import Leg, Posted
from tests.kernel.races import failures, together

Owner = psycopg.Connection[tuple[object, ...]]
Step = tuple[str, Decimal, date]


def with_balance(amount: int) -> int:
    [member] = members(1)
    with operation_on() as at:
        pay_in(at, {member: a(amount)})
    return member


def held(member: int, amount: int) -> int:
    with operation_on() as at:
        return hold_out(at, member, a(amount))


def post_it(hold: int, *, bank_date: date = DAY) -> Posted:
    with operation_on() as at:
        return ledger.post_hold(hold, at, bank_date=bank_date, value_date=bank_date)


def release_it(hold: int) -> None:
    with operation_on() as at:
        ledger.release(hold, at)


def hold_row(hold: int) -> tuple[object, ...]:
    return sql.call("select state, entry_id from ledger.hold where id = %s", hold)


def test_a_hold_books_nothing_but_takes_the_free_balance(fund: str) -> None:
    member = with_balance(100)
    hold = held(member, 60)
    assert state(member)[:2] == (a(100), a(60))
    assert ledger.figures([member])[member].free == a(40)
    assert (hold_row(hold), len(lines(member))) == (("open", None), 1)


def test_a_hold_that_is_posted(fund: str) -> None:
    member = with_balance(100)
    hold = held(member, 60)
    posted = post_it(hold, bank_date=date(2026, 11, 4))
    # 100 for 241 days less 60 from 4 November, which is 239 days before 1 July 2027.
    assert state(member) == (a(40), ZERO, ZERO, a(40), a(100 * 241 - 60 * 239))
    assert hold_row(hold) == ("posted", posted.entry_id)
    assert one("select bank_date from ledger.entry where id = %s", posted.entry_id) == date(
        2026, 11, 4
    )


def test_a_hold_that_is_released(fund: str) -> None:
    member = with_balance(100)
    before = state(member)
    hold = held(member, 60)
    release_it(hold)
    assert (state(member), hold_row(hold)) == (before, ("released", None))


def test_a_hold_ends_exactly_once(fund: str) -> None:
    member = with_balance(100)
    for end in (post_it, release_it):
        hold = held(member, 10)
        end(hold)
        after = state(member)
        for again in (post_it, release_it):
            with pytest.raises(Conflict) as caught:
                again(hold)
            assert caught.value.code == "ledger.ended"
        assert state(member) == after
    with pytest.raises(Conflict):
        post_it(999_999)


def test_a_refund_of_suspense_holds_its_holder(fund: str) -> None:
    """The project's own rule: 借 暂收款 贷 住房公积金存款, as the outgoing payment books it."""
    receipt = suspense()
    bank, other = {"fund_deposit": [Leg(gl_account=FUND)]}, {"suspense": [Leg(holder=receipt)]}
    with operation_on() as at:
        ledger.post("settlement.suspend", at, amounts={"received": a(50)}, legs=bank | other)
    with operation_on() as at:
        hold = ledger.hold(
            "settlement.refund_suspense", at, amounts={"refunded": a(50)}, legs=bank | other
        )
    assert state(receipt)[:2] == (a(50), a(50))
    post_it(hold)
    assert state(receipt)[:2] == (ZERO, ZERO)


def test_money_coming_in_is_not_held(fund: str) -> None:
    """Only a line that lowers a holder's balance takes principal."""
    giver, taker = with_balance(100), with_balance(1)
    with operation_on() as at:
        ledger.hold(
            "probe.move", at, amounts={"moved": a(30)},
            legs={"giver": [Leg(holder=giver)], "taker": [Leg(holder=taker)]},
        )  # fmt: skip
    assert (state(giver)[1], state(taker)[1]) == (a(30), ZERO)


def test_a_hold_of_nothing_or_elsewhere_is_a_defect(fund: str) -> None:
    member = with_balance(100)
    with pytest.raises(Defect), operation_on() as at:
        ledger.hold("probe.pay_out", at, amounts={"paid": ZERO}, legs={})
    with pytest.raises(Defect), operation_on() as at:
        hold_out(at, suspense(), a(1))
    assert state(member)[1] == ZERO


@pytest.mark.parametrize("rivals", [(post_it, post_it), (post_it, release_it)])
def test_two_that_end_one_hold_at_once(
    fund: str, rivals: tuple[Callable[[int], Posted | None], ...]
) -> None:
    member = with_balance(1000)
    for _ in range(8):
        before = state(member)
        hold = held(member, 10)
        outcomes = together(*[partial(end, hold) for end in rivals])
        assert len(failures(outcomes, Exception)) == 1
        assert len(failures(outcomes, Conflict)) == 1
        ended, entry = hold_row(hold)
        assert ended == (
            "posted" if any(isinstance(o, Posted) for o in outcomes) else "released"
        )
        taken = a(10) if entry else ZERO
        assert state(member)[:2] == (before[0] - taken, ZERO)


def test_two_holds_for_one_balance_at_once(fund: str) -> None:
    for _ in range(8):
        member = with_balance(100)
        outcomes = together(*[lambda m=member: held(m, 60)] * 2)
        assert len(failures(outcomes, Exception)) == len(failures(outcomes, Refusal)) == 1
        assert state(member)[:2] == (a(100), a(60))


def test_an_entry_is_reversed_in_red_with_its_own_value_date(fund: str) -> None:
    [member] = members(1)
    earlier = date(2026, 9, 15)
    with operation_on() as at:
        posted = pay_in(at, {member: a(100)}, value_date=earlier)
    with operation_on() as at:
        red = reverse(at, posted)
    assert state(member) == (ZERO, ZERO, ZERO, ZERO, ZERO)
    assert lines(member) == [(a(100), earlier), (a(-100), earlier)]
    sides = sql.cursor().execute(
        "select side, gl_account, amount from ledger.line where entry_id = %s order by id",
        [red.entry_id],
    )
    assert sides.fetchall() == [("D", FUND, a(-100)), ("C", "20101", a(-100))]
    link = sql.call(
        "select reverses_on, reverses from ledger.entry where id = %s", red.entry_id
    )
    assert link == (posted.entry_date, posted.entry_id)


def test_an_entry_is_reversed_at_most_once(fund: str) -> None:
    member = with_balance(100)
    with operation_on() as at:
        posted = pay_in(at, {member: a(7)})
    with operation_on() as at:
        red = reverse(at, posted)
    for entry in (posted, red):
        with pytest.raises(Conflict) as caught, operation_on() as at:
            reverse(at, entry)
        assert caught.value.code == "ledger.ended"
    with pytest.raises(Defect), operation_on() as at:
        reverse(at, Posted(DAY, 999_999))
    assert state(member)[0] == a(100)


def test_two_that_reverse_one_entry_at_once(fund: str) -> None:
    member = with_balance(100)
    for _ in range(8):
        with operation_on() as at:
            posted = pay_in(at, {member: a(7)})

        def act(posted: Posted = posted) -> Posted:
            with operation_on() as at:
                return reverse(at, posted)

        outcomes = together(act, act)
        assert len(failures(outcomes, Exception)) == len(failures(outcomes, Conflict)) == 1
        assert state(member)[0] == a(100)


def test_what_was_spent_cannot_be_reversed(fund: str) -> None:
    [member] = members(1)
    with operation_on() as at:
        posted = pay_in(at, {member: a(100)})
    held(member, 1)
    with pytest.raises(Refusal) as caught, operation_on() as at:
        reverse(at, posted)
    assert caught.value.codes() == {"ledger.insufficient"}


# Seven steps of at most 40 never use up the 300 that the member has, so none is refused.
steps = st.tuples(
    st.sampled_from(["in", "out", "correct"]),
    st.integers(1, 4_000).map(lambda fen: Decimal(fen) / 100),
    st.dates(date(2026, 7, 1), date(2027, 6, 30)),
)


@pytest.fixture
def carried(fund: str, owner: Owner) -> int:
    """A member with 100 carried over on 1 July and 200 of this year."""
    member = with_balance(100)
    owner.execute("update ledger.holder set carried_less_paid = balance")
    with operation_on() as at:
        pay_in(at, {member: a(200)})
    return member


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(before=st.lists(steps, max_size=4), tried=steps, between=st.lists(steps, max_size=2))
def test_post_then_reverse_is_nothing(
    carried: int, before: list[Step], tried: Step, between: list[Step]
) -> None:
    """Balance, product and both years are as if it had never been, whatever came between."""
    with transaction.atomic():
        for step in before:
            take(carried, step)
        with transaction.atomic():
            for step in between:
                take(carried, step)
            never_been = state(carried)
            transaction.set_rollback(True)
        posted = take(carried, tried)
        for step in between:
            take(carried, step)
        with operation_on() as at:
            reverse(at, posted)
        assert state(carried) == never_been
        product = by_days(lines(carried), date(2026, 7, 1), date(2027, 7, 1))
        assert state(carried)[4] == product
        transaction.set_rollback(True)


def take(member: int, step: Step) -> Posted:
    kind, amount, value_date = step
    with operation_on() as at:
        if kind == "in":
            return pay_in(at, {member: amount}, value_date=value_date)
        if kind == "out":
            return pay_out(at, member, amount, value_date=value_date)
        return ledger.post(
            "probe.correct", at, amounts={"wrong": amount}, value_date=value_date,
            legs={"fund_deposit": [Leg(gl_account=FUND)], "member": [Leg(holder=member)]},
        )  # fmt: skip
