"""政策文件夹 · the policy files as they lie in their folders, before they are judged.

documents.yaml, documents/<group>.yaml  register of documents
regulations/<version>.yaml              the articles of a document
<business>/<parameter>.yaml             a parameter, declared for the whole country
centres/<code>/centre.yaml              a centre
centres/<code>/<business>/<parameter>.yaml   that centre's own values
centres/base_limits.yaml                base limits of many centres in one table
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from provident.policy import base_limits
from provident.policy.strict_yaml import YamlError, read_yaml

_WORD = r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*"
_CODE = r"\d{6}|[a-z]+"
_DOCUMENTS = re.compile(rf"documents\.yaml|documents/{_WORD}\.yaml")
_ARTICLES = re.compile(r"regulations/[a-z0-9_]+\.yaml")
_DECLARATION = re.compile(rf"(?P<business>{_WORD})/(?P<stem>{_WORD})\.yaml")
_CENTRE = re.compile(rf"centres/(?P<centre>{_CODE})/centre\.yaml")
_LOCAL = re.compile(
    rf"centres/(?P<centre>{_CODE})/(?P<business>{_WORD})/(?P<stem>{_WORD})\.yaml"
)
_BASE_LIMITS = "centres/base_limits.yaml"

SheetKind = Literal["documents", "articles", "parameter", "centre", "local"]


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of a policy file: where, which record, a stable code and a sentence."""

    file: str
    record: str
    code: str
    says: str

    def __str__(self) -> str:
        place = f"{self.file} · {self.record}" if self.record else self.file
        return f"{place}：{self.says}（{self.code}）"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file's plain content, with what its place says about it."""

    file: str
    kind: SheetKind
    body: Any
    name: str = ""
    centre: str = ""


def read_sheets(roots: Iterable[Path]) -> tuple[list[Sheet], list[Problem]]:
    """Read every policy file below the roots; what cannot be read becomes a problem."""
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    for root in roots:
        if not root.is_dir():
            problems.append(Problem(str(root), "", "folder_missing", "没有这个政策文件夹"))
            continue
        for path in _files(root):
            place = path.relative_to(root).as_posix()
            file = f"{root.name}/{place}"
            try:
                sheets += _sheets(file, place, read_yaml(path))
            except YamlError as error:
                problems.append(Problem(file, "", error.code, str(error)))
    return sheets, problems


def _files(root: Path) -> Iterator[Path]:
    return (path for path in sorted(root.rglob("*")) if path.suffix in {".yaml", ".yml"})


def _sheets(file: str, place: str, body: Any) -> list[Sheet]:
    if _DOCUMENTS.fullmatch(place):
        return [Sheet(file, "documents", body)]
    if _ARTICLES.fullmatch(place):
        return [Sheet(file, "articles", body)]
    if place == _BASE_LIMITS:
        return [Sheet(file, *piece) for piece in base_limits.expand(body)]
    if match := _CENTRE.fullmatch(place):
        return [Sheet(file, "centre", body, centre=match["centre"])]
    if match := _LOCAL.fullmatch(place):
        name = f"{match['business']}.{match['stem']}"
        return [Sheet(file, "local", body, name, match["centre"])]
    if match := _DECLARATION.fullmatch(place):
        return [Sheet(file, "parameter", body, f"{match['business']}.{match['stem']}")]
    raise YamlError("文件的位置或名称不符合政策文件夹的约定", "misplaced")
