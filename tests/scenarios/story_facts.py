"""场景的事实 · plain facts compared: what a story writes with what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from provident.kernel.refusal import Reason


def fact_faults(expected: Any, actual: Any, where: str = "") -> Iterator[str]:
    """Compare plain facts: of a mapping only what is named, of a list every item."""
    if isinstance(expected, Mapping):
        for key, item in expected.items():
            place = f"{where}.{key}" if where else str(key)
            if not isinstance(actual, Mapping) or key not in actual:
                yield f"{place} 没有，应为 {item}"
            else:
                yield from fact_faults(item, actual[key], place)
    elif isinstance(expected, list):
        if not isinstance(actual, (list, tuple)) or len(actual) != len(expected):
            yield f"{where} 应为 {expected}，实为 {actual}"
            return
        for number, (item, found) in enumerate(zip(expected, actual, strict=True)):
            yield from fact_faults(item, found, f"{where}.{number}")
    elif not _same(expected, actual):
        yield f"{where} 应为 {expected}，实为 {actual}"


def reason_faults(expected: Iterable[str], reasons: Iterable[Reason]) -> Iterator[str]:
    """Compare the codes of reasons: none too many, none too few."""
    found = list(reasons)
    wanted = Counter(expected)
    if wanted != Counter(reason.code for reason in found):
        told = "；".join(f"{reason.code}（{reason.says}）" for reason in found) or "没有拒绝"
        yield f"拒绝理由应为 {sorted(wanted.elements()) or '无'}，实为 {told}"


def said_faults(fragments: Iterable[str], says: str) -> Iterator[str]:
    """The fragments that a sentence lacks."""
    for fragment in fragments:
        if fragment not in says:
            yield f"话里应有“{fragment}”，实为“{says}”"


def _same(expected: Any, actual: Any) -> bool:
    if expected is None or isinstance(expected, bool) or isinstance(actual, bool):
        return expected is actual
    return str(expected) == str(actual)
