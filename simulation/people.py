"""模拟职工 · synthetic people: all of them from one seed, none of them real.

Every number is well formed and evidently invented.  Identity numbers lie in the area
653199, which GB/T 2260 has never given to a county; bank cards have a body of zeros before
the serial; mobile numbers count upwards from 19900000001.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from stdnum import luhn
from stdnum.cn import ric

from provident.kernel.dates import Month

AREA = "653199"
"""No county has this code, so no person can have a number in it."""

CARD_PREFIX = "62" + "0" * 10
MOBILE_FIRST = 19_900_000_000
FIRST_JOB, MOVED_IN = "1", "2"
"""Codes of the list hiring_kind (《条例》第十七条)."""

CARD_BANKS = ("中国建设银行示范支行", "中国工商银行示范支行", "中国农业银行示范支行")
MARITAL = ("10", "20", "20", "20", "40", "90")
"""Codes of GB/T 2261.2, as often as they occur here: most people are married."""


@dataclass(frozen=True, slots=True)
class Person:
    """模拟职工 · what an employer declares about one person; `wage` in yuan."""

    name: str
    id_number: str
    sex: str
    birth: date
    mobile: str
    marital: str
    hired_on: date
    hire_kind: str
    wage: Decimal
    first_month: Month
    card: str
    card_bank: str


def people(chance: Random, count: int, *, first_month: Month) -> list[Person]:
    """`count` different people who contribute from `first_month` or the month after."""
    numbers = _id_numbers(chance)
    return [
        _person(chance, serial, next(numbers), first_month) for serial in range(1, count + 1)
    ]


def representative(chance: Random, serial: int) -> tuple[str, str, str]:
    """Name, identity number and mobile of somebody who acts for an employer.

    Order code 000 is never issued, which keeps these people apart from the members.
    """
    birth = _day_between(chance, date(1965, 1, 1), date(1995, 12, 31))
    body = f"{AREA}{birth:%Y%m%d}000"
    return (
        chinese_name(chance),
        body + ric.calc_check_digit(body + "0"),
        mobile(90_000 + serial),
    )


def mobile(serial: int) -> str:
    """The mobile number with this serial."""
    return str(MOBILE_FIRST + serial)


def card(serial: int) -> str:
    """A card of 19 digits: no bank's, zeros, the serial and the Luhn digit."""
    body = f"{CARD_PREFIX}{serial:06d}"
    return body + luhn.calc_check_digit(body)


def _person(chance: Random, serial: int, id_number: str, first_month: Month) -> Person:
    birth = date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))
    hired_on, hire_kind, starts = _hiring(chance, birth, first_month)
    return Person(
        name=_name(chance),
        id_number=id_number,
        sex="1" if int(id_number[16]) % 2 else "2",
        birth=birth,
        mobile=mobile(serial),
        marital=chance.choice(MARITAL),
        hired_on=hired_on,
        hire_kind=hire_kind,
        wage=_wage(chance),
        first_month=starts,
        card=card(serial),
        card_bank=chance.choice(CARD_BANKS),
    )


def _id_numbers(chance: Random) -> Iterator[str]:
    """Different resident numbers of people born from 1968 to 2004, both sexes."""
    given: set[str] = set()
    while True:
        birth = _day_between(chance, date(1968, 1, 1), date(2004, 12, 31))
        body = f"{AREA}{birth:%Y%m%d}{chance.randrange(1, 1000):03d}"
        if body not in given:
            given.add(body)
            yield body + ric.calc_check_digit(body + "0")


def _hiring(chance: Random, birth: date, first_month: Month) -> tuple[date, str, Month]:
    """When and how somebody was hired, and from which month he contributes (art. 17).

    Three in a hundred took up their first job in the month of the first list: they begin in
    the second month and are not on that list.
    """
    if chance.randrange(100) < 3:
        return first_month.day(chance.randrange(1, 29)), FIRST_JOB, first_month + 1
    grown = birth.replace(year=birth.year + 20, day=min(birth.day, 28))
    latest = first_month.first_day - timedelta(days=31)
    return _day_between(chance, max(grown, date(2008, 1, 1)), latest), MOVED_IN, first_month


def _wage(chance: Random) -> Decimal:
    """A monthly wage in yuan; a few lie below the floor or above the cap of the base."""
    band = chance.randrange(100)
    if band < 2:
        fen = chance.randrange(150_000, 207_000)
    elif band < 62:
        fen = chance.randrange(350_000, 800_000)
    elif band < 97:
        fen = chance.randrange(800_000, 2_200_000)
    else:
        fen = chance.randrange(3_000_000, 5_500_000)
    return Decimal(fen).scaleb(-2)


def _day_between(chance: Random, first: date, last: date) -> date:
    return first + timedelta(days=chance.randrange((last - first).days + 1))


# Names ---------------------------------------------------------------------------------------

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文慧建国玉兰志鹏晓燕海波"
RARE = "㛃䶮𬭼𫟹"
"""Characters outside the old sets, which real names have and real systems must keep."""

UYGHUR = (
    "阿依古丽", "买买提", "艾则孜", "古丽娜尔", "吐尔逊", "帕提古丽", "热合曼", "努尔买买提",
    "阿卜杜拉", "茹仙古丽", "玉素甫", "米热古丽", "艾尼瓦尔", "热依汗古丽", "库尔班", "阿米娜",
)  # fmt: skip
UYGHUR_SCRIPT = ("ئايگۈل مەمەت", "ئەزىز تۇرسۇن", "گۈلنار ئەھمەت", "يۈسۈپ قۇربان")


def chinese_name(chance: Random) -> str:
    """A surname and one or two given characters."""
    given = "".join(chance.choice(GIVEN) for _ in range(chance.randrange(1, 3)))
    return chance.choice(SURNAMES) + given


def _name(chance: Random) -> str:
    """Chinese or Uyghur in transcription; some in Uyghur script, some with rare characters."""
    kind = chance.randrange(200)
    if kind == 0:
        return chance.choice(SURNAMES) + chance.choice(RARE)
    if kind < 4:
        return chance.choice(UYGHUR_SCRIPT)
    if kind < 100:
        return "·".join(chance.sample(UYGHUR, 2))
    return chinese_name(chance)
