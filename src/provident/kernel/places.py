"""文件位置 · where the system keeps its own files.

Everything that is made while running lies below one directory, `data/` beside the code
or the directory named by `PROVIDENT_DATA`.  Nothing there belongs to version control.
"""

from __future__ import annotations

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]


def data_dir() -> Path:
    """The data directory, made with mode 700 when it does not exist yet."""
    path = Path(os.environ.get("PROVIDENT_DATA", PROJECT / "data")).resolve()
    if not path.exists():
        path.mkdir(mode=0o700, parents=True)
    return path


def data_subdir(name: str) -> Path:
    """A directory below the data directory, made on first use with mode 700."""
    path = data_dir() / name
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def project_dir(name: str) -> Path:
    """A directory of the project's own data, such as `policies` or `postings`."""
    return PROJECT / name
