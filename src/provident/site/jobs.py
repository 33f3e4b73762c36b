"""站点定时任务 · housekeeping of the job table: finished jobs go after a week.

What a job did is in the operation log; the job itself is only the way there.
"""

from __future__ import annotations

from procrastinate import JobContext
from procrastinate.contrib.django import app

KEPT_HOURS = 7 * 24


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="site.remove_old_jobs", pass_context=True)
async def remove_old_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Delete finished jobs that are older than a week, every night."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS)
