"""后台任务 · the worker: runs the jobs that operations and listeners leave behind.

Jobs are rows in the database, written in the transaction that wanted them, and every job may
run twice.  So the worker needs no careful ending; it needs to begin again:

- A worker that was killed leaves its jobs marked as running.  Every worker looks for such
  jobs at each of its heartbeats and puts them back, three missed beats after the last one.
- A worker that loses the database, or cannot write down how a job ended, finishes what runs
  and begins anew under another number as soon as the database answers.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.worker import Worker

from provident.kernel.refusal import Conflict

CONCURRENCY = 4

HEARTBEAT_SECONDS = float(os.environ.get("PROVIDENT_HEARTBEAT_SECONDS", "10"))
"""How often a worker shows that it lives, and looks for the jobs of those that do not."""

STALLED_SECONDS = 3 * HEARTBEAT_SECONDS
LOOK_SECONDS = min(5.0, HEARTBEAT_SECONDS)
"""New jobs are announced by the database; those that come again have to be looked for."""

PAUSE_SECONDS = 1.0
PATIENCE_SECONDS = 120.0
"""How long a worker that starts waits for its database."""

_log = logging.getLogger("provident.worker")


def work() -> None:
    """Run jobs until told to stop (SIGINT or SIGTERM finishes the ones that run).

    Raises `Conflict` when the database has no tables for jobs yet.
    """
    if not _tables_there():
        raise Conflict("worker.no_tables", "数据库还没有建表，请先执行 provident init。")
    connection.close()
    asyncio.run(_until_told())


def _tables_there() -> bool:
    """Whether there are tables for jobs; a database that is just coming up is waited for."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return app.check_connection()
        except (ConnectorException, OperationalError, InterfaceError) as error:
            if time.monotonic() > deadline:
                raise
            _log.warning("the database does not answer yet: %s", error)
            connection.close()
            time.sleep(PAUSE_SECONDS)


async def _until_told() -> None:
    told = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    stop = asyncio.create_task(told.wait())
    while not told.is_set():
        one = asyncio.create_task(_round())
        await asyncio.wait((one, stop), return_when=asyncio.FIRST_COMPLETED)
        one.cancel()
        (error,) = await asyncio.gather(one, return_exceptions=True)
        if not told.is_set():
            _log.warning("the worker begins again", exc_info=error)
            await asyncio.wait((stop,), timeout=PAUSE_SECONDS)


async def _round() -> None:
    """One life of the worker, until it is cancelled or any part of it fails."""
    broken = asyncio.Event()

    def fail(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Called for what nobody awaits, such as a job whose end could not be written."""
        _log.error("%s", context["message"], exc_info=context.get("exception"))
        broken.set()

    asyncio.get_running_loop().set_exception_handler(fail)
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector) as worker_app:
        async with worker_app.open_async():
            parts = [
                asyncio.create_task(part)
                for part in (
                    worker_app.run_worker_async(
                        concurrency=CONCURRENCY,
                        delete_jobs="never",
                        fetch_job_polling_interval=LOOK_SECONDS,
                        install_signal_handlers=False,
                        update_heartbeat_interval=HEARTBEAT_SECONDS,
                        stalled_worker_timeout=STALLED_SECONDS,
                        task_middleware=[with_living_connection],
                    ),
                    _rescue_always(worker_app.job_manager),
                    broken.wait(),
                )
            ]
            await _first_of(parts)


async def _first_of(parts: list[asyncio.Task[Any]]) -> None:
    """Wait for one to end or fail, then end the others; raises what failed."""
    try:
        await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for part in parts:
            part.cancel()
        ended = await asyncio.gather(*parts, return_exceptions=True)
    for outcome in ended:
        if isinstance(outcome, Exception):
            raise outcome


def with_living_connection(
    call_next: Callable[[], Any],
    context: JobContext,  # noqa: ARG001 - given to every such wrapper
    worker: Worker,  # noqa: ARG001
) -> Any:
    """Run one job; a connection that the server has closed is opened anew before it.

    Django does so for each request of a page; a job is no request.
    """
    close_old_connections()
    connection.close_if_health_check_failed()
    return call_next()


async def _rescue_always(jobs: JobManager) -> None:
    while True:
        await rescue_stalled_jobs(jobs, STALLED_SECONDS)
        await asyncio.sleep(HEARTBEAT_SECONDS)


async def rescue_stalled_jobs(jobs: JobManager, seconds: float) -> None:
    """Put the jobs of killed workers back into the queue: such a job keeps its lock and would
    hold up everything behind it for ever.

    A worker counts as killed when it has not shown for `seconds` that it lives.
    """
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=seconds):
        _log.warning("rescuing job %s (%s) of a worker that is gone", job.id, job.task_name)
        await _rescue(jobs, job)


async def _rescue(jobs: JobManager, job: Job) -> None:
    try:
        await jobs.retry_job(job)
    except UniqueViolation:
        # The same work waits in the queue already: this job only has to let go of its lock.
        with suppress(ConnectorException):
            await jobs.finish_job(job, Status.ABORTED, delete_job=False)
    except ConnectorException as error:
        _log.warning(
            "job %s: another worker was faster, or the database went: %s", job.id, error
        )
