"""One small centre for the whole directory: building it takes longer than breaking it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.resilience.live_centre import (
    LiveCentre,
    build,
    command,
    connect_here,
    pointed_at,
)


@pytest.fixture(scope="session")
def _built() -> Iterator[LiveCentre]:
    """Below the system's own directory for such things: a socket's path has 107 bytes."""
    data = Path(tempfile.mkdtemp(prefix="provident-kill-"))
    data.chmod(0o755)  # the server's own user must reach its part of it
    try:
        with pointed_at(data):
            centre = build(data)
        yield centre
    finally:
        with pointed_at(data):
            command("stop")
        import os as _o

        _o.environ.get("KEEP") or shutil.rmtree(data)


@pytest.fixture
def centre(_built: LiveCentre) -> Iterator[LiveCentre]:
    """The centre with everything running, whatever the test before has left of it."""
    with pointed_at(_built.data):
        connect_here()
        _built.start_all()
        yield _built
        _built.start_database()
        for program in ("bank-peer", "listener", "worker"):
            _built.start(program)
        _built.peer.clear_faults()
