"""The worker as a process: what a dead one held comes back, a dismissed one finishes.

Expected behaviour: DESIGN's rules that a killed worker's job must not block what is behind
it, that rows of one bank account do not wait for each other, and that its memory stays below
300 MB.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.resilience.live_centre import SECONDS, LiveCentre, eventually, succeeded

pytestmark = pytest.mark.slow

MEMORY_BYTES_MAX = 300 * 1024 * 1024


def row(serial: str) -> Any:
    from provident.settlement.models import BankRow

    return BankRow.objects.filter(host_serial=serial).first()


def is_done(serial: str) -> bool:
    found = row(serial)
    return found is not None and found.state == "done"


def job_state(serial: str) -> str:
    """The state of the job about a bank row."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    jobs = ProcrastinateJob.objects.filter(lock=f"bank_row:{row(serial).pk}")
    return str(jobs.values_list("status", flat=True).latest("id"))


@contextmanager
def held(centre: LiveCentre, serial: str) -> Iterator[psycopg.Connection[Any]]:
    """Somebody else holds the bank row: whoever processes it waits in the middle."""
    with centre.superuser() as other, other.transaction():
        other.execute("select 1 from bank_row where id = %s for update", [row(serial).pk])
        yield other


def end_connections(centre: LiveCentre) -> None:
    """The server ends every connection of the application, this process's own among them."""
    from django.db import connections

    with centre.superuser() as server:
        server.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where usename = 'provident_app'"
        )
    connections.close_all()


def paid_while_nobody_works(centre: LiveCentre, count: int) -> list[str]:
    """Receipts that the listener has stored and no worker has seen."""
    centre.kill("worker")
    serials = [centre.stranger_pays(f"{number + 1}.10") for number in range(count)]
    eventually(lambda: all(row(serial) for serial in serials), "the notices")
    return serials


def test_rows_of_one_bank_account_do_not_wait_for_each_other(centre: LiveCentre) -> None:
    first, *others = paid_while_nobody_works(centre, 6)
    with held(centre, first):
        centre.start("worker")
        eventually(lambda: all(is_done(serial) for serial in others), "the other rows")
        assert row(first).state == "new"
        assert job_state(first) == "doing"
    eventually(lambda: is_done(first), "the row that was held")


def test_what_a_killed_worker_held_is_done_by_the_next(centre: LiveCentre) -> None:
    """Within three heartbeats, without the sweep of the minute."""
    (serial,) = paid_while_nobody_works(centre, 1)
    with held(centre, serial):
        centre.start("worker")
        eventually(lambda: job_state(serial) == "doing", "a job in the middle")
        centre.kill("worker")
    assert job_state(serial) == "doing"
    centre.start("worker")
    eventually(lambda: is_done(serial), "the rescued row")
    assert job_state(serial) == "succeeded"


def test_a_dismissed_worker_finishes_what_it_has_begun(centre: LiveCentre) -> None:
    first, *others = paid_while_nobody_works(centre, 2)
    with held(centre, first):
        centre.start("worker")
        eventually(lambda: job_state(first) == "doing", "a job in the middle")
        eventually(lambda: is_done(others[0]), "the other row")
        worker = centre.process("worker")
        worker.send_signal(signal.SIGTERM)
        late = centre.stranger_pays("9.90")
        eventually(lambda: row(late), "the notice after the dismissal")
        assert worker.is_running()
        assert job_state(first) == "doing"
    worker.wait(SECONDS)
    assert job_state(first) == "succeeded"
    assert is_done(first)
    assert job_state(late) == "todo"
    centre.start("worker")
    eventually(lambda: is_done(late), "the row that came after the dismissal")


def test_a_worker_outlives_the_loss_of_its_connections(centre: LiveCentre) -> None:
    """As when a firewall or an administrator ends them: the same process goes on."""
    before = centre.process("worker")
    end_connections(centre)
    serial = centre.stranger_pays("5.55")
    eventually(lambda: is_done(serial), "the row after the loss")
    assert centre.process("worker") == before


def test_a_row_whose_connection_is_lost_half_way_is_no_defect(centre: LiveCentre) -> None:
    """It is tried again by itself, and does not wait for somebody who maintains the system."""
    (serial,) = paid_while_nobody_works(centre, 1)
    with held(centre, serial):
        centre.start("worker")
        eventually(lambda: job_state(serial) == "doing", "a job in the middle")
        end_connections(centre)
    eventually(lambda: is_done(serial), "the row after the loss")


def test_work_that_waits_already_is_not_rescued_twice(centre: LiveCentre) -> None:
    """A stalled job lets go of its lock when the same work stands in the queue again."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    (serial,) = paid_while_nobody_works(centre, 1)
    lock = f"bank_row:{row(serial).pk}"
    with centre.superuser() as server:
        server.execute(
            "update procrastinate_jobs set status = 'doing', worker_id = null"
            " where lock = %s", [lock],
        )  # fmt: skip
    _leave_job(row(serial).pk)
    centre.start("worker")
    eventually(lambda: is_done(serial), "the row")
    eventually(
        lambda: (
            set(ProcrastinateJob.objects.filter(lock=lock).values_list("status", flat=True))
            == {"aborted", "succeeded"}
        ),
        "one job ended, the other done",
    )


def test_the_worker_stays_small(centre: LiveCentre) -> None:
    """After 60 receipts with 4 at a time."""
    serials = [centre.stranger_pays(f"{number + 1}.60") for number in range(60)]
    eventually(lambda: all(is_done(serial) for serial in serials), "all the rows")
    worker = centre.process("worker")
    used = worker.memory_info().rss
    sys.stdout.write(f"worker: {used / 2**20:.0f} MB, {worker.num_threads()} threads\n")
    assert used < MEMORY_BYTES_MAX
    succeeded("check")


def _leave_job(row_id: int) -> None:
    from django.db import transaction

    from provident.settlement import outbox

    with transaction.atomic():
        outbox.process_rows([row_id])
