"""One employer with two people and one paid month, as the operations make them."""

from __future__ import annotations

from dataclasses import dataclass

import enrolment_city as city
import receiving


@dataclass(frozen=True)
class Town:
    """What the pages are asked about."""

    employer: str
    aygul: str
    second: str
    references: tuple[str, str]
    bank: int


def build() -> Town:
    """November and December are confirmed; November is paid with 100 yuan over.

    Aygul earns 6 500.00, the other 6 000.00; both ratios are 12 %, so a month is
    2 × 780.00 + 2 × 720.00 = 3 000.00.
    """
    city.open_branch()
    employer = city.open_employer()
    aygul = city.open_member(employer)
    second = city.do("open_member", employer=employer, **city.person(3)).receipt.facts["member"]
    november, december = (one["reference"] for one in city.confirm(employer, 2))
    bank = receiving.open_bank()
    receiving.receive(receiving.bank_row(bank, "3100.00", "S1", remark=november))
    return Town(employer, aygul, second, (november, december), bank)
