"""虚构的职工 · valid people who do not exist, a different one for every number.

Order code 000 of the resident number is never issued, so that nobody real appears; the
birth date and area are what differs, and beyond them the next order codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from stdnum import luhn
from stdnum.cn import ric

TODAY = date(2026, 11, 2)

_SURNAMES = "王李张刘陈杨黄赵吴周"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"
_AREAS = ("653101", "653121", "653125", "653130", "650102")
_BANKS = ("中国建设银行喀什分行", "中国工商银行喀什分行", "中国农业银行喀什分行")


@dataclass(frozen=True, slots=True)
class Person:
    """What an employer declares about somebody who joins."""

    name: str
    number: str
    birth: date
    mobile: str
    hired_on: date
    first_job: bool
    wage: float
    card: str
    card_bank: str

    @property
    def sex(self) -> str:
        return "女" if int(self.number[16]) % 2 == 0 else "男"


def person(index: int) -> Person:
    """One invented person, different for every index below a million."""
    number, birth = _resident_number(index)
    body = f"62170000{index:010d}"
    return Person(
        name=_SURNAMES[index % 10] + _GIVEN[index // 10 % 20] + _GIVEN[index // 200 % 20],
        number=number,
        birth=birth,
        mobile=f"139{index:08d}",
        hired_on=TODAY - timedelta(days=index % 300),
        first_job=index % 3 == 0,
        wage=2000 + index % 30_000 + index % 100 / 100,
        card=body + luhn.calc_check_digit(body),
        card_bank=_BANKS[index % 3],
    )


def _resident_number(index: int) -> tuple[str, date]:
    order, rest = divmod(index, len(_AREAS) * 12_000)
    days, area = divmod(rest, len(_AREAS))
    birth = date(1970, 1, 1) + timedelta(days=days)
    body = f"{_AREAS[area]}{birth:%Y%m%d}{order:03d}"
    return body + ric.calc_check_digit(body + "0"), birth
