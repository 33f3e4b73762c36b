"""会计日与死锁 · which day an operation takes, and what happens after a deadlock.

A new operation takes the next day once the day is cut off, a running one finishes on the old
day, and the close tries the day's lock without ever queueing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import psycopg
import pytest
from psycopg import errors

from provident.kernel.clock import today
from provident.kernel.context import By, Context
from provident.kernel.operation import ATTEMPTS_MAX, perform
from provident.kernel.refusal import Conflict, Defect, Refusal
from tests.kernel.probe_operations import during
from tests.kernel.races import JOIN_SECONDS, failures, together

CLERK = By("clerk:01")
DAY, NEXT = date(2026, 11, 2), date(2026, 11, 3)
TRY_CLOSE = "select pg_try_advisory_xact_lock(1, kernel.day_key(%s))"
Eyes = psycopg.Connection[Any]


def cut_off(connection: Eyes) -> None:
    """What `cut_off` does: the day is no longer taken, the next one is open at once."""
    with connection.transaction():
        connection.execute("update business_day set state = 'cut_off' where date = %s", [DAY])
        connection.execute(
            "insert into business_day (date, state, opened_at) values (%s, 'open', now())",
            [NEXT],
        )


def in_background(act: Callable[[], object]) -> Callable[[], Any]:
    """Start the act in a thread; the returned function waits for its outcome."""
    outcomes: list[Any] = []
    thread = threading.Thread(target=lambda: outcomes.extend(together(act)))
    thread.start()

    def outcome() -> Any:
        thread.join(JOIN_SECONDS)
        return outcomes[0]

    return outcome


def test_without_a_day_nothing_is_performed(notes: Eyes) -> None:
    notes.execute("delete from business_day")
    with pytest.raises(Conflict) as caught:
        perform("probe.note", {"note": "甲"}, CLERK)
    assert caught.value.code == "day.none_open"
    with pytest.raises(Conflict):
        today()


def test_begun_before_the_cut_off_finishes_on_the_old_day(notes: Eyes) -> None:
    running, go_on = threading.Event(), threading.Event()

    def wait(_at: Context) -> None:
        running.set()
        assert go_on.wait(JOIN_SECONDS)

    during["前"] = wait
    before = in_background(lambda: perform("probe.note", {"note": "前"}, CLERK))
    assert running.wait(JOIN_SECONDS)
    cut_off(notes)
    after = perform("probe.note", {"note": "后"}, CLERK)
    while_running = notes.execute(TRY_CLOSE, [DAY]).fetchone()
    go_on.set()
    finished = before()
    assert (finished.business_date, after.business_date) == (DAY, NEXT)
    # The close may not begin while one operation still runs on the day, and may afterwards.
    assert while_running == (False,)
    assert notes.execute(TRY_CLOSE, [DAY]).fetchone() == (True,)
    days = notes.execute("select business_date from operation order by 1").fetchall()
    assert days == [(DAY,), (NEXT,)]
    assert today() == NEXT


def test_an_operation_that_meets_the_cut_off_takes_the_next_day(notes: Eyes) -> None:
    """It waited for the day's lock and finds the day cut off when it gets it."""
    with notes.transaction():
        assert notes.execute(TRY_CLOSE, [DAY]).fetchone() == (True,)
        waiting = in_background(lambda: perform("probe.note", {"note": "等"}, CLERK))
        _until_somebody_waits(notes)
        cut_off(notes)
    assert waiting().business_date == NEXT


def _until_somebody_waits(connection: Eyes) -> None:
    pause = threading.Event()
    for _ in range(JOIN_SECONDS * 20):
        row = connection.execute(
            "select count(*) from pg_locks where locktype = 'advisory' and not granted"
        ).fetchone()
        if row is not None and row[0]:
            return
        pause.wait(0.05)
    raise AssertionError("nobody waits for the day's lock")


def test_the_days_own_operations_name_their_day(notes: Eyes) -> None:
    done = perform("probe.own_day", {"day": "2026-11-09"}, By.machine("dayend"))
    assert done.business_date == date(2026, 11, 9)
    assert notes.execute("select business_date from operation").fetchone() == (
        date(2026, 11, 9),
    )


def test_only_one_day_is_open(notes: Eyes) -> None:
    with pytest.raises(errors.UniqueViolation):
        notes.execute(
            "insert into business_day (date, state, opened_at) values (%s, 'open', now())",
            [NEXT],
        )


def test_a_real_deadlock_is_run_again(notes: Eyes) -> None:
    """Two operations lock two rows crosswise; PostgreSQL ends one, and both succeed."""
    for note in ("一", "二"):
        perform("probe.note", {"note": note}, CLERK)
    both_hold_one = threading.Barrier(2)
    runs: list[str] = []

    def meet(at: Context) -> None:
        runs.append(at.operation_no)
        if len(runs) <= 2:
            both_hold_one.wait(JOIN_SECONDS)

    during["pair"] = meet
    outcomes = together(
        lambda: perform("probe.pair", {"first": 1, "second": 2}, CLERK),
        lambda: perform("probe.pair", {"first": 2, "second": 1}, CLERK),
    )
    assert failures(outcomes, Exception) == []
    # Both may find the deadlock in the same moment, and then PostgreSQL ends both.
    assert len(runs) in {3, 4}, "one of the two, or both, were run a second time"
    rows = notes.execute("select seen from probe_effect order by id").fetchall()
    assert rows == [(2,), (2,)]
    count = notes.execute("select count(*) from operation where code = 'probe.pair'")
    assert count.fetchone() == (2,)


@pytest.mark.parametrize(
    ("error", "runs"),
    [
        (errors.DeadlockDetected("for ever"), 1 + 3),  # three re-runs after the first
        (errors.SerializationFailure("for ever"), 1 + 3),
        (errors.UniqueViolation("once is enough"), 1),
        (Defect("once is enough"), 1),
        (Conflict("probe.conflict", "请刷新。"), 1),
    ],
)
def test_how_often_an_operation_is_run(notes: Eyes, error: Exception, runs: int) -> None:
    assert ATTEMPTS_MAX == 4
    seen: list[str] = []

    def fail(at: Context) -> None:
        seen.append(at.operation_no)
        raise error

    during["甲"] = fail
    with pytest.raises(type(error)):
        perform("probe.note", {"note": "甲"}, CLERK)
    assert len(seen) == runs
    assert notes.execute("select count(*) from probe_effect").fetchone() == (0,)


def test_a_refusal_is_never_run_again(notes: Eyes) -> None:
    seen: list[str] = []
    during["坏"] = lambda at: seen.append(at.operation_no)
    with pytest.raises(Refusal):
        perform("probe.refuse", {"note": "坏"}, CLERK)
    assert len(seen) == 1
