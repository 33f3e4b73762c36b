"""状态 · which step leads from which state to which; everything else is a `Conflict`.

Instruction: to_send → sent_unknown → paid_awaiting_notice → paid, or → failed.  Suspense:
open → refunding → refunded, with a way back when the payment failed; open → matched or
reversed.
"""

from __future__ import annotations

from collections.abc import Mapping

from provident.kernel.refusal import Conflict
from provident.settlement.models import Instruction, SuspenseItem

Table = Mapping[str, frozenset[str]]

INSTRUCTION: Table = {
    Instruction.TO_SEND: frozenset({Instruction.SENT_UNKNOWN, Instruction.FAILED}),
    Instruction.SENT_UNKNOWN: frozenset(
        {
            Instruction.TO_SEND,
            Instruction.AWAITING_NOTICE,
            Instruction.PAID,
            Instruction.FAILED,
        }
    ),
    Instruction.AWAITING_NOTICE: frozenset({Instruction.PAID}),
    Instruction.PAID: frozenset(),
    Instruction.FAILED: frozenset(),
}

SUSPENSE: Table = {
    SuspenseItem.OPEN: frozenset(
        {SuspenseItem.REFUNDING, SuspenseItem.MATCHED, SuspenseItem.REVERSED}
    ),
    SuspenseItem.REFUNDING: frozenset({SuspenseItem.OPEN, SuspenseItem.REFUNDED}),
    SuspenseItem.REFUNDED: frozenset(),
    SuspenseItem.MATCHED: frozenset(),
    SuspenseItem.REVERSED: frozenset(),
}

ENDED = frozenset({SuspenseItem.REFUNDED, SuspenseItem.MATCHED, SuspenseItem.REVERSED})


def states_before(table: Table, to: str) -> list[str]:
    """The states from which `to` can be reached in one step."""
    return sorted(now for now, following in table.items() if to in following)


def require_moved(rows: int, what: str) -> None:
    """Raise `Conflict` when a guarded update found nothing; `what` names it in Chinese."""
    if not rows:
        raise Conflict(
            "settlement.state",
            f"{what}的状态已经改变，不能再办理这一步，请刷新后查看。",
        )
