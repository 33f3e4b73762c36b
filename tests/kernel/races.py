"""竞态 · run things at the same moment, each in a thread with a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connections

JOIN_SECONDS = 20


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Start all acts at once; each one's result, or the exception it raised, in their order."""
    start = threading.Barrier(len(acts))
    outcomes: list[Any] = [None] * len(acts)

    def run(place: int) -> None:
        try:
            start.wait(JOIN_SECONDS)
            outcomes[place] = acts[place]()
        except Exception as error:  # the test looks at it
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(JOIN_SECONDS)
        assert not thread.is_alive(), "a thread is still waiting"
    return outcomes


def failures(outcomes: Sequence[Any], kind: type[Exception]) -> list[Any]:
    """The outcomes that are failures of this kind."""
    return [outcome for outcome in outcomes if isinstance(outcome, kind)]
