"""分户 · opening holders, locking them in order, reading their figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from provident import standards
from provident.kernel import sql
from provident.ledger.posting import ledger_errors

OPEN = "select ledger.open_holders(%s, %s::text[], %s, %s)"
OPEN_GL = "select ledger.open_gl_account(%s, %s, %s, %s, %s)"
COLUMNS = "select id, gl_account, owner, balance, held, product, interest_until, closed_on"
READ = COLUMNS + " from ledger.holder where id = any(%s)"
LOCK = COLUMNS + " from ledger.lock_holders(%s)"


@dataclass(frozen=True, slots=True)
class HolderFigures:
    """余额 · the running figures of a holder, in yuan; `product` in yuan-days."""

    id: int
    gl_account: str
    owner: str
    balance: Decimal
    held: Decimal
    product: Decimal
    interest_until: date
    closed_on: date | None

    @property
    def free(self) -> Decimal:
        """What may be taken: the balance less what open instructions have taken."""
        return self.balance - self.held


def open_holders(
    role: str, owners: Sequence[str], *, on: date, bears_interest: bool = False
) -> list[int]:
    """Open one holder for each owner under the role's gl_account; ids in the same order."""
    with ledger_errors():
        (ids,) = sql.call(
            OPEN, standards.role(role).gl_account.code, list(owners), bears_interest, on
        )
    return ids


def open_bank_gl_account(code: str, name: str) -> None:
    """Open the child of 101 or 102 that one bank account of the centre is booked under."""
    _open_gl_account(standards.chart()[code[:3]], code, name)


def load_chart() -> None:
    """Bring the ledger's 科目 in line with the chart of accounts; nothing is ever removed."""
    for account in standards.chart().values():
        _open_gl_account(account, account.code, account.name)


def _open_gl_account(like: standards.GlAccount, code: str, name: str) -> None:
    parent = like.code if like.code != code else like.parent
    sql.call(OPEN_GL, code, name, parent, like.nature, "D" if like.side == "debit" else "C")


def lock_holders(ids: Iterable[int]) -> dict[int, HolderFigures]:
    """Lock holders in ascending id and return their figures; facts read later cannot move."""
    wanted = sorted(set(ids))
    rows = sql.cursor().execute(LOCK, [wanted], prepare=True).fetchall()
    return {row[0]: HolderFigures(*row) for row in rows}


def figures(ids: Iterable[int]) -> dict[int, HolderFigures]:
    """The figures of holders without locking them (for screens and proposals)."""
    rows = sql.cursor().execute(READ, [sorted(set(ids))], prepare=True).fetchall()
    return {row[0]: HolderFigures(*row) for row in rows}
