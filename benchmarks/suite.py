"""量测 · every benchmark by name, each in a process of its own, ours beside the raw limit.

    provident bench                     all, at their own sizes
    provident bench month --size 1000   one, at another size
    provident bench --json              figures as JSON

A process of its own gives each benchmark a fresh Django, a fresh database and its own peak
memory.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from provident.kernel.places import PROJECT


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One line of the suite; `need` is the ratio that it must reach, None where it tells."""

    title: str
    size: int
    need: float | None = None


SUITE = {
    "month": Benchmark("一个月的入账（职工人数）", 1_000_000, 0.6),
    "opening": Benchmark("八个柜台同时开户（笔数）", 1_600, 0.4),
    "refund": Benchmark("八个柜台同时退回暂收款（笔数）", 1_600, 0.4),
    "employer": Benchmark("一个单位到账入账（职工人数）", 10_000),
    "check": Benchmark("核对全部账务（分录行数）", 1_000_000),
    "roster": Benchmark("名单校验（行数）", 100_000, 0.2),
    "policy": Benchmark("政策查询（次数）", 200_000),
    "schedule": Benchmark("成批还款计划（期数）", 1_000_000, 0.5),
    "desk": Benchmark("柜面页面（职工人数）", 300_000),
    "pages": Benchmark("试算页面（请求数）", 400),
}
"""Modules of this package with `run(size) -> Figure`, in the order in which they run."""


def main(name: str | None, size: int | None, *, as_json: bool) -> None:
    """Run one benchmark, or all; print a table, or a JSON list of figures."""
    if name is not None and name not in SUITE:
        raise SystemExit(f"没有名为 {name} 的量测，可选：{'、'.join(SUITE)}")
    chosen = [name] if name else list(SUITE)
    figures = [measure(one, size) for one in chosen]
    if as_json:
        print(json.dumps(figures, ensure_ascii=False, indent=1))
    else:
        _print_table(figures)


def measure(name: str, size: int | None = None) -> dict[str, Any]:
    """Run one benchmark in a new process; its figure as plain values."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.suite", name, str(size or SUITE[name].size)],
        check=True,
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout)


def _print_table(figures: list[dict[str, Any]]) -> None:
    table = Table(title="量测：本系统与本机极限（比率 = 极限用时 ÷ 本系统用时）")
    for heading in ("项目", "规模", "本系统（秒）", "极限（秒）", "比率", "要求"):
        table.add_column(heading, justify="left" if heading == "项目" else "right")
    for heading in ("内存（MB）", "语句数", "P50 / P99（毫秒）", "ORM（秒）"):
        table.add_column(heading, justify="right")
    for figure in figures:
        table.add_row(*_cells(figure))
    Console(width=160).print(table)


def _cells(figure: dict[str, Any]) -> list[str]:
    known = SUITE[figure["name"]]
    clients = "p50_ms" in figure
    return [
        f"{figure['name']} {known.title}",
        f"{figure['size']:,}",
        f"{figure['ours_s']:.2f}",
        f"{figure['raw_s']:.2f}",
        f"{figure['ratio']:.2f}",
        "" if known.need is None else f"≥ {known.need}",
        f"{figure['peak_mb']:.0f}",
        str(figure["statements"]),
        f"{figure['p50_ms']:.1f} / {figure['p99_ms']:.1f}" if clients else "",
        f"{figure['orm_s']:.2f}" if "orm_s" in figure else "",
    ]


def _run_here(name: str, size: int) -> None:
    """What the new process does: one benchmark, its figure as JSON on standard output."""
    module = importlib.import_module(f"benchmarks.{name}")
    print(json.dumps(module.run(size).as_json(), ensure_ascii=False))


if __name__ == "__main__":
    _run_here(sys.argv[1], int(sys.argv[2]))
