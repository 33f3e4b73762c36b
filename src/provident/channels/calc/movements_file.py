"""变动清单 · movements of a balance from a CSV file, as people export them.

Three columns: 起息日, 金额, 类别.  The first line may name them, in Chinese or English, in any
order; without names they stand in this order.  类别 may be left out: then a negative amount
went out and any other came in.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from provident.channels.calc.fields import narrow
from provident.kernel.refusal import refuse

COLUMNS = ("on", "amount", "kind")
NAMES = {
    "on": "on", "date": "on", "value_date": "on", "日期": "on", "起息日": "on",
    "amount": "amount", "金额": "amount",
    "kind": "kind", "type": "kind", "类别": "kind", "类型": "kind",
}  # fmt: skip
KINDS = {
    "credit": "credit", "转入": "credit", "汇缴": "credit", "补缴": "credit", "存入": "credit",
    "debit": "debit", "转出": "debit", "提取": "debit", "支取": "debit",
    "brought_forward": "brought_forward", "上年结转": "brought_forward",
}  # fmt: skip
ENCODINGS = ("utf-8-sig", "gb18030")
BYTES_MAX = 2_000_000


def read_movements(path: Path) -> list[dict[str, Any]]:
    """The rows as an `InterestQuestion` takes them; refuses what is no such file.

    Values are not judged here: the question names each faulty one with its row.
    """
    rows = [row for row in csv.reader(_text(path).splitlines()) if any(map(str.strip, row))]
    if not rows:
        raise refuse(
            "movements.empty", f"{path.name} 里没有任何一行，请至少写一笔变动。", file=path.name
        )
    columns = _named(rows[0])
    return [_movement(row, columns or COLUMNS) for row in rows[1 if columns else 0 :]]


def _text(path: Path) -> str:
    content = path.read_bytes()
    if len(content) > BYTES_MAX:
        raise refuse(
            "movements.too_large",
            f"{path.name} 超过 {BYTES_MAX:,} 字节，请分年计算。",
            file=path.name,
            bytes_max=BYTES_MAX,
        )
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refuse(
        "movements.encoding",
        f"{path.name} 不是文字文件；请另存为 CSV（UTF-8 或 GBK）。",
        file=path.name,
    )


def _named(first: Sequence[str]) -> tuple[str, ...]:
    """The columns that the first line names; nothing where it is a movement already."""
    found = tuple(NAMES.get(narrow(cell).lower(), "") for cell in first)
    return found if "on" in found and "amount" in found else ()


def _movement(row: Sequence[str], columns: Sequence[str]) -> dict[str, Any]:
    given = dict(_pairs(row, columns))
    kind = narrow(given.get("kind", ""))
    amount = narrow(given.get("amount", ""))
    if not kind and amount.startswith(("-", "−")):
        return given | {"amount": amount[1:], "kind": "debit"}
    return given | {"kind": KINDS.get(kind, kind) or "credit"}


def _pairs(row: Sequence[str], columns: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each cell under its column; a cell beyond the last column is refused by its own text."""
    for at, cell in enumerate(row):
        name = columns[at] if at < len(columns) else ""
        if name:
            yield name, cell
        elif cell.strip():
            yield f"第 {at + 1} 列“{cell.strip()}”", cell
