"""政策比对 · what changed between two libraries: record by record, and case by case."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from provident.kernel.refusal import Defect, Refusal
from provident.policy.library import Library
from provident.policy.parameters import Example
from provident.policy.wording import spelled

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


@dataclass(frozen=True, slots=True)
class CaseChange:
    """受影响的算例 · a case that two policies answer differently, each answer in words."""

    name: str
    example: Example
    before: str
    after: str


def compare(before: Library, after: Library) -> list[Change]:
    """Every change from one library to the other, in the order of its place."""
    return list(_changes(_flat(before.content), _flat(after.content)))


def compare_cases(before: Library, after: Library) -> list[CaseChange]:
    """The examples of both libraries that do not get the same answer from both.

    An example that both have counts once, as the later library words it.
    """
    return [
        CaseChange(name, example, was, now)
        for name, example in _examples(before, after)
        if (was := _answer(before, name, example)) != (now := _answer(after, name, example))
    ]


def _examples(before: Library, after: Library) -> Iterator[tuple[str, Example]]:
    seen: set[tuple[str, str]] = set()
    for library in (after, before):
        for name in library.names():
            for example in library.parameter(name).examples:
                if (name, example.name) not in seen:
                    seen.add((name, example.name))
                    yield name, example


def _answer(library: Library, name: str, example: Example) -> str:
    """The answer in words; a refusal, or facts that are not enough, is an answer too."""
    if name not in library.names():
        return "没有这个参数"
    try:
        found = library.value(
            name,
            on=example.on,
            centre=example.centre,
            area=example.area,
            facts=example.facts,
        )
    except Refusal as refusal:
        return f"拒绝：{refusal}"
    except Defect as defect:
        return f"算例的事实不够：{defect}"
    return spelled(library.parameter(name), found.value)


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
    flat |= {
        ("条文", code, f"第 {article['article']:>2} 条"): article
        for code, articles in content.get("articles", {}).items()
        for article in articles
    }
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
        flat[*place, f"from {record['from']['$date']}{_areas(record)}"] = record
    return flat


def _areas(record: dict[str, Any]) -> str:
    area = record.get("area") or []
    return "".join(f" {one}" for one in ([area] if isinstance(area, str) else area))


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
