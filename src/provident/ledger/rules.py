"""分录规则 · posting rules as data: business → 借/贷, proven to balance for all amounts.

A rule names its amounts; each line is the sum of some of them on one side.  A rule is
balanced for *every* amount exactly when each named amount counts as often (with sign) on
the debit side as on the credit side.  That is checked when the rules are loaded, so an
unbalanced rule never gets as far as an amount.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from provident.kernel.digest import sm3
from provident.kernel.places import project_dir
from provident.kernel.refusal import Defect

Side = Literal["debit", "credit"]


class RuleLine(BaseModel):
    """One line of a rule: `sum` of named amounts for the holders of a `role`.

    `red` is 红字: the same side with a negative amount.  `name` tells two lines of one
    role apart and is the role itself where it is left out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    side: Side
    role: str
    sum: tuple[str, ...] = Field(min_length=1)
    red: bool = False
    name: str = ""

    @property
    def key(self) -> str:
        return self.name or self.role

    @property
    def letter(self) -> str:
        """D (借) or C (贷), as the books store it."""
        return "D" if self.side == "debit" else "C"

    @property
    def sign(self) -> int:
        return -1 if self.red else 1


class PostingRule(BaseModel):
    """一条分录规则 · from `postings/*.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    title: str
    summary: str
    basis: tuple[str, ...]
    amounts: dict[str, str]
    lines: tuple[RuleLine, ...] = Field(min_length=2)

    def imbalance(self) -> dict[str, int]:
        """For each named amount, how often it is debited more than credited."""
        counts: Counter[str] = Counter()
        for line in self.lines:
            for amount in line.sum:
                counts[amount] += line.sign * (1 if line.side == "debit" else -1)
        return {name: count for name, count in counts.items() if count}

    @cached_property
    def digest(self) -> str:
        """SM3 of the rule's content; every entry keeps the digest of its rule."""
        body = json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)
        return sm3(body.encode("utf-8"))


@dataclass(frozen=True, slots=True)
class RuleFault:
    """What is wrong with a rule, in words for the accountant who wrote it."""

    rule: str
    says: str


def faults(rule: PostingRule, roles: frozenset[str] | set[str]) -> list[RuleFault]:
    """Every fault of one rule: unbalanced, unknown role, unknown or idle amount, twin line."""
    found = []
    for amount, count in rule.imbalance().items():
        side = "借方" if count > 0 else "贷方"
        found.append(RuleFault(rule.code, f"金额「{amount}」在{side}多记 {abs(count)} 次"))
    used = {amount for line in rule.lines for amount in line.sum}
    for amount in sorted(used - rule.amounts.keys()):
        found.append(RuleFault(rule.code, f"金额「{amount}」没有说明"))
    for amount in sorted(rule.amounts.keys() - used):
        found.append(RuleFault(rule.code, f"金额「{amount}」没有用到"))
    for line in rule.lines:
        if line.role not in roles:
            found.append(RuleFault(rule.code, f"没有「{line.role}」这个记账角色"))
    for key, count in Counter(line.key for line in rule.lines).items():
        if count > 1:
            found.append(RuleFault(rule.code, f"有 {count} 行都叫「{key}」，请用 name 区分"))
    return found


def read_rules(directory: Path) -> dict[str, PostingRule]:
    """Read every `*.yaml` below `directory`; a rule's code is the file's name and its key."""
    rules: dict[str, PostingRule] = {}
    for path in sorted(directory.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for key, body in content.items():
            code = f"{path.stem}.{key}"
            rules[code] = PostingRule.model_validate({"code": code, **body})
    return rules


@cache
def posting_rules() -> dict[str, PostingRule]:
    """The project's rules, loaded and proven once per process; a fault is a `Defect`."""
    from provident import standards

    rules = read_rules(project_dir("postings"))
    roles = set(standards.roles())
    found = [fault for rule in rules.values() for fault in faults(rule, roles)]
    if found:
        raise Defect("；".join(f"{fault.rule}：{fault.says}" for fault in found))
    return rules


def posting_rule(code: str) -> PostingRule:
    """The rule registered as `business.verb`; an unknown code is a `Defect`."""
    try:
        return posting_rules()[code]
    except KeyError:
        raise Defect(f"no posting rule {code!r}") from None
