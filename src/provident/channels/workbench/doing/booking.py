"""记账情况 · what an operation books, or would book, in the words of the accountant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from provident.kernel.models import Operation
from provident.kernel.operation import Done
from provident.ledger.booked import BookedLine, booked_by, held_by, vouchers_of
from provident.parties import finding
from provident.settlement.look_up import InstructionShown, instructions_of


@dataclass(frozen=True, slots=True)
class LineShown:
    """分录行 · 科目, whose it is, and the amount on its side, "" on the other."""

    gl_account: str
    owner: str
    debit: str
    credit: str


@dataclass(frozen=True, slots=True)
class Booking:
    """一笔业务的记账 · `lines` are booked at once, `held` when the bank says that it paid.

    `count` is how many lines there are; with `summed` only their totals are shown.
    `release` is the policy release that decided, None where no policy was asked.
    """

    lines: tuple[LineShown, ...]
    count: int
    summed: bool
    held: tuple[LineShown, ...]
    instructions: tuple[InstructionShown, ...]
    vouchers: tuple[str, ...]
    release: int | None

    @property
    def nothing(self) -> bool:
        """Whether no money is touched."""
        return not (self.lines or self.held)


def look(done: Done) -> Booking:
    """What the operation has just booked; inside a rehearsal, what it would book."""
    return booking_of(done.operation_no)


def booking_of(operation_no: str) -> Booking:
    """What the operation of this number booked."""
    booked, left = booked_by(operation_no), instructions_of(operation_no)
    held = held_by([one.hold_id for one in left])
    owners = _owners([*booked.lines, *held])
    return Booking(
        _shown(booked.lines, owners),
        booked.count,
        booked.summed,
        _shown(held, owners),
        tuple(left),
        vouchers_of(operation_no),
        Operation.objects.values_list("policy_release", flat=True).get(number=operation_no),
    )


def _shown(lines: Sequence[BookedLine], owners: dict[str, str]) -> tuple[LineShown, ...]:
    return tuple(
        LineShown(
            f"{line.gl_account} {line.gl_name}",
            _owner(line, owners),
            _amount(line) if line.side == "D" else "",
            _amount(line) if line.side == "C" else "",
        )
        for line in lines
    )


def _amount(line: BookedLine) -> str:
    return f"{line.amount:,.2f}".replace("-", "−")


def _owner(line: BookedLine, owners: dict[str, str]) -> str:
    if line.count > 1:
        return _("共 %(count)d 行") % {"count": line.count}
    named = owners.get(line.owner, "")
    return f"{named} {line.month}" if line.month else named


def _owners(lines: Sequence[BookedLine]) -> dict[str, str]:
    """The holders' owners in words; two questions, however many lines."""
    keys = {line.owner for line in lines if line.owner}
    numbers: dict[str, set[str]] = {"member": set(), "employer": set()}
    for key in keys:
        kind, _colon, number = key.partition(":")
        numbers.get(kind, set()).add(number)
    members = finding.find_members(numbers["member"]) if numbers["member"] else {}
    employers = finding.find_employers(numbers["employer"]) if numbers["employer"] else {}
    named = {f"member:{key}": f"{key} {one.name}" for key, one in members.items()}
    named |= {f"employer:{key}": f"{key} {one.name}" for key, one in employers.items()}
    told = {
        key: _("银行流水 %(row)s 的暂收款") % {"row": key.split(":")[1]}
        for key in keys
        if key.startswith("receipt:")
    }
    return told | named
