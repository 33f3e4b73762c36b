"""The demonstration as a whole, in a small city: to the fen, and nothing left running."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from provident.kernel.places import PROJECT

SMALL = ["--employers", "13", "--members", "70", "--roster", "20", "--treasury", "3"]
SECONDS = 120


@pytest.fixture
def own_data() -> Iterator[Path]:
    """A data directory of its own that the database's system user may enter."""
    directory = Path(tempfile.mkdtemp(prefix="provident-demo-"))
    directory.chmod(0o755)
    yield directory
    _run(directory, "-m", "provident.site.cli", "stop")
    shutil.rmtree(directory)


def _run(directory: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith("PROVIDENT_")
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=PROJECT,
        env={**kept, "PROVIDENT_DATA": str(directory / "data")},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def _four_free_ports() -> int:
    """The first of four ports in a row on which nobody listens."""
    for first in range(23_000, 32_000, 4):
        with socket.socket() as one, socket.socket() as two, socket.socket() as three:
            try:
                for probe, port in ((one, first), (two, first + 1), (three, first + 2)):
                    probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return first
    raise AssertionError("no free ports")


@pytest.mark.slow
@pytest.mark.database
def test_a_small_city_lives_its_month_to_the_fen(own_data: Path) -> None:
    first = _four_free_ports()
    played = _run(
        own_data, "-m", "simulation", *SMALL, "--first-port", str(first), "--headless"
    )
    assert played.returncode == 0, played.stdout + played.stderr
    assert "逐分相符" in played.stdout
    for port in range(first, first + 3):
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0
    assert not (own_data / "data" / "pg" / "postmaster.pid").exists()
    again = _run(own_data, "-m", "provident.site.cli", "check")
    assert again.returncode == 0, again.stdout + again.stderr
    # The morning's money is of the new day, whose statement will have it; the day before is
    # closed, and its statement would never.
    status = _run(own_data, "-m", "provident.site.cli", "dayend", "status")
    (not_yet,) = (one for one in status.stdout.splitlines() if "中心已收银行未收" in one)
    assert not_yet.endswith("最久 0 天")


def test_a_busy_port_is_named_and_nothing_stays(own_data: Path) -> None:
    first = _four_free_ports()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", first + 2))
        taken.listen()
        played = _run(
            own_data, "-m", "simulation", *SMALL, "--first-port", str(first), "--headless"
        )
    assert played.returncode == 1
    assert f"端口 {first + 2} 被" in played.stdout
    assert not (own_data / "data" / "pg" / "postmaster.pid").exists()
