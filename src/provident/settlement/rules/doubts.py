"""流水存疑判断 · whether the bank stands by what it told.

A bank may take a movement back, tell it twice with different figures, or tell it by notice
and leave it out of its statement.  While that is open nobody may dispose of the money: what
is paid out then would be paid from the money of others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from provident.kernel.refusal import Verdict

BASIS = ("mof-1999-33#101",)


@dataclass(frozen=True, slots=True)
class Told:
    """One report of a movement; `amount` is signed.

    `apart`: it came after another one under the same key and names another payer.
    `corrected`: it was found false and taken out of the books.  `stated`: the stored
    statement of the day has it.
    """

    id: int
    amount: Decimal
    opponent_no: str
    apart: bool
    state: str
    corrected: bool
    stated: bool


@dataclass(frozen=True, slots=True)
class Reversal:
    """A row by which the bank takes another one back, not dealt with yet."""

    id: int
    host_serial: str
    bank_date: date


@dataclass(frozen=True, slots=True)
class Standing:
    """One bank row and what speaks for or against it.

    `asked_since`: the statement of its day was fetched after the row had come; `final`: that
    statement was fetched after the bank's day had ended.
    """

    row: int
    bank_date: date
    family: tuple[Told, ...]
    asked_since: bool
    final: bool
    taken_back: Reversal | None = None

    @property
    def told(self) -> Told:
        """The row itself."""
        return _of(self.row, self.family)

    @property
    def stated(self) -> bool:
        """Whether the bank's statement has the row."""
        return self.told.stated

    @property
    def rival(self) -> Told | None:
        """Another report of the same movement that contradicts this one."""
        return rival_of(self.row, self.family)


def rival_of(row: int, family: Sequence[Told]) -> Told | None:
    """A report under the same serial with another amount, or with another payer.

    None when the bank's statement has both: then they are two movements under one serial.
    """
    me = _of(row, family)
    return next(
        (
            one
            for one in family
            if not one.corrected and not (one.stated and me.stated) and contradict(me, one)
        ),
        None,
    )


def contradict(me: Told, other: Told) -> bool:
    """Whether two reports under one serial cannot both be that movement: another amount in
    the same direction with the same opponent, or the same amount from another payer.  Fees
    beside a payment share its serial too, but not its opponent."""
    if me.id == other.id:
        return False
    if me.amount == other.amount:
        return True
    one_way = (me.amount > 0) == (other.amount > 0)
    return one_way and bool(me.opponent_no) and me.opponent_no == other.opponent_no


def judge_doubts(known: Standing) -> Verdict:
    """Every reason why the row's money must not be disposed of yet, with the way forward."""
    verdict = Verdict()
    back = known.taken_back
    verdict.refuse_if(
        back is not None,
        "bank_row.taken_back",
        f"银行已经冲回这笔款（{back.bank_date} 主机流水号 {back.host_serial}，银行流水编号 "
        f"{back.id}），钱已不在本中心账上，不能再支配；请对该流水办理“重新处理银行流水”。"
        if back
        else "",
        basis=BASIS,
        bank_row=back.id if back else None,
    )
    rival = None if known.stated else known.rival
    verdict.refuse_if(
        rival is not None,
        "bank_row.disputed",
        f"银行以同一主机流水号另报一笔 {rival.amount} 元、对方账号 {rival.opponent_no}"
        f"（银行流水编号 {rival.id}），真假未定；请取得 {known.bank_date} 的对账单，"
        "与银行核实，报错的办理“更正银行流水”。"
        if rival
        else "",
        basis=BASIS,
        bank_row=rival.id if rival else None,
    )
    verdict.refuse_if(
        known.asked_since and not known.stated,
        "bank_row.not_on_statement",
        f"已取得的 {known.bank_date} 银行对账单上没有这笔流水，真假未定；请重取 "
        f"{known.bank_date} 的对账单，仍没有的与银行核实后办理“更正银行流水”。",
        basis=BASIS,
        day=known.bank_date.isoformat(),
    )
    return verdict


def _of(row: int, family: Sequence[Told]) -> Told:
    return next(one for one in family if one.id == row)
