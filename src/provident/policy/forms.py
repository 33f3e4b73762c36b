"""格式问题 · what is wrong with the form of a sheet, in words for the policy department."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from provident.policy.sheets import Problem, Sheet

_SENTENCES = {
    "missing": "缺少“{key}”",
    "extra_forbidden": "不认识“{key}”",
    "date_type": "“{key}”应为日期，写作 2026-07-01（不加引号）",
    "int_type": "“{key}”应为整数",
    "string_type": "“{key}”应为文字",
    "dict_type": "“{key}”应为“名称: 内容”的列表",
    "model_type": "“{key}”应为“名称: 内容”的列表",
    "tuple_type": "“{key}”应为列表",
    "too_short": "“{key}”的内容太少",
    "string_too_short": "“{key}”不能为空",
    "literal_error": "“{key}”不在可选的范围内",
    "greater_than": "“{key}”必须大于零",
    "greater_than_equal": "“{key}”太小",
    "less_than_equal": "“{key}”太大",
    "union_tag_not_found": "“{key}”不是可用的取值形式",
    "union_tag_invalid": "“{key}”不是可用的取值形式",
}


def form_problems(
    error: ValidationError, sheet: Sheet, body: Any, record: str
) -> list[Problem]:
    """One problem for each thing that the form refuses."""
    return [_problem(item, sheet, body, record) for item in error.errors()]


def _problem(item: Any, sheet: Sheet, body: Any, record: str) -> Problem:
    place: Sequence[str | int] = item["loc"]
    kind: str = item["type"]
    key = next((part for part in reversed(place) if isinstance(part, str)), "内容")
    cause = item.get("ctx", {}).get("error")
    says = str(cause) if cause else _SENTENCES.get(kind, "“{key}”不符合格式").format(key=key)
    return Problem(sheet.file, record or _record(place, body), _code(kind, key), says)


def _code(kind: str, key: str) -> str:
    if key == "basis" and kind in {"missing", "too_short", "tuple_type"}:
        return "basis_missing"
    return {"extra_forbidden": "unknown_key", "missing": "missing"}.get(kind, "form")


def _record(place: Sequence[str | int], body: Any) -> str:
    """The record a place lies in, named by its first day as people would."""
    if len(place) < 2 or place[0] != "history":
        return ""
    try:
        return f"from {body['history'][place[1]]['from']}"
    except (KeyError, IndexError, TypeError):
        return f"第 {int(place[1]) + 1} 条"
