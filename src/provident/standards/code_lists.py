"""代码表 · the code lists behind coded items: sex, marital status, industry, bank …

Source: `standards/code_lists.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from provident.kernel.refusal import Defect, Reason, Refusal
from provident.standards.files import read


@dataclass(frozen=True, slots=True)
class CodeList:
    """代码表 · one list of codes.

    `unknown`  the code for "not stated", None where the standard has none;
    `other`    the code for "something else", which is an answer;
    `pending`  True for a list that the standard has but whose values are not entered: it
               has no codes, and every code is refused;
    `kept`     where the codes are when they are not a list (科目, 行政区划).
    """

    name: str
    zh: str
    standard: str
    codes: Mapping[str, str]
    unknown: str | None = None
    other: str | None = None
    pending: bool = False
    kept: str | None = None

    def find(self, text: str) -> str | None:
        """The code that `text` means, given as a code or as its official name."""
        wanted = text.strip()
        if wanted in self.codes:
            return wanted
        return next((code for code, name in self.codes.items() if name == wanted), None)

    def check(self, code: str) -> tuple[Reason, ...]:
        """No reason when the list has `code`; otherwise what is wrong and what to do."""
        if code in self.codes:
            return ()
        if self.pending:
            says = (
                f"“{self.zh}”的代码表（{self.standard}）尚未录入，请先由管理人员录入后再填写。"
            )
            return (Reason("code.list_pending", says, {"list": self.name}, (self.standard,)),)
        says = (
            f"“{self.zh}”没有代码“{code}”，请从它的代码表中选择；代码表依据：{self.standard}。"
        )
        facts = {"list": self.name, "code": code}
        return (Reason("code.unknown", says, facts, (self.standard,)),)


def code_list(name: str) -> CodeList:
    """The list of that name.  An unknown name is a `Defect`: names come from our own code."""
    try:
        return code_lists()[name]
    except KeyError:
        raise Defect(f"没有名为 {name} 的代码表") from None


def require_code(name: str, code: str) -> str:
    """`code` when the list `name` has it; otherwise a `Refusal` that says so."""
    reasons = code_list(name).check(code)
    if reasons:
        raise Refusal(reasons)
    return code


@cache
def code_lists() -> Mapping[str, CodeList]:
    """Every list by name: those with codes, those still pending, those kept elsewhere."""
    content = read("code_lists.yaml")
    found = {name: _entered(name, entry) for name, entry in content["lists"].items()}
    for name, entry in content["pending"].items():
        found[name] = CodeList(name, entry["zh"], entry["standard"], {}, pending=True)
    for name, entry in content["elsewhere"].items():
        found[name] = CodeList(name, entry["zh"], entry["standard"], {}, kept=entry["kept"])
    return MappingProxyType(found)


def _entered(name: str, entry: Mapping[str, Any]) -> CodeList:
    return CodeList(
        name=name,
        zh=entry["zh"],
        standard=entry["standard"],
        codes=MappingProxyType(dict(entry["codes"])),
        unknown=entry["unknown"],
        other=entry["other"],
    )
