"""并发客户 · eight processes at once, each with its own connection, doing one operation after
the other for subjects of their own.

The sides that are compared take turns, so that a busy moment of the machine does not fall on
one of them alone; of each side the fastest round counts.  Within a round all clients start
together and work without a pause; its wall time runs from the first start to the last end.
"""

from __future__ import annotations

import multiprocessing
import statistics
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier

from benchmarks.ground import Figure, counting, peak_mb

CLIENTS = 8
ROUNDS = 3
WARM_UP = 10
"""Operations of each client before the first round: statements are prepared, policy is read."""

WAIT_SECONDS = 300

Work = Callable[[int], object]
"""Performs one operation for the subject with this number."""

OpenWork = Callable[[str], Work]
"""Connects and returns the work; a module's function, so that a new process can import it."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one client did: monotonic start and end, each operation's seconds, its memory."""

    started: float
    ended: float
    seconds: list[float]
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One round of one side; `p50_ms` and `p99_ms` are of single operations."""

    wall_s: float
    p50_ms: float
    p99_ms: float
    peak_mb: float


def subjects(size: int) -> int:
    """How many subjects one side uses up for rounds of `size` operations."""
    return CLIENTS * (ROUNDS * _each(size) + WARM_UP)


def compare(
    sides: Mapping[str, OpenWork], address: str, *, size: int, first: int = 1
) -> dict[str, Measured]:
    """The fastest of three rounds of `size` operations, for each side.

    The sides' subjects follow each other from `first` on, `subjects(size)` for each.
    """
    with ExitStack() as stack:
        crowds: dict[str, _Crowd] = {}
        for name, open_work in sides.items():
            begin = first + len(crowds) * subjects(size)
            crowds[name] = stack.enter_context(_Crowd(open_work, address, begin))
        for crowd in crowds.values():
            crowd.work(WARM_UP)
        rounds: dict[str, list[Measured]] = {name: [] for name in crowds}
        for _ in range(ROUNDS):
            for name, crowd in crowds.items():
                rounds[name].append(crowd.work(_each(size)))
    return {name: min(done, key=lambda one: one.wall_s) for name, done in rounds.items()}


def online_figure(
    name: str, size: int, sides: Mapping[str, Measured], statements: int, note: str
) -> Figure:
    """The figure of a benchmark with the sides raw, ours and orm."""
    ours, orm = sides["ours"], sides["orm"]
    more = {
        "p50_ms": ours.p50_ms,
        "p99_ms": ours.p99_ms,
        "orm_s": orm.wall_s,
        "orm_p50_ms": orm.p50_ms,
        "orm_p99_ms": orm.p99_ms,
    }
    raw_s = sides["raw"].wall_s
    return Figure(name, size, ours.wall_s, raw_s, ours.peak_mb, statements, note, more)


def count_statements(work: Work, first: int) -> int:
    """What one operation of ours sends in this process, when all is prepared."""
    from django.db import connection

    for number in range(first, first + WARM_UP):
        work(number)
    with counting(connection.connection) as counted:
        work(first + WARM_UP)
    return counted.statements


def _each(size: int) -> int:
    return max(1, size // CLIENTS)


class _Crowd:
    """Eight client processes of one side, which go on from subject to subject."""

    def __init__(self, open_work: OpenWork, address: str, first: int) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._next = first
        given = (open_work, address, spawn.Barrier(CLIENTS))
        self._pool = ProcessPoolExecutor(CLIENTS, spawn, initializer=_connect, initargs=given)

    def __enter__(self) -> _Crowd:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()

    def work(self, each: int) -> Measured:
        """One round: `each` operations of every client."""
        begins = range(self._next, self._next + CLIENTS * each, each)
        self._next += CLIENTS * each
        runs = [self._pool.submit(_work_through, begin, each) for begin in begins]
        return _measured([run.result(WAIT_SECONDS) for run in runs])


_client: dict[str, tuple[Work, Barrier]] = {}
"""What a client process is given once, when it starts."""


def _connect(open_work: OpenWork, address: str, barrier: Barrier) -> None:
    _client["own"] = (open_work(address), barrier)


def _work_through(first: int, count: int) -> Run:
    work, barrier = _client["own"]
    barrier.wait(WAIT_SECONDS)
    seconds: list[float] = []
    started = before = time.monotonic()
    for number in range(first, first + count):
        work(number)
        now = time.monotonic()
        seconds.append(now - before)
        before = now
    return Run(started, before, seconds, peak_mb())


def _measured(runs: list[Run]) -> Measured:
    seconds = sorted(one for run in runs for one in run.seconds)
    wall = max(run.ended for run in runs) - min(run.started for run in runs)
    return Measured(
        wall_s=wall,
        p50_ms=statistics.median(seconds) * 1000,
        p99_ms=seconds[min(len(seconds) - 1, len(seconds) * 99 // 100)] * 1000,
        peak_mb=max(run.peak_mb for run in runs),
    )
