"""Small policy folders for tests: one sound parameter, changed by each test in one place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

DOCUMENTS = """
law-old: {title: 旧法, number: 一号, issuer: 国务院, kind: law,
          in_force_from: 2000-01-01, in_force_until: 2010-01-01, articles: 0}
law: {title: 新法, number: 二号, issuer: 国务院, kind: law,
      in_force_from: 2010-01-01, articles: 20}
notice: {title: 通知, number: 三号, issuer: 中心, kind: notice, in_force_from: 2010-01-01}
own: {title: 默认, issuer: 本系统, kind: operating, in_force_from: 2010-01-01}
"""

Write = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Write:
    """Write files below a policy folder; `documents.yaml` is there unless it is given."""
    root = tmp_path / "policies"

    def write(**files: str) -> Path:
        for name, text in {"documents": DOCUMENTS, **files}.items():
            path = root / f"{name.replace('__', '/')}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return root

    return write


@pytest.fixture(scope="session")
def shipped() -> Path:
    """The policy folder that the system ships with."""
    return Path(__file__).resolve().parents[2] / "policies"
