"""提取人 · whether this member may withdraw at all, whatever the case.

依据  《住房公积金管理条例》(2026) 第四十一条 (bans of 3 and 5 years); 第十三条 (the account)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from provident.collection.rules.findings import Findings
from provident.kernel.dates import chinese_date
from provident.withdrawal.rules.limits import Money

State = Literal["normal", "sealed", "closed"]


@dataclass(frozen=True, slots=True)
class Ban:
    """限制 · no withdrawal and no loan from `from_on` to the day before `until_on`.

    `offence` is what was found, e.g. 骗提; `basis` the article of the decision.
    """

    offence: str
    from_on: date
    until_on: date
    basis: tuple[str, ...]

    def holds(self, day: date) -> bool:
        return self.from_on <= day < self.until_on


@dataclass(frozen=True, slots=True)
class Person:
    """提取人 · state of the holder, consecutive months paid in full, money and bans."""

    state: State
    months_paid: int
    money: Money
    bans: tuple[Ban, ...] = ()


def judge_person(person: Person, on: date, found: Findings) -> date | None:
    """Reasons that hold for every case; returns the day on which the last ban ends, if any."""
    found.refuse_if(
        person.state == "closed",
        "withdrawal.closed",
        "该账户已经销户，没有可以提取的余额；如有疑问请查询销户记录。",
    )
    standing = [ban for ban in person.bans if ban.holds(on)]
    for ban in standing:
        found.refuse(
            "withdrawal.banned",
            f"因{ban.offence}，{chinese_date(ban.until_on)}以前不得提取住房公积金；"
            "对决定有异议的，可以依法申请行政复议或者提起行政诉讼。",
            basis=ban.basis,
            until=ban.until_on.isoformat(),
            offence=ban.offence,
        )
    return max((ban.until_on for ban in standing), default=None)


def later(*days: date | None) -> date | None:
    """The latest of several days, None where there is none."""
    return max((day for day in days if day is not None), default=None)
