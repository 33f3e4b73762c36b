"""规定 · a figure that policy fixes, together with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Bound(Generic[T]):
    """规定 · the value in force, and its citations such as `regulation-2026#26`."""

    value: T
    basis: tuple[str, ...] = ()
