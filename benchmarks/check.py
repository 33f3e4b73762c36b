"""核对全部账务 · all invariants over a city's month, beside one scan that adds the lines up.

Ours is everything that `provident check` does, with the two workers of the command line: every
entry, holder, product, document and bank row.  Raw is one aggregate over the lines, by holder.
"""

from __future__ import annotations

import time

import psycopg

from benchmarks import city
from benchmarks.ground import Figure, checkpoint, counting, fresh_database, peak_mb
from benchmarks.month import EMPLOYER_SIZE

_RAW = """
select count(*) from (
    select holder_id, sum(amount) from ledger.line
     where holder_id is not null group by holder_id
) summed
"""


def run(size: int) -> Figure:
    """Check books of about `size` lines: one month of so many members, credited by ours."""
    members = size * EMPLOYER_SIZE // (EMPLOYER_SIZE + 3)
    with fresh_database() as address:
        city.confirmed_month(
            address, members=members, employers=max(1, members // EMPLOYER_SIZE)
        )
        city.fund(address)
        _credit()
        checkpoint(address)
        raw_s, lines = _raw(address)
        statements = _count_statements()
        ours_s = min(_check(workers=2), _check(workers=2))
        note = f"{lines} 行分录，全部不变量"
        return Figure("check", size, ours_s, raw_s, peak_mb(), statements, note)


def _credit() -> None:
    from provident.collection.operations.credit_lists import run_shards
    from provident.kernel.context import By

    run_shards("benchmark", By.machine("benchmark"))


def _check(*, workers: int) -> float:
    from provident.reconciliation.checks import run_all

    started = time.perf_counter()
    results = run_all(workers=workers)
    seconds = time.perf_counter() - started
    broken = [f"{one.code}：{one.offences[0].says}" for one in results if not one.holds]
    if broken:
        raise AssertionError("；".join(broken))
    return seconds


def _count_statements() -> int:
    """The statements of one whole check, counted on a single connection; warms up too."""
    from django.db import connection

    connection.ensure_connection()
    with counting(connection.connection) as counted:
        _check(workers=1)
    return counted.statements


def _raw(address: str) -> tuple[float, int]:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("set work_mem = '256MB'")
        (lines,) = connection.execute("select count(*) from ledger.line").fetchone() or (0,)
        seconds = []
        for _ in range(2):
            started = time.perf_counter()
            connection.execute(_RAW)
            seconds.append(time.perf_counter() - started)
        return min(seconds), lines
