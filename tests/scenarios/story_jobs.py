"""场景里的待办 · the jobs that operations and notices have left, run one after the other.

In service a worker takes them within a moment; a story takes them at once and in order, so
that what follows can be told.  The jobs are the worker's own.
"""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

from procrastinate.contrib.django import app

from provident.kernel import sql
from provident.kernel.refusal import Conflict

TAKE = (
    "update procrastinate_jobs set status = 'doing' where id = (select id from"
    " procrastinate_jobs where status = 'todo' and id <> all(%s) and (%s or"
    " coalesce(scheduled_at, now()) <= now()) order by id limit 1)"
    " returning id, task_name, args::text"
)
END = "update procrastinate_jobs set status = %s::procrastinate_job_status where id = %s"


def run_jobs(*, early: bool = False) -> None:
    """Run every job that is due, with `early` also those for later, and what jobs leave.

    A job that has to wait for something else is tried again after the others, as in the
    worker; what it waits for may not come today, then it stays.
    """
    waiting: list[int] = []
    while job := sql.call(TAKE, waiting, early):
        number, task, arguments = job
        try:
            _run(task, json.loads(arguments))
        except Conflict:
            waiting.append(number)
            sql.call(END, "todo", number)
        else:
            sql.call(END, "succeeded", number)
            waiting.clear()


def _run(name: str, arguments: dict[str, Any]) -> None:
    task = app.tasks[name]
    if task.pass_context:
        first_try = SimpleNamespace(job=SimpleNamespace(attempts=1))
        task.func(first_try, **arguments)
    else:
        task.func(**arguments)
