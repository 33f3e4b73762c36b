"""日终定时任务 · what the clock starts: vouchers every minute."""

from __future__ import annotations

from procrastinate.contrib.django import app

from provident.kernel.context import By
from provident.kernel.operation import perform
from provident.kernel.refusal import Conflict
from provident.ledger.vouchers import days_to_number

CLOCK = By.machine("vouchers")


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="dayend.number_vouchers", pass_context=False)
def number_vouchers(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes its time
    """Number the vouchers of bank entries, at most a minute after they were posted."""
    for day in days_to_number():
        try:
            perform("dayend.number_vouchers", {"day": day}, CLOCK)
        except Conflict:
            # The day was closed in the meantime; the close has numbered everything.
            continue
