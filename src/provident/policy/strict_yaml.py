"""严格读取 · YAML read so that a policy file means exactly what it shows.

Plain YAML hides traps: a repeated key silently wins, an alias can grow to gigabytes, `no`
turns into false, `012` into ten and `2.10` into a binary fraction.  Here each of them is
either refused or read as it is written: integers as int, decimals as Decimal, ISO days as
date, `true`/`false` as bool, everything else as text.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

FILE_BYTES_MAX = 256 * 1024
DEPTH_MAX = 16

_PLAIN_SCALARS = (
    ("tag:yaml.org,2002:null", r"(?:~|null|)", "~n\0"),
    ("tag:yaml.org,2002:bool", r"(?:true|false)", "tf"),
    ("tag:yaml.org,2002:int", r"-?(?:0|[1-9][0-9]{0,17})", "-0123456789"),
    ("tag:yaml.org,2002:float", r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,10}", "-0123456789"),
    ("tag:yaml.org,2002:timestamp", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "0123456789"),
)


class YamlError(ValueError):
    """The file is not acceptable YAML; the message names line and reason in Chinese.

    `code` names the kind of fault, so that a list of problems can be sorted by it.
    """

    def __init__(self, says: str, code: str = "yaml") -> None:
        super().__init__(says)
        self.code = code


class _StrictLoader(yaml.SafeLoader):
    """SafeLoader without aliases, tags, repeated keys, binary floats and deep nesting."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012
    _depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event: Any = self.peek_event()
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise _error(event, "yaml_alias", "不允许使用锚点（&）和别名（*），请把内容写全")
        if getattr(event, "tag", None) is not None:
            raise _error(event, "yaml_tag", "不允许使用类型标签（!）")
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise _error(event, "yaml_depth", f"嵌套超过 {DEPTH_MAX} 层")
        try:
            return super().compose_node(parent, index)
        finally:
            self._depth -= 1

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _error(key, "yaml_key", "键必须是文字")
            if key.tag != "tag:yaml.org,2002:str":
                raise _error(key, "yaml_key", f"键“{key.value}”像是数字或日期，请加引号")
            if key.value in seen:
                raise _error(key, "yaml_key_twice", f"键“{key.value}”出现了两次")
            seen.add(key.value)
        return super().construct_mapping(node, deep)

    def read_decimal(self, node: Any) -> Decimal:
        return Decimal(self.construct_scalar(node))

    def read_int(self, node: Any) -> int:
        return int(self.construct_scalar(node))

    def read_day(self, node: Any) -> date:
        text = self.construct_scalar(node)
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise _error(node, "yaml_day", f"没有这一天：{text}") from None


for _tag, _pattern, _first in _PLAIN_SCALARS:
    _letters = ["" if letter == "\0" else letter for letter in _first]
    _StrictLoader.add_implicit_resolver(_tag, re.compile(f"^{_pattern}$"), _letters)
_StrictLoader.add_constructor("tag:yaml.org,2002:float", _StrictLoader.read_decimal)
_StrictLoader.add_constructor("tag:yaml.org,2002:int", _StrictLoader.read_int)
_StrictLoader.add_constructor("tag:yaml.org,2002:timestamp", _StrictLoader.read_day)


def read_yaml(path: Path) -> Any:
    """Return the plain content of one YAML file.

    Raises `YamlError` for everything listed in the module's head, for files above
    `FILE_BYTES_MAX` and for text that is not UTF-8.
    """
    with path.open("rb") as file:
        data = file.read(FILE_BYTES_MAX + 1)
    if len(data) > FILE_BYTES_MAX:
        raise YamlError(f"文件超过 {FILE_BYTES_MAX // 1024} KB", "yaml_size")
    try:
        return parse_yaml(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise YamlError("文件不是 UTF-8 编码", "yaml_encoding") from None


def parse_yaml(text: str) -> Any:
    """Return the plain content of one YAML document; raises `YamlError`."""
    try:
        return yaml.load(text, Loader=_StrictLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"第 {mark.line + 1} 行：" if mark else ""
        raise YamlError(f"{where}{error.problem or 'YAML 语法错误'}") from None
    except yaml.YAMLError as error:
        raise YamlError(f"YAML 语法错误：{error}") from None


def _error(at: Any, code: str, says: str) -> YamlError:
    return YamlError(f"第 {at.start_mark.line + 1} 行：{says}", code)
