"""业务目录 · every operation with title, code, legal basis and posting rules."""

from __future__ import annotations

from typing import Any

from provident.kernel.operation import OperationSpec, catalogue

MOVES = {"none": "不动账", "in": "资金进", "out": "资金出", "inside": "账内转"}


def rows() -> list[dict[str, Any]]:
    """One plain record for each registered operation, in the order of the code."""
    return [_row(spec) for spec in catalogue()]


def _row(spec: OperationSpec) -> dict[str, Any]:
    return {
        "code": spec.code,
        "title": spec.title,
        "about": (spec.about or "").strip().splitlines()[0],
        "basis": list(spec.basis),
        "posting": list(spec.posting),
        "moves": spec.moves,
        "two_persons": spec.two_persons,
        "machine_only": spec.machine_only,
        "command": spec.command.model_json_schema(),
    }
