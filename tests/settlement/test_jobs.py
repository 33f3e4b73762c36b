"""The worker's jobs: killed workers, patience, giving up.

Expected behaviour: DESIGN's rule that a killed worker's job must not block what is behind it,
and that a conflict may pass by itself while a defect does not.
"""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest

from tests.settlement.conftest import Town, gl_balance, rows


def make_stalled() -> None:
    """As a worker leaves it that was killed in the middle: doing, and no worker any more."""
    from provident.kernel import sql

    sql.call(
        "update procrastinate_jobs set status = 'doing', worker_id = null"
        " where task_name = 'settlement.process_row'"
    )


def test_the_job_of_a_killed_worker_is_rescued(town: Town) -> None:
    from procrastinate.contrib.django import app

    town.stranger_pays("4.00")
    town.peer.wait_until_delivered()
    make_stalled()
    town.work()
    assert rows()[0].state == "new"

    async def rescue() -> None:
        from provident.site.working import rescue_stalled_jobs

        async with app.open_async():
            await rescue_stalled_jobs(app.job_manager, 30)

    with app.replace_connector(app.connector.get_worker_connector()):
        asyncio.run(rescue())
    town.work()
    assert rows()[0].state == "done"
    assert gl_balance("10101") == Decimal("4.00")


def test_the_other_rows_do_not_wait_for_a_stalled_one(town: Town) -> None:
    town.stranger_pays("4.00")
    town.peer.wait_until_delivered()
    make_stalled()
    town.stranger_pays("5.00")
    town.notified()
    assert [row.state for row in rows()] == ["new", "done"]


def test_patience_covers_the_hour_until_the_next_account_detail(books: str) -> None:
    from procrastinate.jobs import Job

    from provident.kernel.refusal import Conflict, Defect
    from provident.settlement.jobs import ATTEMPTS_MAX, Patience

    def waits(error: Exception, attempts: int) -> bool:
        job = Job(queue="q", lock=None, queueing_lock=None, task_name="t", attempts=attempts)
        return Patience().get_retry_decision(exception=error, job=job) is not None

    assert waits(Conflict("x", "等"), 0)
    assert waits(Conflict("x", "等"), ATTEMPTS_MAX - 1)
    assert not waits(Conflict("x", "等"), ATTEMPTS_MAX)
    assert not waits(Defect("fault"), 0)
    assert sum(min(2 ** min(n, 6), 60) for n in range(ATTEMPTS_MAX)) > 3600


def test_a_row_that_waits_for_nothing_is_given_to_the_accountant(town: Town) -> None:
    from provident.kernel.refusal import Conflict
    from provident.settlement.processing import give_up_row, process_row

    serial = town.stranger_pays("40.00")
    town.peer.reverse(serial)
    town.peer.wait_until_delivered()
    receipt, reversal = rows()
    with pytest.raises(Conflict) as waiting:
        process_row(reversal.id)
    give_up_row(reversal.id, waiting.value.says)
    give_up_row(receipt.id, "仍未处理")
    receipt, reversal = rows()
    assert (reversal.state, reversal.kind) == ("waiting", "reversal")
    assert reversal.why == "被冲的流水还没有处理完。"
    assert (receipt.state, receipt.why) == ("waiting", "仍未处理")
