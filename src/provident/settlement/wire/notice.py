"""账户变动明细 · the rows of a notice (SBDC100) or of an account detail (BDC113).

One row is one movement on one bank account of the centre, as the bank booked it.  A row
that cannot be read is reported beside the readable ones and never hides them: behind each
row stands money that has moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple

from provident.kernel.money import ZERO, yuan
from provident.settlement.wire.catalogue import FileSpec, catalogue, field_faults
from provident.settlement.wire.errors import FileError
from provident.settlement.wire.files import read_rows, write_rows
from provident.settlement.wire.text import cut_text

_AMOUNT = re.compile(r"[+-]?\d{1,16}(\.\d{1,2})?", re.ASCII)
_NO_OPPONENT = ("", "null", "NULL")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """One movement.

    `amount` is signed: positive came in, negative went out.  `balance` and `available` are
    those after the movement; None where the bank leaves them out.  `opponent_acct` is None
    when there is no other side (interest, fees).  `is_reversal` is the bank's 冲正标识.
    """

    acct: str
    host_seq_no: str
    amount: Decimal
    booked_on: date
    booked_time: time | None = None
    number: str = ""
    tx_code: str = ""
    opponent_acct: str | None = None
    opponent_name: str = ""
    opponent_bank_no: str = ""
    balance: Decimal | None = None
    available: Decimal | None = None
    overdraft: Decimal | None = None
    open_bank_no: str = ""
    summary: str = ""
    remark: str = ""
    currency: str = "156"
    cash_kind: str = "1"
    voucher_type: str = ""
    voucher_no: str = ""
    is_reversal: bool = False
    book_list_no: str = ""
    book_no: str = ""


@dataclass(frozen=True, slots=True)
class NoticeFault:
    """A row that cannot be read: where it stands, what it says, why not."""

    line: int
    text: str
    says: str


class NoticeFile(NamedTuple):
    """What a detail file holds: the readable rows and the others, each in file order."""

    rows: tuple[NoticeRow, ...]
    faults: tuple[NoticeFault, ...]


def write_notice(rows: Iterable[NoticeRow], encoding: str = "GBK") -> str:
    """The detail file for these rows.  Names, summary and remark are cut to their length;
    anything else that does not fit raises `FileError`."""
    spec = _spec()
    lines: list[list[str]] = []
    for row in rows:
        values = _cut(_columns_of(row), spec, encoding)
        faults = field_faults(dict(values), spec.columns, encoding=encoding, sending=True)
        if faults:
            raise FileError(f"{spec.zh}不能写出：" + "；".join(faults))
        lines.append([values[column.name] for column in spec.columns])
    return write_rows(lines, spec.separator)


def read_notice(text: str) -> NoticeFile:
    """Every row of a detail file, readable or not; raises nothing."""
    spec = _spec()
    rows: list[NoticeRow] = []
    faults: list[NoticeFault] = []
    for line, columns in enumerate(read_rows(text, spec.separator), start=1):
        try:
            rows.append(_row(_named(columns, spec)))
        except FileError as error:
            original = spec.separator.join(columns)
            faults.append(NoticeFault(line, original, f"第 {line} 行：{error}"))
    return NoticeFile(tuple(rows), tuple(faults))


def _spec() -> FileSpec:
    return catalogue().files["account_change"]


def _columns_of(row: NoticeRow) -> dict[str, str]:
    return {
        "no": row.number,
        "acct": row.acct,
        "hostSeqNo": row.host_seq_no,
        "txCode": row.tx_code,
        "opponentAcct": "null" if row.opponent_acct is None else row.opponent_acct,
        "opponentName": row.opponent_name,
        "amt": f"{row.amount:.2f}",
        "date": f"{row.booked_on:%Y%m%d}",
        "time": "" if row.booked_time is None else f"{row.booked_time:%H%M%S}",
        "availableAmt": _money_text(row.available),
        "openBankNo": row.open_bank_no,
        "remark": row.remark,
        "currNo": row.currency,
        "currIden": row.cash_kind,
        "balance": _money_text(row.balance),
        "overdraft": _money_text(row.overdraft),
        "voucherType": row.voucher_type,
        "voucherNo": row.voucher_no,
        "opponentBankNo": row.opponent_bank_no,
        "summary": row.summary,
        "redo": "Y" if row.is_reversal else "N",
        "bookListNo": row.book_list_no,
        "bookNo": row.book_no,
    }


def _row(values: Mapping[str, str]) -> NoticeRow:
    amount = _money(values["amt"], "金额（amt）")
    if amount is None:
        raise FileError("没有金额（amt）")
    if not values["acct"] or not values["hostSeqNo"]:
        raise FileError("没有账号（acct）或银行主机流水号（hostSeqNo）")
    if values["redo"] not in ("", "Y", "N"):
        raise FileError(f"冲正标识（redo）应为 Y 或 N：“{values['redo'][:40]}”")
    opponent = values["opponentAcct"]
    return NoticeRow(
        acct=values["acct"],
        host_seq_no=values["hostSeqNo"],
        amount=amount,
        booked_on=_day(values["date"]),
        booked_time=_time(values["time"]),
        number=values["no"],
        tx_code=values["txCode"],
        opponent_acct=None if opponent in _NO_OPPONENT else opponent,
        opponent_name=values["opponentName"],
        opponent_bank_no=values["opponentBankNo"],
        balance=_money(values["balance"], "余额（balance）"),
        available=_money(values["availableAmt"], "可用金额（availableAmt）"),
        overdraft=_money(values["overdraft"], "可透支余额（overdraft）"),
        open_bank_no=values["openBankNo"],
        summary=values["summary"],
        remark=values["remark"],
        currency=values["currNo"],
        cash_kind=values["currIden"],
        voucher_type=values["voucherType"],
        voucher_no=values["voucherNo"],
        is_reversal=values["redo"] == "Y",
        book_list_no=values["bookListNo"],
        book_no=values["bookNo"],
    )


def _named(columns: list[str], spec: FileSpec) -> dict[str, str]:
    names = [column.name for column in spec.columns]
    if len(columns) < len(names):
        columns = _split_swallowed(columns, spec.separator, len(names) - len(columns))
    if len(columns) != len(names):
        raise FileError(f"应有 {len(names)} 列，收到 {len(columns)} 列")
    return dict(zip(names, (column.strip() for column in columns), strict=True))


def _split_swallowed(columns: list[str], separator: str, missing: int) -> list[str]:
    """Give back the separators that half a character has swallowed.

    A bank that cuts a name by bytes leaves the first byte of a character in front of the
    separator, and in GBK that byte and `|` read as one character.  When exactly as many
    such characters stand in the row as separators are missing, they are the cause.
    """
    swallowers = {
        character
        for column in columns
        for character in column
        if character.encode("gbk", "ignore")[1:] == separator.encode("ascii")
    }
    row = separator.join(columns)
    if sum(row.count(character) for character in swallowers) != missing:
        return columns
    for character in swallowers:
        row = row.replace(character, f"\ufffd{separator}")
    return row.split(separator)


def _cut(values: dict[str, str], spec: FileSpec, encoding: str) -> dict[str, str]:
    for column in spec.columns:
        if column.cut_when_long and column.bytes_max is not None:
            values[column.name] = cut_text(
                values[column.name], column.bytes_max, column.label, encoding
            )
    return values


def _money_text(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:.2f}"


def _money(text: str, what: str) -> Decimal | None:
    """An amount with or without decimals; None when the bank left it out."""
    if not text:
        return None
    if not _AMOUNT.fullmatch(text):
        raise FileError(f"{what}不是至多两位小数的数：“{text[:40]}”")
    return yuan(text) or ZERO


def _day(text: str) -> date:
    if re.fullmatch(r"\d{8}", text, re.ASCII):
        try:
            return datetime.strptime(text, "%Y%m%d").date()
        except ValueError:
            pass
    raise FileError(f"交易日期（date）应为 8 位年月日：“{text[:40]}”")


def _time(text: str) -> time | None:
    """The time of day; None when it is missing or unreadable, since nothing depends on it."""
    try:
        return datetime.strptime(text, "%H%M%S").time()
    except ValueError:
        return None
