"""后台任务 · the worker: runs the jobs that operations and listeners leave behind.

Jobs are rows in the database, written in the transaction that wanted them.  A worker that
was killed leaves its job marked as running; the periodic rescue puts such jobs back.
"""

from __future__ import annotations

from procrastinate.contrib.django import app

CONCURRENCY = 4


def work() -> None:
    """Run jobs until told to stop (SIGINT or SIGTERM finishes the ones that run)."""
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector) as worker_app:
        worker_app.run_worker(concurrency=CONCURRENCY, listen_notify=True, delete_jobs="never")
