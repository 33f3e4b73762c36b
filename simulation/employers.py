"""模拟单位 · synthetic employers with their people, their payers and their part in the month.

Names begin with 示范, credit codes lie in the area 653199 that no county has; both check
characters are right.  Each employer has one part in the story of the month.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from random import Random

from stdnum.cn import uscc

from provident.kernel.dates import Month
from provident.kernel.identifiers import organisation_check
from simulation.people import AREA, Person, people, representative

MEMBERS_MIN = 3
BRANCHES = (("001", "示范营业部"), ("002", "示范城南管理部"))


class Part(StrEnum):
    """角色 · what happens to an employer's money in the month."""

    ROSTER = "名单批量开户"
    SHORT = "少缴后补足"
    OVER = "多缴"
    EARLY = "先付款后报清册"
    QUARTER = "一次缴三个月"
    REPEATED = "通知重复送达"
    MISSED = "通知漏送"
    MISTAKEN = "附言写成别家附言号"
    WRONGED = "收到别家的钱"
    TREASURY = "财政统发"
    ORDINARY = "正常缴存"


SINGLE_PARTS = tuple(part for part in Part if part not in (Part.TREASURY, Part.ORDINARY))


@dataclass(frozen=True, slots=True)
class Bank:
    """归集银行 · an entrusted bank with the centre's collection account there."""

    code: str
    name: str
    node: str
    collection_no: str


BANKS = (
    Bank("105", "中国建设银行示范分行", "105000", "65010000000000000105"),
    Bank("102", "中国工商银行示范分行", "102000", "65010000000000000102"),
)
TREASURY_NAME, TREASURY_NO = "示范市国库集中支付中心", "65019999000000000001"


@dataclass(frozen=True, slots=True)
class Organisation:
    """模拟单位 · everything that its registration declares, and its people."""

    part: Part
    name: str
    credit_code: str
    affiliation: str
    economic_type: str
    industry: str
    founded_on: date
    pay_day: int
    legal: tuple[str, str, str]
    handler: tuple[str, str, str]
    bank: Bank
    payer_no: str
    payer_name: str
    unit_ratio: Decimal
    personal_ratio: Decimal
    rounding: str
    first_month: Month
    branch: str
    members: tuple[Person, ...]

    @property
    def fund_source(self) -> str:
        """财政统发 or 自筹, as the code list fund_source has them."""
        return "1" if self.part is Part.TREASURY else "2"


@dataclass(frozen=True, slots=True)
class Size:
    """How large the city is; `roster` of the `members` come from one Excel file."""

    employers: int = 40
    members: int = 3000
    roster: int = 1000
    treasury: int = 10


@dataclass(frozen=True, slots=True)
class CityPlan:
    """模拟城市 · all employers in the order in which they register."""

    first_month: Month
    employers: tuple[Organisation, ...]

    def one(self, part: Part) -> Organisation:
        """The only employer with this part."""
        (found,) = self.all_of(part)
        return found

    def all_of(self, part: Part) -> list[Organisation]:
        return [employer for employer in self.employers if employer.part is part]


def plan_city(seed: int, size: Size, first_month: Month) -> CityPlan:
    """The city that belongs to a seed and a size: always the same one."""
    chance = Random(seed)
    parts = _parts(size)
    everybody = iter(people(chance, size.members, first_month=first_month))
    counts = _headcounts(chance, parts, size)
    return CityPlan(
        first_month,
        tuple(
            _organisation(
                chance,
                number,
                part,
                tuple(next(everybody) for _ in range(count)),
                first_month,
            )
            for number, (part, count) in enumerate(zip(parts, counts, strict=True), start=1)
        ),
    )


def _parts(size: Size) -> list[Part]:
    ordinary = size.employers - len(SINGLE_PARTS) - size.treasury
    if ordinary < 0 or size.treasury < 1:
        raise ValueError(f"至少需要 {len(SINGLE_PARTS) + 1} 家单位")
    return [*SINGLE_PARTS, *[Part.TREASURY] * size.treasury, *[Part.ORDINARY] * ordinary]


def _headcounts(chance: Random, parts: list[Part], size: Size) -> list[int]:
    """How many people each employer has.

    The wronged employer is the smallest and the mistaken one the largest after the roster's,
    so that the money that goes astray really credits the wrong people.
    """
    others = [part for part in parts if part is not Part.ROSTER]
    left = size.members - size.roster - MEMBERS_MIN * len(others)
    if left < 0:
        raise ValueError("职工太少，不够每家单位三人")
    weights = {Part.WRONGED: 0, Part.MISTAKEN: 20}
    shares = [weights.get(part, chance.randrange(1, 11)) for part in others]
    counts = [MEMBERS_MIN + left * share // sum(shares) for share in shares]
    counts[others.index(Part.MISTAKEN)] += size.members - size.roster - sum(counts)
    by_part = iter(counts)
    return [size.roster if part is Part.ROSTER else next(by_part) for part in parts]


@dataclass(frozen=True, slots=True)
class _Kind:
    """What kind of organisation: words for its name, first two characters of its code, and
    the codes of the standard."""

    words: tuple[str, ...]
    registrar: str
    affiliation: str
    economic_type: str
    industry: str


_OFFICE = _Kind(("财政局", "教育局", "住房和城乡建设局", "林业局"), "11", "40", "110", "92")
_INSTITUTION = _Kind(
    ("第一中学", "人民医院", "图书馆", "农业技术推广站"), "12", "40", "110", "83"
)
_FIRM = _Kind(
    ("纺织有限公司", "果业有限公司", "建材有限公司", "物流有限公司", "软件有限公司"),
    "91", "90", "173", "17",
)  # fmt: skip
_CHARITY = _Kind(("社会工作服务中心", "职业培训学校"), "52", "50", "900", "85")


def _organisation(
    chance: Random,
    number: int,
    part: Part,
    members: tuple[Person, ...],
    first_month: Month,
) -> Organisation:
    kind = _kind(chance, part)
    name = f"示范{number:02d}号{chance.choice(kind.words)}"
    treasury = part is Part.TREASURY
    # Employers that a treasury pays for share one sum, so they share one collection account.
    bank = BANKS[0] if treasury else BANKS[number % len(BANKS)]
    unit = Decimal(chance.choice((5, 7, 8, 10, 12, 12, 12)))
    return Organisation(
        part=part,
        name=name,
        credit_code=credit_code(kind.registrar, number),
        affiliation=kind.affiliation,
        economic_type=kind.economic_type,
        industry=kind.industry,
        founded_on=date(2000 + number % 20, 1 + number % 12, 1 + number % 28),
        pay_day=chance.choice((5, 10, 15, 20, 25)),
        legal=representative(chance, 2 * number),
        handler=representative(chance, 2 * number + 1),
        bank=bank,
        payer_no=TREASURY_NO if treasury else f"6501888800000000{number:04d}",
        payer_name=TREASURY_NAME if treasury else name,
        unit_ratio=unit,
        personal_ratio=unit if number % 3 else Decimal("7.50"),
        rounding=("fen", "fen", "jiao", "yuan")[number % 4],
        first_month=first_month,
        branch=BRANCHES[number % len(BRANCHES)][0],
        members=members,
    )


def _kind(chance: Random, part: Part) -> _Kind:
    if part is Part.TREASURY:
        return chance.choice((_OFFICE, _INSTITUTION))
    if part is Part.ROSTER:
        return _FIRM
    return chance.choice((_FIRM, _FIRM, _CHARITY))


def credit_code(registrar: str, serial: int) -> str:
    """A unified social credit code with both check characters (GB 32100, GB 11714)."""
    body = f"DEM{serial:05d}"
    first = f"{registrar}{AREA}{body}{organisation_check(body)}"
    return first + uscc.calc_check_digit(first)
