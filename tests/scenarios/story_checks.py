"""场景的核对 · what a story expects, compared with the books to the fen.

Every comparison returns sentences, none when all is as expected; a sentence always shows
both sides, in the words of the story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from story_file import StoryError
from story_world import World

from provident.collection.models import ContributionList, ListLine
from provident.kernel import sql
from provident.kernel.clock import today
from provident.kernel.dates import Month
from provident.kernel.money import yuan
from provident.ledger import api as ledger
from provident.reconciliation import api as reconciliation
from provident.settlement import api as settlement
from provident.settlement.models import SuspenseItem

LINES = (
    "select l.side, l.gl_account, h.owner, l.month, l.amount, l.value_date from ledger.line l"
    " join ledger.entry e on e.business_date = l.business_date and e.id = l.entry_id"
    " left join ledger.holder h on h.id = l.holder_id"
    " where e.operation_no = any(%s) order by l.id"
)
BANK_BALANCE = (
    "select coalesce(sum(case side when 'D' then amount else -amount end), 0)"
    " from ledger.line where gl_account = %s"
)
HOLDER = "select id from ledger.holder where owner = %s"
PRODUCT = "select product from ledger.holder where id = %s"

SIDES = {"借": "D", "贷": "C"}
NOTHING = "无"
STATES = {
    "待缴": ContributionList.CONFIRMED,
    "已入账": ContributionList.CREDITED,
    "已撤销": ContributionList.CANCELLED,
}
_ENTRY_LINE = re.compile(
    r"(?P<side>[借贷])\s+(?P<gl>\d{3,5})(?:\s+(?P<name>[^\s\d-]\S*))?"
    r"(?:\s+(?P<month>\d{4}-\d{2}))?\s+(?P<amount>-?\d+\.\d{2})"
    r"(?:\s+起息\s+(?P<value>\d{4}-\d{2}-\d{2}))?"
)
_FIGURE = re.compile(r"(\S+)\s+(-?\d+\.\d{2})(?:\s+|$)")


@dataclass(frozen=True, slots=True)
class _Line:
    side: str
    gl: str
    owner: str
    month: str
    amount: Decimal
    value: str

    def fits(self, actual: _Line) -> bool:
        """Whether an actual line is the expected one: what is left out may be anything."""
        return (
            (self.side, self.amount) == (actual.side, actual.amount)
            and actual.gl.startswith(self.gl)
            and (
                not self.owner
                or actual.owner.partition(":")[0::2] == _owner(self.owner, actual)
            )
            and (not self.month or self.month == actual.month)
            and (not self.value or self.value == actual.value)
        )


def _owner(expected: str, actual: _Line) -> tuple[str, str]:
    """`receipt:*` is any suspense item: its number means nothing to the reader."""
    kind, number = expected.partition(":")[0::2]
    return kind, actual.owner.partition(":")[2] if number == "*" else number


def entry_faults(world: World, operations: Sequence[str], text: str) -> Iterator[str]:
    """Compare the entries of some operations with 借/贷 lines, `无` for none at all."""
    rows = sql.cursor().execute(LINES, [list(operations)]).fetchall()
    actual = [
        _Line(
            "借" if side == "D" else "贷",
            gl,
            owner or "",
            str(Month.of(month)) if month else "",
            amount,
            value.isoformat(),
        )
        for side, gl, owner, month, amount, value in rows
    ]
    expected = [] if text.strip() == NOTHING else [
        _expected_line(world, line) for line in text.splitlines() if line.strip()
    ]  # fmt: skip
    left = list(actual)
    for wanted in sorted(expected, key=_precision, reverse=True):
        found = next((line for line in left if wanted.fits(line)), None)
        if found is None:
            yield f"分录中没有：{_told(world, wanted)}"
        else:
            left.remove(found)
    for line in left:
        yield f"分录中多出：{_told(world, line)}"


def _precision(line: _Line) -> int:
    """Lines that say more choose first among equal amounts."""
    return sum(map(bool, (line.owner, line.month, line.value))) * 10 + len(line.gl)


def _expected_line(world: World, text: str) -> _Line:
    match = _ENTRY_LINE.fullmatch(text.strip())
    if not match:
        raise StoryError(f"分录行“{text.strip()}”应写作“借 101 归集户 1200.00”")
    name, gl, owner = match["name"], match["gl"], ""
    if name == "暂收":
        owner = "receipt:*"
    elif name:
        subject = world.known(name, "职工", "单位", "银行户")
        if subject.kind == "银行户":
            gl = subject.facts["gl_account"]
            if not gl.startswith(match["gl"]):
                raise StoryError(f"“{name}”记在 {gl}，不在 {match['gl']} 之下")
        else:
            owner = _owner_of(subject.kind, subject.key)
    return _Line(
        match["side"], gl, owner, match["month"] or "", yuan(match["amount"]),
        match["value"] or "",
    )  # fmt: skip


def _owner_of(kind: str, number: str) -> str:
    return f"{'member' if kind == '职工' else 'employer'}:{number}"


def _told(world: World, line: _Line) -> str:
    names = {
        _owner_of(one.kind, one.key): name
        for name, one in world.subjects.items()
        if one.kind in ("职工", "单位")
    }
    who = "暂收" if line.owner.startswith("receipt:") else names.get(line.owner, line.owner)
    value = f"起息 {line.value}" if line.value else ""
    parts = (line.side, line.gl, who, line.month, f"{line.amount:.2f}", value)
    return " ".join(part for part in parts if part)


def balance_faults(world: World, expected: Mapping[str, str]) -> Iterator[str]:
    """Compare 余额, 在途, 可用, 积数, 未分摊 by name, and the items of 暂收 and 未达."""
    for name, text in expected.items():
        if name in ("暂收", "未达"):
            wanted = [] if text == NOTHING else sorted(yuan(part) for part in text.split())
            actual = sorted(_suspense() if name == "暂收" else _waiting())
            if wanted != actual:
                yield f"{name}应有 {_amounts(wanted)}，实有 {_amounts(actual)}"
            continue
        figures = _figures(world, name)
        for label, amount in _labelled(text, name):
            if label not in figures:
                raise StoryError(f"“{name}”没有“{label}”，可用的有 {'、'.join(figures)}")
            if figures[label] != amount:
                yield f"{name}{label}应为 {amount:.2f}，实为 {figures[label]:.2f}"


def _figures(world: World, name: str) -> dict[str, Decimal]:
    subject = world.known(name, "职工", "单位", "银行户")
    if subject.kind == "银行户":
        (balance,) = sql.call(BANK_BALANCE, subject.facts["gl_account"])
        return {"余额": balance}
    (holder,) = sql.call(HOLDER, _owner_of(subject.kind, subject.key))
    found = ledger.figures([holder])[holder]
    if subject.kind == "单位":
        return {"未分摊": found.balance}
    return {
        "余额": found.balance,
        "在途": found.held,
        "可用": found.free,
        "积数": found.product,
    }


def _suspense() -> list[Decimal]:
    """Items that still hold money, also while it is on its way back."""
    ended = (SuspenseItem.REFUNDED, SuspenseItem.MATCHED, SuspenseItem.REVERSED)
    return list(SuspenseItem.objects.exclude(state__in=ended).values_list("amount", flat=True))


def _waiting() -> list[Decimal]:
    return [row.amount for row in settlement.waiting_rows()]


def _amounts(amounts: Sequence[Decimal]) -> str:
    return "、".join(f"{amount:.2f}" for amount in amounts) or NOTHING


def _labelled(text: str, name: str) -> list[tuple[str, Decimal]]:
    found = [(label, yuan(amount)) for label, amount in _FIGURE.findall(text)]
    if not found or _FIGURE.sub("", text).strip():
        raise StoryError(f"“{name}: {text}”应写作“余额 1200.00 在途 0.00”这样的成对数字")
    return found


def list_faults(world: World, subject: str, expected: Mapping[str, Any]) -> Iterator[str]:
    """Compare one 汇缴清册, the newest of its month, with persons, amounts and lines."""
    name, _, month = subject.partition(" ")
    employer = world.known(name, "单位")
    one = (
        ContributionList.objects.filter(employer__number=employer.key, month=Month.parse(month))
        .order_by("-pk")
        .first()
    )
    if one is None:
        yield f"{name} 没有 {month} 的清册"
        return
    if "state" in expected and STATES.get(expected["state"]) != one.state:
        actual = next(zh for zh, state in STATES.items() if state == one.state)
        yield f"{subject} 清册应是“{expected['state']}”，实是“{actual}”"
    for label, figure in _list_figures(one).items():
        if label in expected and expected[label] != figure:
            yield f"{subject} {label}应为 {expected[label]}，实为 {figure}"
    if "lines" in expected:
        yield from _line_faults(world, subject, one, expected["lines"])


def _list_figures(one: ContributionList) -> dict[str, str]:
    return {
        "上月": f"{one.previous_persons} 人 {one.previous_total:.2f}",
        "增加": f"{one.added_persons} 人 {one.added_total:.2f}",
        "减少": f"{one.removed_persons} 人 {one.removed_total:.2f}",
        "本月": f"{one.persons} 人 {one.total:.2f}",
        "单位": f"{one.unit_total:.2f}",
        "个人": f"{one.personal_total:.2f}",
    }


def _line_faults(
    world: World, subject: str, one: ContributionList, expected: Mapping[str, str]
) -> Iterator[str]:
    names = {item.key: name for name, item in world.subjects.items() if item.kind == "职工"}
    actual = {
        names.get(line.member.number, line.member.number): (
            f"基数 {line.base:.2f} 单位 {line.unit_amount:.2f} 个人 {line.personal_amount:.2f}"
        )
        for line in ListLine.objects.filter(list=one).select_related("member")
    }
    for name in sorted(expected.keys() | actual.keys()):
        wanted, found = expected.get(name, "不在清册上"), actual.get(name, "不在清册上")
        if wanted != found:
            yield f"{subject} 清册 {name}：应为“{wanted}”，实为“{found}”"


def book_faults(day: date | None = None) -> Iterator[str]:
    """三本账一致, and every invariant of the books holds."""
    for result in reconciliation.run_all():
        for offence in result.offences:
            yield f"不变量“{result.title}”：{offence.says}"
    for line in reconciliation.books(day or today()):
        if line.business_less_finance:
            yield f"三本账“{line.item}”：业务账 {line.business}，财务账 {line.finance}"
        if line.explained is not None and not line.agrees:
            yield f"三本账“{line.item}”：财务账 {line.finance}，对账单 {line.bank}"
