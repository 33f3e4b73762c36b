"""量测场地 · a database of the benchmark's own, installed like any other and dropped after.

Nothing here touches the centre's database; only the embedded server is shared.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import pq

NAME = "provident_bench"
"""The database of every benchmark; one at a time."""


@dataclass(frozen=True, slots=True)
class Figure:
    """量测结果 · ours beside the raw limit in the same run; seconds, MB, statements.

    `peak_mb` is the largest resident memory of one Python process of ours; `statements` is
    what ours sent to the database, for one operation where many were measured.  `more` are
    further figures (p50_ms, p99_ms, orm_s), `note` says in words what was measured.
    """

    name: str
    size: int
    ours_s: float
    raw_s: float
    peak_mb: float
    statements: int
    note: str = ""
    more: Mapping[str, float] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """raw_s / ours_s: 1 means as fast as the raw limit."""
        return self.raw_s / self.ours_s

    def as_json(self) -> dict[str, object]:
        """The figure as plain values, rounded for reading."""
        return {
            "name": self.name,
            "size": self.size,
            "ours_s": round(self.ours_s, 4),
            "raw_s": round(self.raw_s, 4),
            "ratio": round(self.ratio, 3),
            "peak_mb": round(self.peak_mb, 1),
            "statements": self.statements,
            **{name: round(value, 4) for name, value in self.more.items()},
            "note": self.note,
        }


def peak_mb() -> float:
    """The largest resident size of this process so far, in MB.

    From the process's own status: what `getrusage` tells would begin with the size of the
    process that started this one.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    (line,) = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024


@contextmanager
def fresh_database() -> Iterator[str]:
    """Install an empty database in the running server; yield the superuser's address to it.

    Django must not have been set up yet: it is set up here, on that database.
    """
    from provident.kernel import embedded
    from provident.site import install

    address = embedded.ensure_running()
    _drop(address)
    install.make_roles_and_database(address, NAME)
    os.environ["PROVIDENT_DATABASE"] = NAME
    subprocess.run(
        [sys.executable, "-m", "provident.site.cli", "init"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    start_django("provident_app")
    try:
        yield address.replace("/postgres?", f"/{NAME}?")
    finally:
        from django.db import connections

        connections.close_all()
        _drop(address)


def start_django(role: str) -> None:
    """Set Django up in this process on the benchmark's database, as the given role."""
    import django

    os.environ["PROVIDENT_DATABASE"] = NAME
    os.environ["PROVIDENT_ROLE"] = role
    os.environ["DJANGO_SETTINGS_MODULE"] = "provident.site.settings"
    django.setup()


@dataclass(slots=True)
class Counted:
    """How many statements a connection sent while it was watched."""

    statements: int = 0


@contextmanager
def counting(connection: psycopg.Connection) -> Iterator[Counted]:
    """Count what the connection sends, as libpq itself traces it: nothing can be missed.

    `begin` and `commit` count too, since each is a round trip like any other.
    """
    counted = Counted()
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as trace:
        connection.pgconn.trace(trace.fileno())
        connection.pgconn.set_trace_flags(pq.Trace.SUPPRESS_TIMESTAMPS)
        try:
            yield counted
        finally:
            connection.pgconn.untrace()
            trace.seek(0)
            counted.statements = sum(_is_statement(line) for line in trace)


def _is_statement(line: str) -> bool:
    """Whether a line of the trace, `F <length> <message> …`, is one that executes something."""
    words = line.split("\t", 3)
    return words[0] == "F" and len(words) > 2 and words[2] in {"Query", "Execute"}


def checkpoint(address: str) -> None:
    """Write out what building the city left dirty, so that no side pays for it."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("vacuum analyze")
        connection.execute("checkpoint")


def _drop(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"drop database if exists {NAME} with (force)")
