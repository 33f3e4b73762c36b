"""运行记录 · `data/runtime.json`: the database's address, ports and process ids.

The record is how processes that start separately find each other.  It is replaced as a
whole, so a reader never sees half of it, and under a lock, so no writer's names are lost.
"""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from typing import Any

from provident.kernel.places import data_dir


def read() -> dict[str, Any]:
    """The record, or an empty one when nothing has been started yet."""
    path = data_dir() / "runtime.json"
    if not path.exists():
        return {}
    return json.loads(path.read_text(encoding="utf-8"))


def update(**values: Any) -> None:
    """Set the given names; a value of None removes its name."""
    directory = data_dir()
    with (directory / "runtime.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        record = {name: value for name, value in (read() | values).items() if value is not None}
        handle, temporary = tempfile.mkstemp(dir=directory, prefix="runtime.")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(record, file, ensure_ascii=False, indent=1)
        os.replace(temporary, directory / "runtime.json")
