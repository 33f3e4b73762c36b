"""日终命令 · `provident dayend …`: cut a day off, close it, settle interest, print."""

# What needs Django's models is imported inside the commands: this module is mounted before
# Django is set up.

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from provident.kernel.refusal import Conflict
from provident.reconciliation.cli import after

if TYPE_CHECKING:
    from provident.kernel.operation import Done

console = Console()
STATES = {"open": "营业中", "cut_off": "已切点", "closed": "已日结"}

Day = Annotated[
    datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], help="会计日，缺省为当前的")
]
Into = Annotated[Path, typer.Option(help="写到哪个 PDF 文件")]
Maker = Annotated[str, typer.Option("--maker", help="经办人")]


def commands(ready: Callable[[], None]) -> typer.Typer:
    """The group of commands; `ready` brings up the database and Django before each."""
    app = typer.Typer(help="日终：切点、日结、日结单、凭证。", no_args_is_help=True)
    for name, command in (
        ("cut-off", cut_off),
        ("close", close),
        ("settle-interest", settle_interest),
        ("status", status),
        ("report", report),
        ("vouchers", vouchers),
    ):
        app.command(name)(after(ready, command))
    return app


def cut_off(
    day: Day = None,
    next_day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="下一会计日，缺省为次日")
    ] = None,
    maker: Maker = "日终",
) -> None:
    """切点：当日不再受理新业务，开启下一会计日。"""
    from provident.kernel.context import By
    from provident.kernel.operation import perform

    following = next_day.date() if next_day else None
    command = {"day": _day(day), "next_day": following}
    _tell(perform("dayend.cut_off", command, By(maker, None, "command_line")))


def close(day: Day = None, maker: Maker = "日终") -> None:
    """日结：取对账单、编凭证、核对、封账。可重复执行。缺省为最早一个已切点的会计日。"""
    from provident.dayend.closing import close_day
    from provident.kernel.context import By
    from provident.settlement.api import fetch_statement

    which = day.date() if day else _to_close()
    _tell(close_day(which, By(maker, None, "command_line"), fetch=fetch_statement))


def settle_interest(day: Day = None, maker: Maker = "日终") -> None:
    """年度结息并切点（6 月 30 日办理）。"""
    from provident.dayend.closing import settle_interest as settle
    from provident.kernel.context import By

    _tell(settle(_day(day), By(maker, None, "command_line")))


def status(
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
) -> None:
    """最近的会计日各在什么状态，还有哪些未了事项。"""
    from provident.dayend.facts import open_items, totals_by_kind
    from provident.kernel import clock
    from provident.kernel.models import BusinessDay

    today = clock.today()
    days = list(BusinessDay.objects.order_by("-date")[:10])
    items = totals_by_kind(open_items(today), today)
    if as_json:
        known = [{"day": one.date.isoformat(), "state": one.state} for one in days]
        typer.echo(
            json.dumps({"days": known, "open_items": items}, ensure_ascii=False, indent=1)
        )
        return
    table = Table("会计日", "状态", title="会计日")
    for one in days:
        table.add_row(str(one.date), STATES[one.state])
    console.print(table)
    for item in items:
        console.print(
            f"{item['kind']}　{item['count']} 笔　{item['amount']} 元　"
            f"最久 {item['oldest_days']} 天"
        )


def report(
    into: Into, day: Day = None, by: Annotated[str, typer.Option(help="打印人")] = "日终"
) -> None:
    """资金日结单（PDF）；还没有日结的会计日打印试算。"""
    from django.conf import settings
    from django.utils import timezone

    from provident.dayend.report import day_report_pdf

    pdf = day_report_pdf(
        _day(day),
        centre=settings.CENTRE_NAME,
        printed_by=by,
        printed_at=timezone.localtime(),
    )
    into.write_bytes(pdf)
    typer.echo(f"已写入 {into}。")


def vouchers(
    into: Into,
    day: Day = None,
    month: Annotated[str | None, typer.Option(help="打印整月，如 2026-11")] = None,
    by: Annotated[str, typer.Option(help="打印人")] = "日终",
) -> None:
    """记账凭证连打（PDF）：一天的，或一个月的。"""
    from django.conf import settings
    from django.utils import timezone

    from provident.kernel.dates import Month, MonthError
    from provident.ledger.vouchers import print_vouchers

    try:
        whole = Month.parse(month) if month else None
    except MonthError as error:
        raise typer.BadParameter(str(error)) from None
    first, last = (whole.first_day, whole.last_day) if whole else (_day(day), _day(day))
    pdf = print_vouchers(
        first,
        last,
        centre=settings.CENTRE_NAME,
        printed_by=by,
        printed_at=timezone.localtime(),
    )
    into.write_bytes(pdf)
    typer.echo(f"已写入 {into}。")


def _day(given: datetime | None) -> date:
    from provident.kernel import clock

    return given.date() if given else clock.today()


def _to_close() -> date:
    from provident.kernel.models import BusinessDay

    waiting = BusinessDay.objects.filter(state=BusinessDay.CUT_OFF).order_by("date").first()
    if waiting is None:
        raise Conflict("day.none_to_close", "没有已切点而未日结的会计日，请先切点。")
    return waiting.date


def _tell(done: Done) -> None:
    typer.echo(done.receipt.says)
