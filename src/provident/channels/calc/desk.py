"""政策窗口 · one centre's policy, as the calculators ask it.

A calculator needs no database: the policy comes from a published release where there is one
and otherwise from the files that a release would be made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from provident.kernel.places import data_dir, project_dir
from provident.kernel.policy_source import Fact, PolicyValue
from provident.kernel.refusal import Reason, Refusal
from provident.policy.library import Library, LibraryError


@dataclass(frozen=True, slots=True)
class Desk:
    """一个中心的政策 · `release` is the number of the release, None for the files."""

    library: Library
    centre: str
    release: int | None = None

    def ask(
        self,
        name: str,
        *,
        on: date,
        facts: Mapping[str, Fact] | None = None,
        area: str | None = None,
    ) -> PolicyValue:
        """See `Library.value`; refuses in words where the centre entered nothing."""
        return self.library.value(name, on=on, centre=self.centre, area=area, facts=facts)

    def require(self, names: Iterable[str], *, on: date, area: str | None = None) -> None:
        """Refuse with a reason for every one of these parameters that has no value on `on`.

        So that somebody learns of everything that his centre has not entered at once.
        """
        reasons: list[Reason] = []
        if area is not None and area not in self.areas:
            says = f"{self.centre_name}没有登记代码为 {area} 的区县；请改正，或者不填。"
            facts = {"field": "area", "place": self.centre_name, "area": area}
            reasons.append(Reason("policy.area", says, facts))
        for name in names:
            try:
                self.library.record(name, on=on, centre=self.centre, area=area)
            except Refusal as refusal:
                reasons += refusal.reasons
        if reasons:
            raise Refusal(reasons)

    @property
    def areas(self) -> Mapping[str, str]:
        """Areas of the centre that may have values of their own: code → name."""
        known = self.library.centres().get(self.centre)
        return known.areas if known else {}

    def cite(self, code: str) -> str:
        """A citation in words: an article of a document, or the name of a parameter."""
        if code in self.library.names():
            return self.library.parameter(code).name
        return self.library.cite(code)

    @property
    def centre_name(self) -> str:
        known = self.library.centres().get(self.centre)
        return known.name if known else self.centre


def library_from_files() -> Library:
    """The policy as the files stand: what the system ships and the centre's own.

    Files that may not be used are refused with every problem in them.
    """
    own = data_dir() / "policies"
    try:
        return Library.load([project_dir("policies"), *([own] if own.is_dir() else [])])
    except LibraryError as error:
        reasons = [Reason(f"policy.{one.code}", f"政策文件：{one}") for one in error.problems]
        raise Refusal(reasons) from None
