"""全部不变量 · every invariant of the books in one run, ledger and businesses alike."""

from __future__ import annotations

import queue
import time
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

from django.db import connection
from psycopg import errors

from provident import standards
from provident.kernel import sql
from provident.ledger.invariants import LEDGER_CHECKS, Check, Offence, statement_check
from provident.reconciliation.comparison import comparisons
from provident.reconciliation.documents import document_checks
from provident.reconciliation.items import item_check
from provident.reconciliation.log import log_checks
from provident.reconciliation.position import position_check

WORK_MEM = "select set_config('work_mem', '256MB', %s)"


STATEMENT_TIMEOUT = "select set_config('statement_timeout', %s, false)"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found; it holds when it was done to its end without an offence."""

    code: str
    title: str
    means: str
    offences: tuple[Offence, ...]
    seconds: float
    finished: bool = True

    @property
    def holds(self) -> bool:
        return self.finished and not self.offences


def all_checks() -> tuple[Check, ...]:
    """The catalogue of invariants in the order in which they are reported."""
    return (
        *LEDGER_CHECKS,
        *_holder_checks(),
        *comparisons(),
        *document_checks(),
        *log_checks(),
        position_check(),
        item_check(),
    )


def run_all(*, workers: int = 1) -> tuple[CheckResult, ...]:
    """Run every invariant.

    With one worker they run in the current transaction, which the close of a day needs: it
    checks what it has not committed yet.  With more, each worker has a connection of its
    own and the heavy statements share the machine's cores.
    """
    checks = all_checks()
    return tuple(_run(checks)) if workers == 1 else _run_side_by_side(checks, workers, None)


def run_within(
    seconds: float, *, workers: int = 1, codes: Collection[str] | None = None
) -> tuple[CheckResult, ...]:
    """Run every invariant, or those of these codes, and end after `seconds` seconds.

    Each worker has a connection of its own.  What was not done to its end by then says so
    (`finished` is false) and does not hold.
    """
    chosen = [one for one in all_checks() if codes is None or one.code in codes]
    return _run_side_by_side(chosen, workers, time.monotonic() + seconds)


def _run_side_by_side(
    checks: Iterable[Check], workers: int, until: float | None
) -> tuple[CheckResult, ...]:
    checks = tuple(checks)
    # One queue for all workers: whoever is free takes the next check.
    waiting: queue.SimpleQueue[Check] = queue.SimpleQueue()
    for check in checks:
        waiting.put(check)
    with ThreadPoolExecutor(workers) as pool:
        parts = list(pool.map(_run_apart, [waiting] * workers, [until] * workers))
    found = {result.code: result for part in parts for result in part}
    return tuple(found[check.code] for check in checks)


def _run(checks: Iterable[Check], until: float | None = None) -> list[CheckResult]:
    """Sorting and hashing a million rows in memory takes more than the server's default."""
    sql.call(WORK_MEM, connection.in_atomic_block)
    results = []
    for check in checks:
        started = time.monotonic()
        offences = _found(check, until)
        spent = time.monotonic() - started
        results.append(
            CheckResult(
                check.code,
                check.title,
                check.means,
                offences or (),
                spent,
                offences is not None,
            )
        )
    return results


def _found(check: Check, until: float | None) -> tuple[Offence, ...] | None:
    """The offences; None where the time was over before or while they were looked for."""
    if until is None:
        return tuple(check.find())
    left = until - time.monotonic()
    if left <= 0:
        return None
    sql.call(STATEMENT_TIMEOUT, f"{max(1, int(left * 1000))}ms")
    try:
        return tuple(check.find())
    except errors.QueryCanceled:
        return None


def _run_apart(waiting: queue.SimpleQueue[Check], until: float | None) -> list[CheckResult]:
    try:
        return _run(_taken(waiting), until)
    finally:
        connection.close()


def _taken(waiting: queue.SimpleQueue[Check]) -> Iterator[Check]:
    with suppress(queue.Empty):
        while True:
            yield waiting.get_nowait()


def _holder_checks() -> tuple[Check, ...]:
    gl = {role: standards.role(role).gl_account.code for role in _KEPT}
    return (
        statement_check(
            "holders.members",
            "职工与分户一一对应",
            "每位职工有一个写着其个人账号的分户，销户日期相同；反之亦然",
            sql.Statement(__file__, "sql/member_holders.sql"),
            "职工 {number}（销户 {closed_on}）与分户 {holder}"
            "（{owner}，销户 {holder_closed_on}）不对应",
            gl=gl["member"],
        ),
        statement_check(
            "holders.others",
            "单位、暂收款与分户一一对应",
            "每个单位的未分摊分户、每笔暂收款的分户都写着它；没有无主的分户",
            sql.Statement(__file__, "sql/other_holders.sql"),
            "分户 {holder}（{owner}）应属于 {expected}",
            unallocated_gl=gl["unallocated"],
            suspense_gl=gl["suspense"],
        ),
    )


_KEPT = ("member", "unallocated", "suspense")
