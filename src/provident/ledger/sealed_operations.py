"""封印中的业务 · a day's operations as its seal covers them, and naming one that was changed.

The written-down form is in `docs/reference/seal.md`: who did what, with digests of the
command and of the receipt, so that the file beside the seal tells nobody's affairs.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from provident.kernel import sql
from provident.kernel.digest import Sm3, sm3

OPERATIONS = sql.Statement(__file__, "sql/seal_operations.sql")

NAMED_MAX = 50
"""How many changed operations are named; one is enough to fail."""

_ESCAPES = str.maketrans(
    {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r", "\b": r"\b", "\f": r"\f", "\v": r"\v"}
)


@dataclass(frozen=True, slots=True)
class DigestedOperations:
    """How many operations a day's seal covers, and the SM3 of all of them written down."""

    count: int
    digest: str


def digest(day: date) -> DigestedOperations:
    """The day's operations as they stand in the log now."""
    count, running = 0, Sm3()
    for line in _written(day):
        count += 1
        running.add(line)
    return DigestedOperations(count, running.hex())


def write_file(day: date, expected: str, folder: Path) -> None:
    """Write the day's operations beside its seal, unless they no longer give its digest."""
    running = Sm3()
    handle, temporary = tempfile.mkstemp(dir=folder, prefix="operations.")
    with os.fdopen(handle, "wb") as file:
        for line in _written(day):
            running.add(line)
            file.write(line)
        file.flush()
        os.fsync(file.fileno())
    if running.hex() == expected:
        os.replace(temporary, _file(folder, day))
    else:
        os.unlink(temporary)


def differences(day: date, expected: str, folder: Path) -> Iterator[str]:
    """Name the operations that are not as they were sealed.

    `expected` is the sealed digest; a file that does not give it proves nothing and is said
    to be altered itself.
    """
    path = _file(folder, day)
    if not path.exists():
        yield f"没有业务文件 {path.name}，不能指出是哪一笔业务"
        return
    content = path.read_bytes()
    if sm3(content) != expected:
        yield f"业务文件 {path.name} 与封印不符，不能指出是哪一笔业务"
        return
    sealed = _by_number(content.splitlines(keepends=True))
    found = _by_number(_written(day))
    yield from islice(_compared(sealed, found), NAMED_MAX)


def _compared(sealed: dict[str, bytes], found: dict[str, bytes]) -> Iterator[str]:
    for number in sorted(sealed.keys() | found.keys()):
        before, now = sealed.get(number), found.get(number)
        if now is None:
            yield f"业务 {number} 已从操作日志中消失"
        elif before is None:
            yield f"业务 {number} 是封印之后添加的"
        elif before != now:
            yield f"业务 {number} 的{'、'.join(_changed(before, now))}已被改动"


_ITEMS = (
    "业务流水号", "操作标识", "业务代码", "请求摘要", "经办", "复核", "渠道", "政策发布号",
    "回执",
)  # fmt: skip


def _changed(before: bytes, now: bytes) -> list[str]:
    pairs = zip(before.split(b"\t"), now.split(b"\t"), strict=True)
    return [item for item, (old, new) in zip(_ITEMS, pairs, strict=True) if old != new]


def _by_number(lines: Iterator[bytes] | list[bytes]) -> dict[str, bytes]:
    return {line.split(b"\t", 1)[0].decode("utf-8"): line for line in lines}


def _written(day: date) -> Iterator[bytes]:
    """One line an operation; streamed, since a day may have more than the memory holds."""
    with sql.cursor().copy(OPERATIONS.text.encode(), {"day": day}) as stream:
        for *items, result in stream.rows():
            receipt = json.dumps(
                json.loads(result), ensure_ascii=False, sort_keys=True, separators=(",", ":")
            )
            items.append(sm3(receipt.encode("utf-8")))
            yield ("\t".join(map(_item, items)) + "\n").encode("utf-8")


def _item(value: str | None) -> str:
    return r"\N" if value is None else value.translate(_ESCAPES)


def _file(folder: Path, day: date) -> Path:
    return folder / f"{day.isoformat()}.operations.tsv"
