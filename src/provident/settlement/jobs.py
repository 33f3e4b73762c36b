"""后台作业 · what the worker does for settlement.

Every job may run twice and may be killed at any moment; what it does is keyed by the row or
the instruction.  Jobs about one thing share a lock of their own, so nothing blocks anything
else.  A job that fails by a defect stays failed and its row says so.
"""

from __future__ import annotations

import logging

import psycopg
from django.db import InterfaceError, OperationalError, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from provident.kernel.refusal import Conflict
from provident.kernel.sql import Statement
from provident.settlement import outbox, payments, processing, statements
from provident.settlement.adapters.platform import PlatformSilent
from provident.settlement.outbox import (
    FAIL_INSTRUCTION,
    PROCESS_ROW,
    QUERY_INSTRUCTION,
    QUEUE,
    SEND_INSTRUCTION,
)

CLOCK_QUEUE = "settlement-clock"
ATTEMPTS_MAX = 90
WAIT_MAX_SECONDS = 60
_ROWS = Statement(__file__, "sql/rows_without_job.sql")
_INSTRUCTIONS = Statement(__file__, "sql/instructions_without_job.sql")
_log = logging.getLogger("provident.settlement")
_LOST_DATABASE = (
    OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError,
)  # fmt: skip
"""Statements of `kernel.sql` run past Django and raise psycopg's own errors."""

_PASSING = (Conflict, PlatformSilent, payments.PaymentNotDelivered, *_LOST_DATABASE)


class Patience(BaseRetryStrategy):
    """Try again after what passes by itself: 1, 2, 4 … at most 60 seconds apart, for about an
    hour and a half, which is longer than until the next hourly account detail."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if not isinstance(exception, _PASSING) or job.attempts >= ATTEMPTS_MAX:
            return None
        seconds = min(2 ** min(job.attempts, 6), WAIT_MAX_SECONDS)
        return RetryDecision(retry_in={"seconds": seconds})


@app.task(name=PROCESS_ROW, queue=QUEUE, retry=Patience(), pass_context=True)
def process_row(context: JobContext, row_id: int) -> None:
    """Deal with one bank row."""
    try:
        processing.process_row(row_id)
    except Conflict as conflict:
        if context.job.attempts < ATTEMPTS_MAX:
            raise
        processing.give_up_row(row_id, conflict.says)
    except _PASSING:
        raise
    except Exception as error:
        processing.note_defect(row_id, error)
        raise


@app.task(name=SEND_INSTRUCTION, queue=QUEUE, retry=Patience())
def send_instruction(instruction_id: int) -> None:
    """Send one instruction to its bank."""
    payments.send(instruction_id)


@app.task(name=QUERY_INSTRUCTION, queue=QUEUE, retry=Patience())
def query_instruction(instruction_id: int) -> None:
    """Ask the bank what became of one instruction."""
    payments.enquire(instruction_id)


@app.task(name=FAIL_INSTRUCTION, queue=QUEUE, retry=Patience())
def fail_instruction(instruction_id: int) -> None:
    """Run what an instruction has for its failure."""
    payments.fail(instruction_id)


@app.periodic(cron="* * * * *")
@app.task(name="settlement.sweep_rows", queue=CLOCK_QUEUE, queueing_lock="sweep_rows")
def sweep_rows(timestamp: int) -> None:  # noqa: ARG001 - given by the schedule
    """Leave a job again for every new row that has none, however it was lost."""
    for row in _ROWS.rows():
        try:
            with transaction.atomic():
                outbox.process_rows([row["id"]])
        except AlreadyEnqueued:
            continue


@app.periodic(cron="* * * * *")
@app.task(
    name="settlement.sweep_instructions", queue=CLOCK_QUEUE, queueing_lock="sweep_instructions"
)
def sweep_instructions(timestamp: int) -> None:  # noqa: ARG001 - given by the schedule
    """Enquire again about what was sent and is not known; send what was left unsent."""
    for instruction in _INSTRUCTIONS.rows():
        try:
            with transaction.atomic():
                if instruction["state"] == "to_send":
                    outbox.send_instruction(instruction["id"])
                else:
                    outbox.query_instruction(instruction["id"])
        except AlreadyEnqueued:
            continue


@app.periodic(cron="7 * * * *")
@app.task(name="settlement.fetch_details", queue=CLOCK_QUEUE, queueing_lock="fetch_details")
def fetch_details(timestamp: int) -> None:  # noqa: ARG001 - given by the schedule
    """Fetch the account details of every bank; missed notices enter, gaps are reported."""
    for says in statements.fetch_details():
        _log.error("account detail: %s", says)
