"""量测 · each benchmark runs at a tiny size and tells well-formed figures.

What the figures are is a matter of the machine and is not judged here; that both sides did
the same work is, inside the benchmarks themselves.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from benchmarks.ground import Figure
from benchmarks.suite import SUITE, measure
from provident.kernel.places import PROJECT

SIZES = {
    "month": 200, "opening": 16, "refund": 16, "employer": 20, "check": 200, "roster": 50,
    "policy": 100, "schedule": 500, "desk": 50, "pages": 20,
}  # fmt: skip
ONLINE = {"opening", "refund"}
"""Benchmarks with eight clients, which tell more than one time."""


def test_every_benchmark_is_tried() -> None:
    assert SIZES.keys() == SUITE.keys()


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(SIZES))
def test_a_benchmark_tells_its_figures(name: str) -> None:
    figure = measure(name, SIZES[name])
    assert figure["name"] == name
    assert figure["size"] >= SIZES[name]
    assert figure["ours_s"] >= 0
    assert figure["raw_s"] >= 0
    assert figure["ratio"] > 0
    assert 20 < figure["peak_mb"] < 300
    assert figure["statements"] >= 0
    if name in ONLINE:
        assert 0 < figure["p50_ms"] <= figure["p99_ms"]
        assert figure["orm_s"] > 0


@pytest.mark.slow
def test_the_statements_of_a_month_do_not_grow_with_the_members() -> None:
    """The number of statements is the same for one employer and for eight."""
    assert measure("month", 400)["statements"] == measure("month", 50)["statements"]


def test_the_ratio_is_the_raw_time_over_ours() -> None:
    """Half as fast as the machine's limit is a ratio of one half."""
    assert Figure("month", 1, ours_s=4.0, raw_s=2.0, peak_mb=1.0, statements=1).ratio == 0.5


@pytest.mark.slow
def test_the_command_prints_json() -> None:
    """`provident bench NAME --size N --json`: a list of figures and nothing else."""
    out = subprocess.run(
        [sys.executable, "-m", "provident.site.cli", "bench", "roster", "--size=20", "--json"],
        check=True, cwd=PROJECT, capture_output=True, text=True,
    )  # fmt: skip
    (figure,) = json.loads(out.stdout)
    assert {"name", "size", "ours_s", "raw_s", "ratio", "peak_mb", "statements"} <= set(figure)
