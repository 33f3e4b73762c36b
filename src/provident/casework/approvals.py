"""复核规定 · which operations need a second person, read from `duties/approvals.yaml`.

What is declared `two_persons` in the code always needs one; the file says who may be it and
by when, and may ask for one where the code does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from provident.kernel.field_reasons import field_reasons
from provident.kernel.money import Yuan
from provident.kernel.operation import OperationSpec
from provident.kernel.places import project_dir
from provident.kernel.refusal import Defect, Reason, Refusal, refuse
from provident.policy.strict_yaml import YamlError, read_yaml

FILE = "approvals.yaml"
ALL = ".*"

RoleName = Literal["teller", "reviewer", "accountant", "administrator", "auditor"]
ROLE_WORDS: dict[str, JsonValue] = {
    "teller": "柜员",
    "reviewer": "复核",
    "accountant": "会计",
    "administrator": "系统管理员",
    "auditor": "稽核",
}


class Approval(BaseModel):
    """复核规定的一条 · who checks, until when, and from which amount (yuan, inclusive).

    Without `from_amount` the entry asks for a second person only where the code does.
    `matter` joins operations that deal with the same thing; "" is the operation itself.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    checkers: tuple[RoleName, ...] = Field(
        title="复核岗位", min_length=1, json_schema_extra={"words": ROLE_WORDS}
    )
    days: int = Field(title="工作日数", ge=1, le=30)
    from_amount: Annotated[Yuan, Field(ge=0)] | None = Field(default=None, title="起点金额")
    matter: str = Field(default="", title="事项", max_length=30)

    def asks_from(self, amount: Decimal | None) -> bool:
        """Whether the file asks for a second person at this amount; "0.00" always does."""
        if self.from_amount is None:
            return False
        return self.from_amount == 0 or (amount is not None and amount >= self.from_amount)


class Approvals:
    """复核规定 · the whole file, by operation code or pattern."""

    def __init__(self, entries: Mapping[str, Approval]) -> None:
        self.entries = entries

    def find(self, code: str) -> Approval | None:
        """The entry for an operation; its own before that of its whole business."""
        return self.entries.get(code) or self.entries.get(code.partition(".")[0] + ALL)


def approval(found: OperationSpec) -> Approval | None:
    """复核规定 · the entry for an operation, None where the file has none.

    An operation by two persons without an entry is a `Defect`: nobody could check it.
    """
    entry = approvals().find(found.code)
    if entry is None and found.two_persons:
        raise Defect(f"duties/{FILE} says nothing of {found.code}, which needs two persons")
    return entry


@cache
def approvals() -> Approvals:
    """The rules of `duties/approvals.yaml`, read once; see `read_approvals`."""
    return read_approvals(project_dir("duties") / FILE)


def read_approvals(path: Path) -> Approvals:
    """Read and check one file.  Raises `Refusal` with every fault in words."""
    try:
        content = read_yaml(path)
    except YamlError as error:
        raise refuse("approvals.unreadable", f"{path.name}：{error}。") from None
    given = (
        content.get("approvals") if isinstance(content, dict) and len(content) == 1 else None
    )
    if not isinstance(given, dict):
        raise refuse(
            "approvals.unreadable", f"{path.name} 应只有 approvals 一项，其下逐项写业务代码。"
        )
    entries: dict[str, Approval] = {}
    reasons: list[Reason] = []
    for code, entry in given.items():
        try:
            entries[code] = Approval.model_validate(entry)
        except ValidationError as error:
            reasons += [
                Reason("approvals.field", f"{path.name}，{code}：{one.says}", one.facts)
                for one in field_reasons(Approval, error.errors())
            ]
    if reasons:
        raise Refusal(reasons)
    return Approvals(entries)
