"""业务场景文件 · what a story may contain, and what is wrong with one, said by name.

A story is read and checked before anything runs: an unknown word, step or reference is
reported with the file and the number of the step.  The guide to writing one is
`docs/guide/stories.md`; the words below are the whole vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from provident.kernel.places import project_dir
from provident.policy.strict_yaml import YamlError, parse_yaml, read_yaml

TOP = frozenset({"title", "shows", "basis", "reads", "given", "steps"})
MAY = frozenset({"given", "reads"})
GIVEN = frozenset({"employers", "members", "lists", "entered"})
ENTERED = frozenset({"parameter", "centre", "from", "value"})

STEPS: Mapping[str, frozenset[str]] = {
    "do": frozenset(
        {"with", "by", "id", "refused", "conflict", "says", "gives", "as", "replayed"}
    ),
    "bank": frozenset(
        {"from", "to", "amount", "summary", "remark", "on", "of", "as", "kind", "gives", "says"}
    ),
    "roster": frozenset({"people", "file", "as", "refused", "says"}),
    "entry": frozenset(),
    "balances": frozenset(),
    "list": frozenset({"state", "上月", "增加", "减少", "本月", "单位", "个人", "lines"}),
    "day": frozenset({"on", "refused", "conflict", "says", "gives", "replayed"}),
    "books": frozenset(),
    "calc": frozenset({"with", "centre", "refused", "says", "gives"}),
    "rule": frozenset({"with", "centre", "refused", "says", "gives"}),
    "policy": frozenset({"on", "with", "centre", "area", "refused", "says", "gives"}),
}
"""Every kind of step with the words that may stand beside it."""

QUESTIONS = frozenset({"calc", "rule", "policy"})
"""Steps that only ask, so that a story of nothing else needs no books."""

BANK_VERBS: Mapping[str, frozenset[str]] = {
    "来款": frozenset({"from", "amount"}),
    "结息": frozenset({"amount"}),
    "手续费": frozenset({"amount"}),
    "冲正": frozenset({"of"}),
    "退汇": frozenset({"of"}),
    "重发通知": frozenset({"of"}),
    "执行付款": frozenset(),
    "拒绝付款": frozenset(),
    "送达通知": frozenset(),
    "查询明细": frozenset(),
    "查询结果": frozenset(),
    "漏发通知": frozenset(),
    "多报金额": frozenset({"amount"}),
    "不应答": frozenset(),
}
"""What the bank can do, with the words that each needs beside it."""

DAY_VERBS = frozenset({"切点", "日结"})
NEXT = frozenset({"id_number", "mobile", "card", "credit_code", "bank_account"})
"""What `$next.…` can make up."""

REFERENCE = re.compile(r"\$(\w+)((?:\.\w+)*)")


class StoryError(Exception):
    """The story's file is wrong, not the system; the sentence says where and what."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its place from 1, its kind, what stands behind it and beside it."""

    number: int
    kind: str
    subject: Any
    beside: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Story:
    """One story as its file tells it; `name` is its place below `scenarios/`."""

    name: str
    title: str
    shows: str
    basis: tuple[str, ...]
    reads: tuple[str, ...]
    given: Mapping[str, Any]
    steps: tuple[Step, ...]


def story_files() -> list[Path]:
    """Every story of the project, in the order of the folders and names."""
    return sorted(project_dir("scenarios").glob("*/*.yaml"))


def name_of(path: Path) -> str:
    """`lists/underpaid` for `scenarios/lists/underpaid.yaml`."""
    return f"{path.parent.name}/{path.stem}"


def read_story(path: Path, world: Mapping[str, Any]) -> Story:
    """Read and check one file.  Raises `StoryError` with every fault that it finds."""
    name = name_of(path)
    try:
        content = plain(parse_yaml(path.read_text(encoding="utf-8")))
    except YamlError as error:
        raise StoryError(f"{name}：{error}") from None
    if not isinstance(content, Mapping):
        raise StoryError(f"{name}：文件应由 title、shows、basis、given、steps 组成")
    faults = [*_top_faults(content), *_step_faults(content.get("steps"))]
    if not faults:
        faults = list(_reference_faults(content, world))
    if faults:
        raise StoryError(f"{name}：" + "；".join(faults))
    return Story(
        name,
        content["title"],
        content["shows"],
        tuple(content["basis"]),
        tuple(content.get("reads") or ()),
        content.get("given") or {},
        tuple(_step(number, body) for number, body in enumerate(content["steps"], 1)),
    )


def plain(value: Any) -> Any:
    """Numbers and dates as they are written: amounts and months stay text in a story."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (bool, str)):
        return value
    return str(value)


def references(value: Any) -> Iterator[tuple[str, str]]:
    """Every `$name.path` below a value: the name, and the path with its dots."""
    if isinstance(value, Mapping):
        for item in value.values():
            yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)
    elif isinstance(value, str):
        for match in REFERENCE.finditer(value):
            yield match[1], match[2]


def _step(number: int, body: Mapping[str, Any]) -> Step:
    kind = next(word for word in body if word in STEPS)
    return Step(number, kind, body[kind], {word: body[word] for word in body if word != kind})


def _top_faults(content: Mapping[str, Any]) -> Iterator[str]:
    for word in sorted(TOP - MAY - set(content)):
        yield f"缺少 {word}"
    for word in sorted(set(content) - TOP):
        yield f"不认识“{word}”，可用的有 {'、'.join(sorted(TOP))}"
    for word in sorted(set(content.get("given") or {}) - GIVEN):
        yield f"given 里不认识“{word}”，可用的有 {'、'.join(sorted(GIVEN))}"
    for at, one in enumerate((content.get("given") or {}).get("entered") or [], 1):
        if not isinstance(one, Mapping) or one.keys() != ENTERED:
            yield f"entered 第 {at} 条应由 {'、'.join(sorted(ENTERED))} 组成"
    documents = _documents()
    for citation in content.get("basis") or []:
        if citation.partition("#")[0] not in documents:
            yield f"basis 引用的文件“{citation}”没有登记"


@cache
def _documents() -> frozenset[str]:
    """What may be cited: the register of policies, and what the chart of accounts rests on."""
    policies = project_dir("policies")
    files = [policies / "documents.yaml", *sorted((policies / "documents").glob("*.yaml"))]
    register = frozenset(name for file in files for name in read_yaml(file))
    chart = yaml.safe_load(
        (project_dir("standards") / "chart_of_accounts.yaml").read_text(encoding="utf-8")
    )
    return register | frozenset(chart["basis"])


def _step_faults(steps: Any) -> Iterator[str]:
    if not isinstance(steps, list) or not steps:
        yield "steps 应是一个接一个的步骤"
        return
    for number, body in enumerate(steps, 1):
        words = list(body) if isinstance(body, Mapping) else []
        kinds = [word for word in words if word in STEPS]
        if len(kinds) != 1:
            named = "、".join(words) or str(body)
            yield f"第 {number} 步“{named}”：应有且只有一个步骤词（{'、'.join(STEPS)}）"
            continue
        for word in words:
            if word != kinds[0] and word not in STEPS[kinds[0]]:
                yield f"第 {number} 步（{kinds[0]}）不认识“{word}”"
        yield from _subject_faults(number, kinds[0], body)


def _subject_faults(number: int, kind: str, body: Mapping[str, Any]) -> Iterator[str]:
    """What stands behind the word of a step must be one of its verbs, and complete."""
    subject = body[kind]
    if kind == "bank" and subject not in BANK_VERBS:
        yield f"第 {number} 步：银行不会“{subject}”，会的有 {'、'.join(BANK_VERBS)}"
    elif kind == "bank":
        for word in sorted(BANK_VERBS[subject] - body.keys()):
            yield f"第 {number} 步（{subject}）缺少 {word}"
    elif kind == "policy" and "on" not in body:
        yield f"第 {number} 步（policy）缺少 on"
    elif kind == "day" and subject not in DAY_VERBS:
        yield f"第 {number} 步：会计日只有 {'、'.join(sorted(DAY_VERBS))}，没有“{subject}”"


def _reference_faults(content: Mapping[str, Any], world: Mapping[str, Any]) -> Iterator[str]:
    """References to names that nothing has introduced yet."""
    known = {"next", *world["bank_accounts"]}
    given = content.get("given") or {}
    for part in ("employers", "members", "lists"):
        for name, body in (given.get(part) or {}).items():
            yield from _unknown(body, known, "given ")
            known.add(name)
    for number, body in enumerate(content["steps"], 1):
        yield from _unknown(body, known, f"第 {number} 步")
        if body.get("as"):
            known.add(body["as"])


def _unknown(body: Any, known: set[str], where: str) -> Iterator[str]:
    for name, path in references(body):
        if name not in known:
            yield f"{where}：前面没有叫“{name}”的主体或结果"
        elif name == "next" and path.removeprefix(".") not in NEXT:
            yield f"{where}：$next 只能是 {'、'.join(sorted(NEXT))}"
