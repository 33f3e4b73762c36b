"""银行存款余额调节 · book balance and bank balance of every account on a day, with all 未达.

中心账面余额 ± 银行已收付、中心未记 ＝ 银行对账单余额 ± 中心已收付、银行未记.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from provident.documents import bank_reconciliation as paper
from provident.kernel import sql
from provident.kernel.money import ZERO
from provident.kernel.refusal import refuse
from provident.ledger.invariants import Check, Offence
from provident.ledger.vouchers import BOOK_SET

OUTSTANDING = sql.Statement(__file__, "sql/outstanding.sql")
BALANCES = sql.Statement(__file__, "sql/bank_balances.sql")


@dataclass(frozen=True, slots=True)
class Outstanding:
    """未达账项 · one movement that only one side has.

    `side` is `bank` (the statement has it, the books do not) or `book`; `amount` is in yuan,
    positive for money received; `bank_row` and `operation_no` lead to where it stands.
    """

    side: str
    since: date
    reference: str
    summary: str
    amount: Decimal
    bank_row: int | None
    operation_no: str | None


@dataclass(frozen=True, slots=True)
class BankPosition:
    """One bank account at the end of day `on`; `statement_balance` None before a statement.

    `statement_final`: the bank's day had ended when the statement was fetched.
    """

    account_no: str
    account_name: str
    bank_name: str
    gl_account: str
    on: date
    book_balance: Decimal
    statement_balance: Decimal | None
    statement_day: date | None
    statement_final: bool | None
    outstanding: tuple[Outstanding, ...]

    @property
    def adjusted_book(self) -> Decimal:
        return self.book_balance + self._sum("bank")

    @property
    def adjusted_statement(self) -> Decimal | None:
        if self.statement_balance is None:
            return None
        return self.statement_balance + self._sum("book")

    @property
    def difference(self) -> Decimal | None:
        """What neither balance nor 未达 explains; zero when the account is reconciled."""
        adjusted = self.adjusted_statement
        return None if adjusted is None else self.adjusted_book - adjusted

    def _sum(self, side: str) -> Decimal:
        return sum((row.amount for row in self.outstanding if row.side == side), ZERO)


def positions(on: date) -> tuple[BankPosition, ...]:
    """Every bank account of the centre at the end of a day, by 科目."""
    items: dict[int, list[Outstanding]] = {}
    for row in OUTSTANDING.rows(day=on):
        items.setdefault(row.pop("bank_account_id"), []).append(Outstanding(**row))
    return tuple(
        BankPosition(on=on, outstanding=tuple(items.get(row.pop("id"), ())), **row)
        for row in BALANCES.rows(day=on)
    )


def position_check() -> Check:
    """余额调节相符 · every account is reconciled at its newest statement."""
    return Check(
        "compare.positions",
        "银行存款余额调节后相符",
        "每个银行专户，账面余额与对账单余额经未达账项调节后相等",
        _unexplained,
    )


def _unexplained() -> Sequence[Offence]:
    """Balances and 未达 are read one after the other; what is posted in between would look
    like a difference, so one that was seen is looked at again."""
    return _differences() and _differences()


def _differences() -> list[Offence]:
    days = sql.cursor().execute(_NEWEST_DAYS).fetchall()
    return [
        Offence(
            f"银行户 {one.account_no} {day}：调节后账面 {one.adjusted_book}，"
            f"调节后对账单 {one.adjusted_statement}，相差 {one.difference}"
            + ("" if one.statement_final else f"；银行当日未终了时取的，请重取 {day} 的对账单"),
            {"account_no": one.account_no, "on": day.isoformat()},
        )
        for (day,) in days
        for one in positions(day)
        if one.statement_day == day and one.difference
    ]


_NEWEST_DAYS = """
select distinct max(bank_date) from statement_day group by bank_account_id order by 1
"""


def position_of(account_no: str, on: date) -> BankPosition:
    """One account's position.  Refuses an unknown account and a day without a statement."""
    found = next((one for one in positions(on) if one.account_no == account_no), None)
    if found is None:
        raise refuse(
            "bank_account.unknown",
            f"没有银行专户 {account_no}，请核对账号。",
            account=account_no,
        )
    if found.statement_day != on:
        raise refuse(
            "statement.missing",
            f"银行户 {account_no} 还没有取得 {on} 的对账单，请先取对账单再编制余额调节表。",
            account=account_no,
            day=on.isoformat(),
        )
    return found


def to_pdf(
    position: BankPosition,
    *,
    centre: str,
    prepared_by: str,
    checked_by: str | None,
    printed_by: str,
    printed_at: datetime,
) -> bytes:
    """银行存款余额调节表 · the form of one account, with every 未达 itemised."""
    if position.statement_balance is None:
        raise refuse(
            "statement.missing",
            f"银行户 {position.account_no} 还没有对账单，请先取对账单再编制余额调节表。",
            account=position.account_no,
        )
    return paper.to_pdf(
        paper.BankReconciliation(
            centre=centre,
            book_set=BOOK_SET,
            bank_account_name=position.account_name,
            bank_account_number=position.account_no,
            bank=position.bank_name,
            on=position.on,
            book_balance=position.book_balance,
            statement_balance=position.statement_balance,
            bank_received_not_booked=_group(position, "bank", 1),
            bank_paid_not_booked=_group(position, "bank", -1),
            booked_received_not_at_bank=_group(position, "book", 1),
            booked_paid_not_at_bank=_group(position, "book", -1),
            prepared_by=prepared_by,
            checked_by=checked_by,
            printed_by=printed_by,
            printed_at=printed_at,
        )
    )


def _group(position: BankPosition, side: str, sign: int) -> tuple[paper.Outstanding, ...]:
    """The items of one side and direction, positive in that direction as the form has them."""
    return tuple(
        paper.Outstanding(row.since, row.reference, row.summary, row.amount * sign)
        for row in position.outstanding
        if row.side == side and row.amount * sign > 0
    )
