"""登记处理结果判断 · which waiting bank rows need no booking: nothing remains of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from provident.kernel.money import ZERO
from provident.kernel.refusal import Verdict

BASIS = ("mof-1999-33#101",)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One bank row; `undoes` is the row that it takes back, `missing` says that a statement
    fetched since does not have it."""

    id: int
    bank_account: int
    amount: Decimal
    state: str
    undoes: int | None
    missing: bool


def judge_cancelling(rows: Sequence[Waiting]) -> Verdict:
    """Every reason why these rows may not be laid aside without an entry.

    Allowed are one row of zero, and two rows of one bank account of which one takes the
    other back: whatever else is closed would leave the bank and the books apart.
    """
    verdict = Verdict()
    verdict.refuse_if(
        any(row.state != "waiting" for row in rows),
        "bank_row.not_waiting",
        "只有未达账项可以登记处理结果，所选流水中有的正在处理或已经处理，请刷新后查看。",
    )
    verdict.refuse_if(
        any(row.missing for row in rows),
        "bank_row.not_on_statement",
        "所选流水中有的不在已取得的对账单上，请重取对账单，仍没有的办理“更正银行流水”。",
        basis=BASIS,
    )
    total = sum((row.amount for row in rows), ZERO)
    verdict.refuse_if(
        total != ZERO or len({row.bank_account for row in rows}) > 1,
        "bank_row.leaves_money",
        f"所选流水合计 {total} 元，银行的钱动了而账上没有记，不能只登记；"
        "请按它是什么款办理入账，或与冲回它的流水一并登记。",
        basis=BASIS,
        total=f"{total:.2f}",
    )
    verdict.refuse_if(
        total == ZERO and not _belong_together(rows),
        "bank_row.not_a_pair",
        "金额相抵的两笔流水，须是银行认明一笔冲回（退回）另一笔的才能一并登记；"
        "各是各的，请分别办理。",
        basis=BASIS,
    )
    return verdict


def _belong_together(rows: Sequence[Waiting]) -> bool:
    if len(rows) == 1:
        return True
    one, other = rows
    return one.undoes == other.id or other.undoes == one.id
