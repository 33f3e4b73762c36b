"""归集后台作业 · what the worker does for the collection: checking rosters."""

from __future__ import annotations

from procrastinate.contrib.django import app

from provident.collection.staging.checking import CHECK_ROSTER, QUEUE, run_check


@app.task(name=CHECK_ROSTER, queue=QUEUE)
def check_roster(upload: int) -> None:
    """Check one uploaded roster; its page shows how far the check is."""
    run_check(upload)
