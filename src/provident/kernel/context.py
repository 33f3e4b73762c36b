"""操作环境 · what an operation may know about its surroundings.

Business code gets its date, its number, its people and its policy from here and from
nowhere else.  It never asks the clock, never opens a transaction and never checks rights.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from provident.kernel.policy_source import Fact, PolicySource, PolicyValue
from provident.kernel.refusal import Defect

SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class By:
    """由谁、经何渠道 · who starts an operation and through which channel.

    `maker` starts it, `checker` is the second person where two are needed.  The processes
    of the system itself come as `By.machine("notices")`; no person's channel can.
    """

    maker: str
    checker: str | None = None
    channel: str = "counter"

    @classmethod
    def machine(cls, name: str) -> By:
        """One of the system's own processes."""
        return cls(f"{SYSTEM}:{name}", None, SYSTEM)

    @property
    def is_machine(self) -> bool:
        return self.channel == SYSTEM

    @property
    def claims_to_be_machine(self) -> bool:
        return same_person(self.maker.partition(":")[0], SYSTEM)


_MACHINES = {
    "notices": "银行通知",
    "payments": "结算付款",
    "vouchers": "编制凭证",
    "staging": "名单预审",
    "installation": "安装",
}


def shown(name: str) -> str:
    """A maker or checker as a person reads it: a name, or which part of the system it was."""
    who, _, part = name.partition(":")
    if who != SYSTEM:
        return name
    return f"系统（{_MACHINES[part]}）" if part in _MACHINES else "系统"


def same_person(one: str, other: str) -> bool:
    """Whether two names are one: blanks, letter case and the width of letters do not count."""
    return _person(one) == _person(other)


def _person(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


@dataclass(frozen=True, slots=True)
class Context:
    """操作环境 · handed to every operation as `at`."""

    operation_id: UUID
    operation_no: str
    code: str
    business_date: date
    by: By
    centre: str
    source: PolicySource | None = None
    dry_run: bool = False

    @property
    def policy_release(self) -> int | None:
        """The release that every question of this operation is answered from."""
        return self.source.release_id if self.source else None

    def policy(
        self,
        name: str,
        *,
        on: date,
        area: str | None = None,
        facts: Mapping[str, Fact] | None = None,
    ) -> PolicyValue:
        """The policy value in force on the date that selects it.

        Returns the library's `PolicyValue` (value, basis, validity).  Refuses outside the
        known window and where the centre has not entered its own value yet.
        """
        if self.source is None:
            raise Defect("no policy source is bound")
        return self.source.value(name, on=on, centre=self.centre, area=area, facts=facts)
