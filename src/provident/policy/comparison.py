"""政策比对 · what changed between two libraries, record by record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from provident.policy.library import Library

Step = dict[tuple[str, ...], Any]


@dataclass(frozen=True, slots=True)
class Change:
    """变更 · one record or heading that is only in one library or differs.

    `place` reads from the outside in, e.g. 参数 · collection.ratio_max · from 2016-05-01.
    """

    kind: Literal["新增", "删除", "修改"]
    place: str
    before: str | None
    after: str | None


def compare(before: Library, after: Library) -> list[Change]:
    """Every change from one library to the other, in the order of its place."""
    return list(_changes(_flat(before.content), _flat(after.content)))


def _changes(old: Step, new: Step) -> Iterator[Change]:
    for key in sorted(old.keys() | new.keys()):
        place = " · ".join(key)
        if key not in old:
            yield Change("新增", place, None, _text(new[key]))
        elif key not in new:
            yield Change("删除", place, _text(old[key]), None)
        elif old[key] != new[key]:
            yield Change("修改", place, _text(old[key]), _text(new[key]))


def _flat(content: dict[str, Any]) -> Step:
    flat: Step = {("文件", code): body for code, body in content["documents"].items()}
    flat |= {("中心", code): body for code, body in content["centres"].items()}
    for name, body in content["parameters"].items():
        flat |= _records(("参数", name), body)
    for code, values in content["local"].items():
        for name, body in values.items():
            flat |= _records(("地方取值", code, name), body)
    return flat


def _records(place: tuple[str, ...], body: dict[str, Any]) -> Step:
    heading = {key: value for key, value in body.items() if key != "history"}
    flat: Step = {place: heading}
    for record in body.get("history", []):
        area = f" {record['area']}" if record.get("area") else ""
        flat[*place, f"from {record['from']['$date']}{area}"] = record
    return flat


def _text(body: Any) -> str:
    """A stored piece as one line, with numbers and dates shown bare."""
    return json.dumps(_bare(body), ensure_ascii=False, sort_keys=True)


def _bare(stored: Any) -> Any:
    match stored:
        case {"$number": str() as text} | {"$date": str() as text}:
            return text
        case dict():
            return {key: _bare(value) for key, value in stored.items()}
        case list():
            return [_bare(value) for value in stored]
        case _:
            return stored
