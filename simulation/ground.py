"""演示场地 · a fresh database, a fresh bank, and the processes between them.

What an earlier demonstration built is dropped.  Books that somebody else keeps in the same
data directory are never destroyed: they are renamed and stay.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
from psycopg import errors
from psycopg import sql as compose

from provident.kernel import embedded
from provident.kernel.places import data_dir, data_subdir
from provident.kernel.refusal import Conflict
from provident.site import cli, install, processes

DATABASE = os.environ.get("PROVIDENT_DATABASE", "provident")
MARK = "示范城市"
"""The comment on a database that a demonstration built and may drop again."""

OWN_FILES = ("peer", "seals", "platform_public.pem")
"""What belongs to one database: the bank's books, the seals, the bank's public key."""

LOG_LINES = 12


@dataclass(frozen=True, slots=True)
class Ports:
    """端口 · where the programs of the demonstration listen."""

    platform: int = 9999
    control: int = 9998
    listener: int = 19999
    pages: int = 8000

    @classmethod
    def beginning_at(cls, first: int) -> Ports:
        """Four ports in a row, for a second demonstration beside the first."""
        return cls(first, first + 1, first + 2, first + 3)


def clear(ports: Ports, *, pages: bool) -> Iterator[str]:
    """End what runs, then make room for fresh books; yields a sentence for each thing done.

    Raises `Conflict` when the system is configured for a database of its own, and when
    somebody else holds one of the ports; nothing is dropped then.
    """
    if "DATABASE_URL" in os.environ:
        raise Conflict("demo.external", "演示只用内嵌数据库，请先取消环境变量 DATABASE_URL。")
    for running in reversed(processes.status()):
        yield processes.stop(running.name) or f"{running}已经结束。"
    wanted = (ports.platform, ports.control, ports.listener)
    for port in (*wanted, *([ports.pages] if pages else [])):
        processes.require_free(port)
    address = embedded.ensure_running()
    with psycopg.connect(address, autocommit=True) as server:
        mark = server.execute(
            "select coalesce(shobj_description(oid, 'pg_database'), '') from pg_database"
            " where datname = %s",
            [DATABASE],
        ).fetchone()
        if mark is None:
            _drop_files()
            return
        if mark[0] == MARK or not _used(address):
            server.execute(
                compose.SQL("drop database {} with (force)").format(
                    compose.Identifier(DATABASE)
                )
            )
            _drop_files()
            yield "上一次演示的数据库已删除，从空账开始。"
            return
        yield f"原有的账不是演示建立的，已改名保留：{_keep_aside(server)}。"


def build(day: date) -> None:
    """Roles, database, tables, standards, policy and the first business day."""
    install.make_roles_and_database(embedded.ensure_running(), DATABASE)
    with psycopg.connect(embedded.ensure_running(), autocommit=True) as server:
        server.execute(
            compose.SQL("comment on database {} is {}").format(
                compose.Identifier(DATABASE), compose.Literal(MARK)
            )
        )
    cli.init(day=datetime(day.year, day.month, day.day))


def start(day: date, ports: Ports, *, pages: bool) -> Iterator[str]:
    """Start bank peer, listener and worker (and the pages); yields each when it is there."""
    yield str(
        processes.start(
            "bank-peer", "--port", str(ports.platform), "--control-port", str(ports.control),
            "--centre-port", str(ports.listener), "--day", day.isoformat(),
            port=ports.platform,
        )
    )  # fmt: skip
    yield str(processes.start("listener", "--port", str(ports.listener), port=ports.listener))
    yield str(processes.start("worker"))
    if pages:
        yield str(processes.start("serve", "--port", str(ports.pages), port=ports.pages))


def logs() -> Iterator[tuple[str, list[str]]]:
    """The last lines of every program's log, for telling what went wrong."""
    for path in sorted(data_subdir("log").glob("*.log")):
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        if lines:
            yield str(path), lines[-LOG_LINES:]


def _used(address: str) -> bool:
    """Whether any operation has been performed in the database."""
    there = address.replace("/postgres?", f"/{DATABASE}?")
    with psycopg.connect(there) as books:
        try:
            return books.execute("select exists (select 1 from operation)").fetchone() == (
                True,
            )
        except errors.UndefinedTable:
            return False


def _keep_aside(server: psycopg.Connection) -> str:
    """Rename the database and move its files; returns the new name."""
    name = f"{DATABASE}_{datetime.now(UTC):%Y%m%d_%H%M%S}"
    server.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [DATABASE]
    )
    server.execute(
        compose.SQL("alter database {} rename to {}").format(
            compose.Identifier(DATABASE), compose.Identifier(name)
        )
    )
    for path in _own_files():
        shutil.move(path, data_subdir(f"kept_{name}") / path.name)
    return name


def _drop_files() -> None:
    for path in _own_files():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _own_files() -> list[Path]:
    return [path for name in OWN_FILES if (path := data_dir() / name).exists()]
