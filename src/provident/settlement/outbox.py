"""待办 · jobs that are left in the same transaction as what they are about.

A job is deferred on Django's own connection, also inside a worker (whose job queue has a
connection of its own), so it exists exactly when the row or the instruction exists.  Each
thing has its own lock: jobs about different rows never wait for each other, and two jobs
about the same row never run at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from procrastinate.types import JSONValue

QUEUE = "settlement"
PROCESS_ROW = "settlement.process_row"
SEND_INSTRUCTION = "settlement.send_instruction"
QUERY_INSTRUCTION = "settlement.query_instruction"
FAIL_INSTRUCTION = "settlement.fail_instruction"

SEND_LOCK = "instruction:{}:send"
"""Lock of the job that sends an instruction, with the place of its id."""

_manager = JobManager(DjangoConnector())


def process_rows(row_ids: Iterable[int]) -> None:
    """One job for each bank row, all in one statement."""
    jobs = [_job(PROCESS_ROW, f"bank_row:{row_id}", row_id=row_id) for row_id in row_ids]
    if jobs:
        _manager.batch_defer_jobs(jobs)


def send_instruction(instruction_id: int) -> None:
    """Send again one that was left unsent; a new one gets its job in `sql/instruct.sql`."""
    _defer(SEND_INSTRUCTION, SEND_LOCK, instruction_id)


def query_instruction(instruction_id: int, *, in_seconds: int = 0) -> None:
    """Ask the bank what became of it."""
    _defer(QUERY_INSTRUCTION, "instruction:{}:query", instruction_id, in_seconds)


def fail_instruction(instruction_id: int) -> None:
    """Run what the instruction has for its failure."""
    _defer(FAIL_INSTRUCTION, "instruction:{}:fail", instruction_id)


def _defer(task: str, lock: str, instruction_id: int, in_seconds: int = 0) -> None:
    job = _job(task, lock.format(instruction_id), in_seconds, instruction_id=instruction_id)
    _manager.batch_defer_jobs([job])


def _job(task: str, lock: str, in_seconds: int = 0, **arguments: JSONValue) -> Job:
    due = timezone.now() + timedelta(seconds=in_seconds) if in_seconds else None
    return Job(
        queue=QUEUE,
        task_name=task,
        lock=lock,
        queueing_lock=lock,
        task_kwargs=arguments,
        scheduled_at=due,
    )
