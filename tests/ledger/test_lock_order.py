"""加锁次序 · every writer takes holders in ascending id, so that no two wait for each other.

The holder with the lowest id is kept locked; whoever wants it together with others has to
wait for it first, with all the others still free.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import psycopg
import pytest
from ledger_books import (
    DAY,
    FUND,
    a,
    members,
    operation_on,
    pay_in,
    reverse,
    state,
)

from provident.kernel import sql
from provident.kernel.context import Context
from provident.ledger import api as ledger
from provident.ledger.api import Leg, Posted
from tests.kernel.races import JOIN_SECONDS, failures, together

People = list[int]
WAITING = """
select count(*) from pg_stat_activity
 where usename = 'provident_app' and wait_event_type = 'Lock' and datname = current_database()
"""
FREE = """
select count(*) from (select 1 from ledger.holder where id = any(%s) for update skip locked) f
"""
PEOPLE = 12


@contextmanager
def in_any_order() -> Iterator[Context]:
    """An operation whose joins and groups come in the order of chance, not of the id."""
    with operation_on() as at:
        for way in ("nestloop", "mergejoin", "sort"):
            sql.cursor().execute(f"set local enable_{way} = off")
        yield at


def post(people: People) -> Posted:
    with in_any_order() as at:
        return pay_in(at, dict.fromkeys(reversed(people), a(1)))


def hold(people: People) -> int:
    total = a(len(people))
    legs = [Leg(holder=one, amount=a(1)) for one in reversed(people)]
    with in_any_order() as at:
        return ledger.hold(
            "probe.pay_out", at, amounts={"paid": total},
            legs={"member": legs, "fund_deposit": [Leg(gl_account=FUND)]},
        )  # fmt: skip


def post_hold(prepared: int) -> None:
    with in_any_order() as at:
        ledger.post_hold(prepared, at, bank_date=DAY, value_date=DAY)


def release(prepared: int) -> None:
    with in_any_order() as at:
        ledger.release(prepared, at)


def undo(posted: Posted) -> None:
    with in_any_order() as at:
        reverse(at, posted)


def lock(people: People) -> None:
    with in_any_order():
        ledger.lock_holders(reversed(people))


def batch(people: People) -> None:
    with operation_on() as at:
        ledger.open_batch()
        cursor = sql.cursor()
        for key, person in enumerate(reversed(people)):
            cursor.execute(
                "insert into batch_entry (entry_key, summary) values (%s, '批量')", [key]
            )
            for line, side, gl, holder in (
                ("fund_deposit", "D", FUND, None), ("member", "C", "20101", person),
            ):  # fmt: skip
                cursor.execute(
                    "insert into batch_movement (entry_key, line_name, side, gl_account,"
                    " holder_id, amount, value_date) values (%s, %s, %s, %s, %s, 1, %s)",
                    [key, line, side, gl, holder, DAY],
                )
        ledger.post_batch("probe.pay_in", at)


@pytest.fixture
def people(fund: str) -> People:
    opened = members(PEOPLE)
    with operation_on() as at:
        pay_in(at, dict.fromkeys(opened, a(100)))
    return opened


def turn_round(owner: psycopg.Connection[tuple[Any, ...]], people: People) -> None:
    """Let them stand in the table with the lowest id last, where a plain scan finds it last."""
    for person in reversed(people):
        owner.execute("update ledger.holder set owner = owner where id = %s", [person])


def test_every_writer_waits_for_the_lowest_first(
    fund: str, people: People, owner: psycopg.Connection[tuple[Any, ...]]
) -> None:
    acts: dict[str, Callable[[], object]] = {
        "post": partial(post, people),
        "hold": partial(hold, people),
        "lock_holders": partial(lock, people),
        "post_batch": partial(batch, people),
        "release": partial(release, hold(people)),
        "post_hold": partial(post_hold, hold(people)),
        "reverse": partial(undo, post(people)),
    }
    for name, act in acts.items():
        turn_round(owner, people)
        with psycopg.connect(fund) as blocker:
            blocker.execute("select 1 from ledger.holder where id = %s for update", people[:1])
            outcomes: list[Any] = []
            thread = threading.Thread(
                target=lambda act=act, found=outcomes: found.extend(together(act))
            )
            thread.start()
            _until_it_waits(owner)
            free = owner.execute(FREE, [people[1:]]).fetchone()
            blocker.rollback()
            thread.join(JOIN_SECONDS)
        assert failures(outcomes, Exception) == [], name
        assert free == (PEOPLE - 1,), f"{name} took another holder before the lowest"


def _until_it_waits(owner: psycopg.Connection[tuple[Any, ...]]) -> None:
    pause = threading.Event()
    for _ in range(JOIN_SECONDS * 20):
        if owner.execute(WAITING).fetchone() == (1,):
            return
        pause.wait(0.05)
    raise AssertionError("nobody waits for the holder")


def test_a_rate_change_and_the_counter_at_once(people: People) -> None:
    """Both finish, and the frozen product is what the days say, however the threads met."""

    def freeze() -> None:
        sql.call("select ledger.freeze_products(%s)", DAY.replace(day=20))

    counter = partial(post, people)
    outcomes = together(counter, counter, counter, freeze, counter, counter, counter)
    assert failures(outcomes, Exception) == []
    [product] = sql.call(
        "select product from ledger.product_segment where holder_id = %s", people[1]
    )
    # 100 and six times 1 stand on the holder from 2 to 19 November, which are 18 days.
    assert (state(people[1])[0], product) == (a(106), a(106 * 18))
