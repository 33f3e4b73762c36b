"""日结封印 · the seal of a closed day, and how it is compared with the books later.

At the close the day's lines and operations are written down in a fixed form and digested
with SM3; the digests, counts and sums and the seal of the day before make the day's seal;
the centre's SM2 key signs it.  The seal goes into the table *and* into `seals/DATE.json`, so
that one who can change every table still cannot make the files say the same.  The written
operations stand beside it, so that a changed one can be named (`sealed_operations`).

The written-down form is described in `docs/reference/seal.md`; whoever has that page, the
files and a copy of the lines can check without this program.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from provident.kernel import sql
from provident.kernel.digest import Sm3, sm3
from provident.kernel.places import data_dir, data_subdir
from provident.kernel.refusal import Defect
from provident.ledger import seal_key, sealed_operations
from provident.ledger.models import DaySeal

FORM = "provident-seal-1"
NO_PREVIOUS = "0" * 64
"""What the first day's seal follows."""

LINES = sql.Statement(__file__, "sql/seal_lines.sql")
COUNTS = sql.Statement(__file__, "sql/seal_counts.sql")
SEAL = "select ledger.seal_day(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"


@dataclass(frozen=True, slots=True)
class SealedDay:
    """What a seal states of a day: counts, sums in yuan, two digests, the seal before."""

    day: date
    entries: int
    lines: int
    debit: Decimal
    credit: Decimal
    lines_digest: str
    operations: int
    operations_digest: str
    previous: str

    @property
    def statement(self) -> str:
        """The text that is sealed: one `name=value` a line, in this order."""
        parts = {
            "form": FORM,
            "day": self.day.isoformat(),
            "entries": self.entries,
            "lines": self.lines,
            "debit": f"{self.debit:.2f}",
            "credit": f"{self.credit:.2f}",
            "lines_digest": self.lines_digest,
            "operations": self.operations,
            "operations_digest": self.operations_digest,
            "previous": self.previous,
        }
        return "".join(f"{name}={value}\n" for name, value in parts.items())

    @property
    def seal(self) -> str:
        """SM3 of the statement, 64 hexadecimal digits."""
        return sm3(self.statement.encode("utf-8"))


@dataclass(frozen=True, slots=True)
class SealFault:
    """One difference between the books, the table of seals and the files."""

    day: date
    says: str


def seal_day(day: date) -> SealedDay:
    """Seal a day: digest its lines, enter the seal, write its file when the day is committed.

    The caller holds the day's lock exclusively and has totalled the day.  A day that already
    carries another seal is a `Defect`.
    """
    sealed = as_booked(day, _previous(day))
    signature = seal_key.sign(sealed.seal)
    sql.call(
        SEAL, day, sealed.entries, sealed.lines, sealed.debit, sealed.credit,
        sealed.lines_digest, sealed.operations, sealed.operations_digest, sealed.previous,
        sealed.seal, signature,
    )  # fmt: skip
    # A file of a day that was rolled back must not exist.
    transaction.on_commit(lambda: _write_files(sealed, signature))
    return sealed


@dataclass(frozen=True, slots=True)
class SealOnRecord:
    """A day's seal as it stands in the table; the first day has no `previous`."""

    number: int
    seal: str
    previous: str | None
    signature: str


def on_record(day: date) -> SealOnRecord:
    """The seal of a closed day, for the day report.  A day without one is a `Defect`."""
    row = DaySeal.objects.filter(pk=day).first()
    if row is None:
        raise Defect(f"{day} has no seal")
    return SealOnRecord(
        number=DaySeal.objects.filter(business_date__lte=day).count(),
        seal=row.seal,
        previous=None if row.previous == NO_PREVIOUS else row.previous,
        signature=row.signature,
    )


def days_sealed() -> int:
    """How many days carry a seal."""
    return DaySeal.objects.count()


def write_missing_files() -> list[date]:
    """Write the files of each sealed day that has none, e.g. after a crash behind the commit.

    Only a seal whose signature is good is written down, and only operations that give it.
    """
    written = []
    for row in DaySeal.objects.order_by("business_date"):
        if not _file(row.business_date).exists() and not _fault_of_row(row):
            _write_files(_stated(row), row.signature)
            written.append(row.business_date)
    return written


def chain_faults() -> list[SealFault]:
    """Where the table's seals do not follow from one another or are not signed."""
    faults = []
    previous = NO_PREVIOUS
    for row in DaySeal.objects.order_by("business_date").iterator():
        day = row.business_date
        if row.previous != previous:
            faults.append(SealFault(day, f"{day} 的封印没有接着上一日的封印"))
        if fault := _fault_of_row(row):
            faults.append(SealFault(day, f"{day} 的封印{fault}"))
        previous = row.seal
    return faults


def verify(directory: Path | None = None) -> Iterator[SealFault]:
    """Compare files, table and books, day by day; yields every difference, in words.

    `directory` is where the seal files lie: the centre's own, or better a copy that was
    kept elsewhere.  The lines and operations are digested again, all of them.  Before the
    first close there is nothing to compare and no difference.
    """
    folder = directory or data_dir() / "seals"
    files = _read_files(folder)
    yield from files.faults
    yield from chain_faults()
    rows = {row.business_date: row for row in DaySeal.objects.order_by("business_date")}
    for day in sorted(rows.keys() | files.seals.keys()):
        yield from _compare_day(day, rows.get(day), files.seals.get(day), folder)


def _compare_day(
    day: date, row: DaySeal | None, filed: SealedDay | None, folder: Path
) -> Iterator[SealFault]:
    if filed is None:
        yield SealFault(day, f"{day} 没有封印文件")
    if row is None:
        yield SealFault(day, f"{day} 有封印文件，封印表中却没有这一天")
    if row and filed:
        for name, words in _WORDS.items():
            stated, kept = getattr(_stated(row), name), getattr(filed, name)
            if stated != kept:
                yield SealFault(day, f"{day} {words}：封印表 {stated}，封印文件 {kept}")
    known = filed or (_stated(row) if row else None)
    if known is None:
        return
    booked = as_booked(day, known.previous)
    for name, words in _WORDS.items():
        now, then = getattr(booked, name), getattr(known, name)
        if now != then:
            yield SealFault(day, f"{day} {words}：账面 {now}，封印 {then}；账已被改动")
    if booked.operations_digest != known.operations_digest:
        for says in sealed_operations.differences(day, known.operations_digest, folder):
            yield SealFault(day, f"{day} {says}")


_WORDS = {
    "entries": "分录笔数",
    "lines": "分录行数",
    "debit": "借方合计",
    "credit": "贷方合计",
    "lines_digest": "分录行摘要",
    "operations": "业务笔数",
    "operations_digest": "业务摘要",
    "previous": "上一日封印",
}


@dataclass(slots=True)
class _Files:
    seals: dict[date, SealedDay]
    faults: list[SealFault]


def _read_files(directory: Path) -> _Files:
    found = _Files({}, [])
    paths = sorted(directory.glob("[0-9]*.json"))
    public_key = seal_key.public_key(directory)
    if paths and public_key is None:
        says = f"{directory} 中没有可用的公钥文件 {seal_key.PUBLIC}，签名以本中心的密钥核验"
        found.faults.append(SealFault(date.min, says))
    public_key = public_key or seal_key.own_public_key()
    if public_key != seal_key.own_public_key():
        says = f"{directory} 中的公钥与本中心的封印密钥不是一对"
        found.faults.append(SealFault(date.min, says))
    for path in paths:
        day = date.fromisoformat(path.stem)
        content = json.loads(path.read_text(encoding="utf-8"))
        sealed = _from_file(content)
        found.seals[day] = sealed
        if sealed.day != day or sealed.seal != content["seal"]:
            found.faults.append(SealFault(day, f"{day} 的封印文件内容与其封印不符"))
        elif not seal_key.signed(content["seal"], content["signature"], public_key):
            found.faults.append(SealFault(day, f"{day} 的封印文件签名无效"))
    return found


def as_booked(day: date, previous: str) -> SealedDay:
    """What a seal of the day, following `previous`, would have to state now."""
    counts = COUNTS.row(day=day)
    if counts is None:
        raise Defect(f"no counts of {day}")
    digest = Sm3()
    with sql.cursor().copy(LINES.text.encode(), {"day": day}) as stream:
        for block in stream:
            digest.add(bytes(block))
    done = sealed_operations.digest(day)
    return SealedDay(
        day=day,
        lines_digest=digest.hex(),
        operations=done.count,
        operations_digest=done.digest,
        previous=previous,
        **counts,
    )


def _previous(day: date) -> str:
    before = DaySeal.objects.filter(business_date__lt=day).order_by("-business_date")
    return next((row.seal for row in before[:1]), NO_PREVIOUS)


def _stated(row: DaySeal) -> SealedDay:
    return SealedDay(
        day=row.business_date,
        entries=row.entries,
        lines=row.lines,
        debit=row.debit,
        credit=row.credit,
        lines_digest=row.lines_digest,
        operations=row.operations,
        operations_digest=row.operations_digest,
        previous=row.previous,
    )


def _fault_of_row(row: DaySeal) -> str:
    if _stated(row).seal != row.seal:
        return "不是由其内容算得"
    if not seal_key.signed(row.seal, row.signature, seal_key.own_public_key()):
        return "签名无效"
    return ""


def _file(day: date) -> Path:
    return data_subdir("seals") / f"{day.isoformat()}.json"


def _write_files(sealed: SealedDay, signature: str) -> None:
    """The operations first: where the seal's file stands, theirs has been written."""
    sealed_operations.write_file(sealed.day, sealed.operations_digest, data_subdir("seals"))
    path = _file(sealed.day)
    content: dict[str, Any] = {
        "form": FORM,
        **{name: _plain(value) for name, value in asdict(sealed).items()},
        "seal": sealed.seal,
        "signature": signature,
    }
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix="seal.")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def _plain(value: object) -> object:
    match value:
        case Decimal():
            return f"{value:.2f}"
        case date():
            return value.isoformat()
        case _:
            return value


def _from_file(content: dict[str, Any]) -> SealedDay:
    return SealedDay(
        day=date.fromisoformat(content["day"]),
        entries=int(content["entries"]),
        lines=int(content["lines"]),
        debit=Decimal(content["debit"]),
        credit=Decimal(content["credit"]),
        lines_digest=content["lines_digest"],
        operations=int(content["operations"]),
        operations_digest=content["operations_digest"],
        previous=content["previous"],
    )
