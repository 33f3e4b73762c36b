"""会计科目 · the chart of accounts and the roles that posting rules speak of.

Source: `standards/chart_of_accounts.yaml` (财会字〔1999〕33号, 财会字〔2000〕12号).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from provident.kernel.refusal import Defect
from provident.standards.files import read

Side = Literal["debit", "credit"]
Nature = Literal["asset", "liability", "net", "income", "expense"]
Grade = Literal["official", "secondary", "practice", "deduced", "unconfirmed"]
Children = Literal[
    "bank_account", "member", "employer", "receipt", "debtor", "borrower", "bond"
]
"""What the holders, or the children, of a 科目 are made of."""

LEVEL_1_DIGITS = 3
DIGITS_PER_LEVEL = 2


@dataclass(frozen=True, slots=True)
class GlAccount:
    """科目 · one account of the general ledger.

    `side` is the side on which its balance normally stands; `by` what the holders below it
    are made of; `grade` how far the record rests on the official text.
    """

    code: str
    name: str
    side: Side
    nature: Nature
    valid_from: date
    basis: str
    grade: Grade
    by: Children | None

    @property
    def level(self) -> int:
        """1 for the ministry's three digits, 2 for five, and so on."""
        return 1 + (len(self.code) - LEVEL_1_DIGITS) // DIGITS_PER_LEVEL

    @property
    def parent(self) -> str | None:
        return None if self.level == 1 else self.code[:-DIGITS_PER_LEVEL]

    @property
    def label(self) -> str:
        """For vouchers and books, which never show the code alone (办法, 总则)."""
        return f"{self.code} {self.name}"


@dataclass(frozen=True, slots=True)
class Role:
    """角色 · the part a line plays in a posting rule, e.g. `member` or `fund_deposit`.

    With `via` "bank_account" the line goes to the child of `gl_account` that belongs to the
    bank account of the business; without it to `gl_account` itself.
    """

    name: str
    gl_account: GlAccount
    via: Literal["bank_account"] | None
    grade: Grade


def chart(on: date | None = None) -> Mapping[str, GlAccount]:
    """Every 科目 by code; with `on`, those that existed on that day."""
    whole = _chart()
    if on is None:
        return whole
    return MappingProxyType({c: a for c, a in whole.items() if a.valid_from <= on})


def role(name: str) -> Role:
    """The role of that name.  An unknown name is a `Defect`: posting rules are ours."""
    try:
        return roles()[name]
    except KeyError:
        raise Defect(f"会计科目表没有角色 {name}") from None


@cache
def roles() -> Mapping[str, Role]:
    """Every role by name."""
    entries = read("chart_of_accounts.yaml")["roles"]
    return MappingProxyType(
        {
            name: Role(name, _chart()[entry["gl_account"]], entry.get("via"), entry["grade"])
            for name, entry in entries.items()
        }
    )


@cache
def _chart() -> Mapping[str, GlAccount]:
    content = read("chart_of_accounts.yaml")
    basis: Mapping[str, str] = content["basis"]
    return MappingProxyType(
        {code: _gl_account(code, e, basis) for code, e in content["gl_accounts"].items()}
    )


def _gl_account(code: str, entry: Mapping[str, Any], basis: Mapping[str, str]) -> GlAccount:
    return GlAccount(
        code=code,
        name=entry["name"],
        side=entry["side"],
        nature=entry["nature"],
        valid_from=entry["from"],
        basis=basis[entry["basis"]],
        grade=entry["grade"],
        by=entry.get("by"),
    )
