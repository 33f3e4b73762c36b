"""岗位职责 · what each role may make, check and see, read from `duties/roles.yaml`.

The file is data for the people who assign duties.  A mistake in it is told in words with
the place, and the system does not start to work on a half-understood file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from provident.kernel.places import project_dir
from provident.kernel.refusal import Defect
from provident.policy.strict_yaml import YamlError, read_yaml

FILE = "roles.yaml"

Pattern = Annotated[str, Field(pattern=r"^([a-z]+\.([a-z_]+|\*)|\*)$")]
"""An operation's code, `collection.*` for a whole business, or `*` for all."""

Page = Annotated[str, Field(pattern=r"^([a-z_]+|\*)$")]


class Role(BaseModel):
    """岗位 · one role. `scope`: works in one branch, for the whole centre, or in either."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = Field(min_length=1)
    scope: Literal["branch", "centre", "either"]
    alone: bool = False
    second_factor: bool
    rows_max: int = Field(ge=0)
    makes: tuple[Pattern, ...] = ()
    checks: tuple[Pattern, ...] = ()
    sees: tuple[Page, ...] = ()


class SignIn(BaseModel):
    """登录规则 · counts and times; minutes and hours say so in their names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    password_length_min: int = Field(ge=8, le=64)
    passwords_remembered: int = Field(ge=1, le=24)
    failures_max: int = Field(ge=3, le=20)
    lock_minutes: int = Field(ge=1, le=1440)
    idle_minutes: int = Field(ge=1, le=480)
    one_time_hours: int = Field(ge=1, le=168)


class Duties(BaseModel):
    """岗位职责 · the whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sign_in: SignIn
    roles: dict[str, Role]


@cache
def duties() -> Duties:
    """The duties of `duties/roles.yaml`, read once; `Defect` in words when they are wrong."""
    return read_duties(project_dir("duties") / FILE)


def read_duties(path: Path) -> Duties:
    """Read and check one file of duties.  Raises `Defect` with every fault and its place."""
    try:
        return Duties.model_validate(read_yaml(path))
    except YamlError as error:
        raise Defect(f"{path.name}：{error}") from None
    except ValidationError as error:
        faults = "；".join(_fault(one["loc"], one["type"]) for one in error.errors())
        raise Defect(f"{path.name} 有误：{faults}。") from None


_FAULTS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这样的项目，请核对拼写",
    "literal_error": "不是允许的写法",
    "string_pattern_mismatch": "写法不对",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "greater_than_equal": "数字太小",
    "less_than_equal": "数字太大",
}


def _fault(place: Iterable[object], kind: str) -> str:
    return f"{' → '.join(map(str, place))} {_FAULTS.get(kind, '内容不合要求')}"


@cache
def matches(patterns: tuple[str, ...], name: str) -> bool:
    """Whether one of the patterns covers an operation's code or a page's name."""
    return any(_expression(pattern).fullmatch(name) for pattern in patterns)


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    return re.compile(re.escape(pattern).replace(r"\*", ".*"))
