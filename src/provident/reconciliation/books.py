"""三账 · the three books side by side, with their differences.

    业务账      what the business documents say: lists credited, 未分摊, 暂收, instructions
    财务账      what stands under the 科目, from the ledger's lines
    资金流水账  what stands at the banks, from their statements

A bank's balance may differ from the books by 未达 alone; these are named beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from provident import standards
from provident.kernel import sql
from provident.kernel.money import ZERO
from provident.reconciliation.position import BankPosition, positions

BOOKS = sql.Statement(__file__, "sql/books.sql")


@dataclass(frozen=True, slots=True)
class BookLine:
    """One item in the three books, in yuan; None where a book does not know it.

    `key` names the item for programs: `members`, `unallocated`, `suspense`, `held`, or the
    科目 of a bank account.  `explained` is the part of finance − bank for which itemised 未达
    account.
    """

    item: str
    business: Decimal | None
    finance: Decimal
    bank: Decimal | None
    explained: Decimal | None = None
    note: str = ""
    key: str = ""

    @property
    def business_less_finance(self) -> Decimal | None:
        return None if self.business is None else self.business - self.finance

    @property
    def finance_less_bank(self) -> Decimal | None:
        return None if self.bank is None else self.finance - self.bank

    @property
    def agrees(self) -> bool:
        """No difference that is not explained by an itemised 未达."""
        gap = self.finance_less_bank
        return not self.business_less_finance and (gap is None or gap == self.explained)


def books(on: date, *, bank: Sequence[BankPosition] | None = None) -> tuple[BookLine, ...]:
    """The three books at the end of a day (for an open day: as they stand now).

    `bank` are the positions of that day, for a caller who has read them already.
    """
    row = BOOKS.row(day=on, **{f"{role}_gl": _gl(role) for role in _KEPT}) or {}
    found = positions(on) if bank is None else bank
    return (*_owed(row), *(_deposit(one) for one in found))


_KEPT = ("member", "unallocated", "suspense")


def _owed(row: dict[str, Any]) -> Iterator[BookLine]:
    for key, item in (
        ("members", "职工住房公积金"),
        ("unallocated", "单位未分摊款"),
        ("suspense", "暂收款"),
        ("held", "在途（已发指令，待银行通知）"),
    ):
        yield BookLine(item, row[f"{key}_business"], row[f"{key}_finance"], None, key=key)


def _deposit(one: BankPosition) -> BookLine:
    if one.statement_balance is None:
        note, explained = "还没有对账单", None
    else:
        explained = one.book_balance - one.statement_balance - (one.difference or ZERO)
        count = len(one.outstanding)
        note = f"对账单 {one.statement_day}" + (f"，未达 {count} 笔" if count else "")
    item = f"{one.gl_account} {one.account_name} {one.account_no}"
    return BookLine(
        item, None, one.book_balance, one.statement_balance, explained, note, one.gl_account
    )


def as_json(on: date, lines: tuple[BookLine, ...]) -> dict[str, Any]:
    """The books for programs, amounts as text with two decimals."""
    return {
        "on": on.isoformat(),
        "agrees": all(line.agrees for line in lines),
        "lines": [
            {
                "item": line.item,
                "business": _text(line.business),
                "finance": _text(line.finance),
                "bank": _text(line.bank),
                "business_less_finance": _text(line.business_less_finance),
                "finance_less_bank": _text(line.finance_less_bank),
                "explained_by_outstanding": _text(line.explained),
                "agrees": line.agrees,
                "note": line.note,
            }
            for line in lines
        ],
    }


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _gl(role: str) -> str:
    return standards.role(role).gl_account.code
