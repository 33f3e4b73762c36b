"""对账单与账户明细 · what the banks say about our bank accounts, fetched over the wire.

A movement whose notice was lost enters here the same way as by notice.  The statement of a
day is stored apart from the notices, row by row, so that the two can be compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from provident.kernel import clock, sql
from provident.kernel.money import yuan
from provident.kernel.refusal import Conflict, Defect
from provident.settlement.adapters import platform
from provident.settlement.adapters.platform import PlatformSilent
from provident.settlement.bank_accounts import BankAccountFacts, bank_accounts
from provident.settlement.intake import take_in
from provident.settlement.models import BankRow, StatementDay, StatementRow
from provident.settlement.rules.chain import Link, gaps, in_order
from provident.settlement.wire import NoticeRow, WireError, read_notice, unpack_file
from provident.settlement.wire.heads import outcome_of

ROWS_MAX = 1000
"""The interface gives no more than the newest thousand movements for one question, and has
no way to ask for the others."""

CUT_OFF = (
    f"当日明细超过 {ROWS_MAX} 笔，结算平台只给最近 {ROWS_MAX} 笔，更早的由到账通知补齐；"
    "通知不全时请联系银行重新推送当日的到账通知"
)

LOOK_BACK_DAYS = 7

_FIRST = sql.Statement(__file__, "sql/first_to_fetch.sql")
_NOW = "select clock_timestamp()"


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """对账单 · one bank account's statement of one day.

    `gap` says where its balances do not follow from each other or a row cannot be read,
    empty when all is well.  `final`: the bank's day had ended when it was fetched.
    """

    bank_account: int
    account_no: str
    day: date
    closing_balance: Decimal
    rows: int
    gap: str
    final: bool


@dataclass(frozen=True, slots=True)
class _Detail:
    """An answer of a bank: `bank_day` is the bank's own date on it (YYYYMMDD), `asked_at` the
    moment before it was asked."""

    rows: tuple[NoticeRow, ...]
    faults: tuple[str, ...]
    bank_day: str
    asked_at: datetime

    @property
    def is_full(self) -> bool:
        """Whether older movements may have been left off."""
        return len(self.rows) + len(self.faults) >= ROWS_MAX


def fetch_details() -> list[str]:
    """Fetch the last days' movements of every bank account; enter what no notice told of.

    Returns what is wrong, one sentence each: where the chain of balances breaks, and rows
    that cannot be read.  Raises `PlatformSilent`.
    """
    today = clock.today()
    wrong: list[str] = []
    for node, customer_no in _asked():
        detail = _days(node, customer_no, today - timedelta(days=LOOK_BACK_DAYS), today)
        wrong += take_in(detail.rows, source="detail", unread=detail.faults).faults
        for account_no, own in _by_bank_account(detail.rows).items():
            wrong += [f"账号 {account_no}：{gap.says}" for gap in gaps(None, _links(own))]
    return wrong


def fetch_statement(day: date) -> list[StatementFacts]:
    """Fetch and store the statement of every bank account for a day, and before it those of
    every earlier day that the bank may have added to since.

    A statement is final only when the bank's own date had passed its day: a centre that
    closes before the bank does gets the rest of that day with the next close.  Can be
    repeated; the newest is kept.  Movements that no notice told of enter as bank rows.  The
    closing balance is the last row's; on a day without rows it is the bank's balance now
    (BDC123) while that is the bank's day, else what the day before closed with.  Of a day with
    more movements than one answer holds, the older ones are those that notices told of; the
    balances prove that none is missing.
    Raises `Conflict` (`settlement.no_statement`) when a bank does not answer.
    """
    try:
        return [
            statement
            for each in _days_to_fetch(day)
            for node, customer_no in _asked()
            for statement in _statements(node, customer_no, each)
        ]
    except (PlatformSilent, WireError) as error:
        raise Conflict(
            "settlement.no_statement",
            f"没有取到 {day} 的银行对账单：{error}。请恢复与结算平台的连接后再试。",
        ) from error


def _days_to_fetch(day: date) -> list[date]:
    """In their order, since each closing balance follows from the one before."""
    found = _FIRST.row(day=day)
    if found is None:
        raise Defect("no first day to fetch was found")
    first = found["first"]
    return [first + timedelta(days=number) for number in range((day - first).days + 1)]


def _asked() -> list[tuple[str, str]]:
    """Each bank is asked once for each customer number that the centre has there."""
    return sorted({(entry.node, entry.customer_no) for entry in bank_accounts()})


def _statements(node: str, customer_no: str, day: date) -> list[StatementFacts]:
    detail = _detail(node, customer_no, day, day)
    faults = take_in(detail.rows, source="detail", unread=detail.faults).faults
    own = _by_bank_account(detail.rows)
    return [
        _keep(entry, day, own.get(entry.account_no, []), faults, detail)
        for entry in bank_accounts()
        if (entry.node, entry.customer_no) == (node, customer_no)
    ]


def _keep(
    entry: BankAccountFacts,
    day: date,
    rows: Sequence[NoticeRow],
    faults: Sequence[str],
    detail: _Detail,
) -> StatementFacts:
    opening = _balance_before(entry, day)
    is_today = detail.bank_day == f"{day:%Y%m%d}"
    is_over = detail.bank_day > f"{day:%Y%m%d}"
    if detail.is_full:
        rows = [*_told_before(entry, day, rows, opening), *rows]
    closing = _closing(entry, opening, rows, is_today=is_today)
    broken = [found.says for found in gaps(opening, _links(rows))]
    wrong = [*faults, *broken, *([CUT_OFF] if broken and detail.is_full else [])]
    if not rows and closing != opening:
        wrong.append(f"当日没有明细，银行余额却由 {opening} 元变为 {closing} 元")
    gap = "；".join(wrong)
    with transaction.atomic():
        StatementRow.objects.filter(bank_account_id=entry.id, bank_date=day).delete()
        StatementRow.objects.bulk_create(
            [_statement_row(entry, row, place) for place, row in enumerate(rows, start=1)],
            ignore_conflicts=True,
        )
        StatementDay.objects.update_or_create(
            bank_account_id=entry.id,
            bank_date=day,
            defaults={
                "closing_balance": closing,
                "rows": len(rows),
                "gap": gap,
                "final": is_over,
                "fetched_at": detail.asked_at,
            },
        )
    return StatementFacts(entry.id, entry.account_no, day, closing, len(rows), gap, is_over)


def _told_before(
    entry: BankAccountFacts, day: date, rows: Sequence[NoticeRow], opening: Decimal
) -> list[NoticeRow]:
    """The day's movements that we hold and a full answer left off, in the bank's order."""
    answered = {(row.host_seq_no, row.amount, row.is_reversal) for row in rows}
    held = [
        row
        for row in BankRow.objects.filter(
            bank_account_id=entry.id, bank_date=day, corrected_by=""
        ).order_by("bank_time", "id")
        if (row.host_serial, row.amount, row.redo) not in answered
    ]
    links = [Link(row.host_serial, row.amount, row.balance) for row in held]
    return [_as_told(entry, held[place]) for place in in_order(opening, links)]


def _as_told(entry: BankAccountFacts, row: BankRow) -> NoticeRow:
    time = datetime.strptime(row.bank_time, "%H%M%S").time() if row.bank_time else None
    return NoticeRow(
        acct=entry.account_no,
        host_seq_no=row.host_serial,
        amount=row.amount,
        booked_on=row.bank_date,
        booked_time=time,
        opponent_acct=row.opponent_no or None,
        opponent_name=row.opponent_name,
        balance=row.balance,
        summary=row.summary,
        is_reversal=row.redo,
    )


def _closing(
    entry: BankAccountFacts, opening: Decimal, rows: Sequence[NoticeRow], *, is_today: bool
) -> Decimal:
    if rows and rows[-1].balance is not None:
        return rows[-1].balance
    if rows:
        return opening + sum((row.amount for row in rows), Decimal(0))
    return _balance_now(entry) if is_today else opening


def _balance_before(entry: BankAccountFacts, day: date) -> Decimal:
    """The closing balance of the last statement before `day`, else the opening balance."""
    earlier = StatementDay.objects.filter(bank_account_id=entry.id, bank_date__lt=day)
    found = earlier.order_by("-bank_date").values_list("closing_balance", flat=True).first()
    return entry.opening_balance if found is None else found


def _balance_now(entry: BankAccountFacts) -> Decimal:
    """BDC123 · the bank's balance at this moment."""
    answer = platform.ask(
        "BDC123",
        {"CurrNo": "156", "CurrIden": "1", "AcctNo": entry.account_no, "AcctType": "1"},
        node=entry.node,
        customer_no=entry.customer_no,
    )
    if not answer.succeeded:
        raise PlatformSilent(f"余额查询被拒绝：{outcome_of(answer).says}")
    return yuan(answer.text("AcctBal"))


def _days(node: str, customer_no: str, first: date, last: date) -> _Detail:
    """The movements of several days, day by day where one answer would not hold them."""
    whole = _detail(node, customer_no, first, last)
    if not whole.is_full or first == last:
        return whole
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    parts = [_detail(node, customer_no, day, day) for day in days]
    return _Detail(
        tuple(row for part in parts for row in part.rows),
        tuple(fault for part in parts for fault in part.faults),
        whole.bank_day,
        whole.asked_at,
    )


def _detail(node: str, customer_no: str, first: date, last: date) -> _Detail:
    (asked_at,) = sql.call(_NOW)
    answer = platform.ask(
        "BDC113",
        {"TxDateBegin": f"{first:%Y%m%d}", "TxDateEnd": f"{last:%Y%m%d}"},
        node=node,
        customer_no=customer_no,
    )
    if not answer.succeeded:
        raise PlatformSilent(f"明细查询被拒绝：{outcome_of(answer).says}")
    found = read_notice(unpack_file(answer.file[1]))
    faults = tuple(f"银行明细{fault.says}" for fault in found.faults)
    bank_day = answer.head.get("BDCDate") or answer.head.get("ReceiveDate", "")
    return _Detail(found.rows, faults, bank_day, asked_at)


def _links(rows: Sequence[NoticeRow]) -> list[Link]:
    return [Link(row.host_seq_no, row.amount, row.balance) for row in rows]


def _by_bank_account(rows: Sequence[NoticeRow]) -> dict[str, list[NoticeRow]]:
    own: defaultdict[str, list[NoticeRow]] = defaultdict(list)
    for row in rows:
        own[row.acct].append(row)
    return own


def _statement_row(entry: BankAccountFacts, row: NoticeRow, place: int) -> StatementRow:
    return StatementRow(
        bank_account_id=entry.id,
        host_serial=row.host_seq_no,
        bank_date=row.booked_on,
        bank_time="" if row.booked_time is None else f"{row.booked_time:%H%M%S}",
        amount=row.amount,
        redo=row.is_reversal,
        balance=row.balance,
        opponent_no=row.opponent_acct or "",
        opponent_name=row.opponent_name,
        summary=row.summary,
        place=place,
    )
