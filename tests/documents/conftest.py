"""What the tests of printed documents share: reading a PDF back, and ugly names.

pypdf reads the text layer; it did not write it, so what it finds was really printed.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime

import pytest
from pypdf import PdfReader

PagesOf = Callable[[bytes], list[str]]


@pytest.fixture(scope="session")
def pages_of() -> PagesOf:
    def read(pdf: bytes) -> list[str]:
        return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]

    return read


@pytest.fixture(scope="session")
def solid_text_of(pages_of: PagesOf) -> Callable[[bytes], str]:
    """All text without white space: where a line wraps says nothing about what it says."""
    return lambda pdf: "".join("".join(pages_of(pdf)).split())


@pytest.fixture(scope="session")
def printed_at() -> datetime:
    return datetime(2026, 11, 2, 17, 5, 9)


@pytest.fixture(
    params=[
        '#read("/etc/passwd")',
        "]] #panic() [[ $x$ *粗* _斜_ `码` @标 <签> \\u{41} // 注 /* */ ~ -- ...",
        "龘" * 500,
        "W" * 500,
        '{"a": "b"} \' " & < > % {{ x }}',
    ],
    ids=["code", "markup", "long_chinese", "long_latin", "quotes"],
)
def ugly(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def has_ugly(ugly: str, solid_text_of: Callable[[bytes], str]) -> Callable[[bytes], bool]:
    """Whether the ugly text was printed whole, also when its cell runs over a page."""

    def found(pdf: bytes) -> bool:
        text, solid = solid_text_of(pdf), "".join(ugly.split())
        if len(set(solid)) == 1:
            return text.count(solid[0]) == len(solid)
        return solid in text

    return found
