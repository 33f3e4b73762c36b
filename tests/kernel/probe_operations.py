"""试验业务 · the smallest operations that show what `@operation` promises.

They write into the table `probe_effect`, which only these tests have.  `during` lets a test
look or wait inside a running operation.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Literal

from pydantic import Field

from provident.kernel import sql
from provident.kernel.context import Context
from provident.kernel.dates import Month
from provident.kernel.money import ZERO, PositiveYuan, Yuan
from provident.kernel.operation import Command, Receipt, operation
from provident.kernel.refusal import Defect, Verdict

TABLE = """
create table if not exists probe_effect (
    id bigint generated always as identity primary key, note text not null, seen int default 0);
grant select, insert, update on probe_effect to provident_app
"""

during: dict[str, Callable[[Context], None]] = {}
"""What a test does inside the operation whose note is the key."""


class Note(Command):
    note: str = Field(min_length=1, max_length=20)
    amount: Yuan = ZERO


class Form(Command):
    amount: PositiveYuan = Field(title="金额")
    month: Month = Field(title="年月")
    day: date = Field(title="日期")
    kind: Literal["rent", "buy"] = Field(
        title="用途", json_schema_extra={"words": {"rent": "租房", "buy": "购房"}}
    )
    persons: int = Field(title="人数")


class OwnDay(Command):
    day: date


class Pair(Command):
    first: int
    second: int


def keep_note(command: Note, at: Context) -> Receipt:
    """Writes one row and returns it."""
    (row,) = sql.call("insert into probe_effect (note) values (%s) returning id", command.note)
    if command.note in during:
        during[command.note](at)
    return Receipt(
        f"已记下 {command.note}。",
        {"row": row, "amount": f"{command.amount:.2f}", "dry_run": at.dry_run},
    )


def refuse_note(command: Note, at: Context) -> Receipt:
    """Writes a row, then refuses a note that says so, with two reasons at once."""
    receipt = keep_note(command, at)
    verdict = Verdict()
    bad = command.note.startswith("坏")
    verdict.refuse_if(bad, "probe.bad", "这条记录不好。", basis=("regulation-2026#24",))
    verdict.refuse_if(bad, "probe.worse", "而且更糟。")
    verdict.require()
    return receipt


def break_note(command: Note, at: Context) -> Receipt:
    """Writes a row, then fails through its own fault."""
    keep_note(command, at)
    if command.note == "除":
        raise ZeroDivisionError
    raise Defect("the system itself is wrong")


def read_form(command: Form, at: Context) -> Receipt:
    """Takes a form with one field of each kind."""
    return Receipt("已收到。", {"month": str(command.month), "day": str(at.business_date)})


def keep_day(command: OwnDay, at: Context) -> Receipt:
    """Runs on the day that its command names."""
    return Receipt(f"会计日 {at.business_date}。", {"named": str(command.day)})


def touch_pair(command: Pair, at: Context) -> Receipt:
    """Locks two rows in the order given, which is what causes deadlocks."""
    for number, row in enumerate((command.first, command.second)):
        sql.call("update probe_effect set seen = seen + 1 where id = %s returning id", row)
        if number == 0 and "pair" in during:
            during["pair"](at)
    return Receipt("已更新。")


def register() -> None:
    """Enter the probes into the registry that is current now."""
    for code, handler, options in PROBES:
        operation(code, title="试验", **options)(handler)


PROBES: tuple[tuple[str, Callable[..., Receipt], dict[str, Any]], ...] = (
    ("probe.note", keep_note, {"basis": ("regulation-2026#19",), "moves": "none"}),
    ("probe.refuse", refuse_note, {}),
    ("probe.break", break_note, {}),
    ("probe.form", read_form, {}),
    ("probe.pair", touch_pair, {}),
    ("probe.own_day", keep_day, {"on_own_day": True}),
    ("probe.two", keep_note, {"two_persons": True}),
    ("probe.machine", keep_note, {"machine_only": True}),
)
