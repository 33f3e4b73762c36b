"""对账命令 · `provident check | verify | books | bank-reconciliation`."""

# What needs Django's models is imported inside the commands: this module is mounted before
# Django is set up.

from __future__ import annotations

import functools
import json
import time
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from provident.kernel.refusal import Conflict, Refusal, refuse

if TYPE_CHECKING:
    from provident.reconciliation.books import BookLine
    from provident.reconciliation.checks import CheckResult

console = Console()
WORKERS = 2

AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出")]
OnDay = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="日期，缺省为当前会计日")
]


def add_to(app: typer.Typer, ready: Callable[[], None]) -> None:
    """Mount the commands on `app`; `ready` brings up the database and Django before each."""
    for name, command in (
        ("check", check),
        ("verify", verify),
        ("books", books),
        ("bank-reconciliation", bank_reconciliation),
    ):
        app.command(name)(after(ready, command))


def after(ready: Callable[[], None], command: Callable[..., None]) -> Callable[..., None]:
    """The command, run after `ready`; a refusal ends it in words with 2, a conflict with 3."""

    @functools.wraps(command)
    def run(*args: object, **options: object) -> None:
        ready()
        try:
            command(*args, **options)
        except Refusal as refusal:
            for reason in refusal.reasons:
                typer.echo(f"拒绝 {reason.code}：{reason.says}", err=True)
            raise typer.Exit(2) from None
        except Conflict as conflict:
            typer.echo(f"冲突 {conflict.code}：{conflict.says}", err=True)
            raise typer.Exit(3) from None

    return run


def check(as_json: AsJson = False) -> None:
    """核对全部不变量；有一项不成立即以 1 结束。"""
    from provident.reconciliation.checks import run_all

    started = time.monotonic()
    results = run_all(workers=WORKERS)
    seconds = time.monotonic() - started
    holds = all(result.holds for result in results)
    if as_json:
        typer.echo(json.dumps(_checked(results, seconds), ensure_ascii=False, indent=1))
    else:
        _show_checks(results, seconds)
    raise typer.Exit(0 if holds else 1)


def _checked(results: tuple[CheckResult, ...], seconds: float) -> dict[str, object]:
    return {
        "holds": all(result.holds for result in results),
        "seconds": round(seconds, 3),
        "checks": [
            {
                "code": result.code,
                "title": result.title,
                "holds": result.holds,
                "seconds": round(result.seconds, 3),
                "offences": [
                    {"says": offence.says, "facts": dict(offence.facts)}
                    for offence in result.offences
                ],
            }
            for result in results
        ],
    }


def _show_checks(results: tuple[CheckResult, ...], seconds: float) -> None:
    table = Table()
    for heading in ("核对项目", "含义", "结果"):
        table.add_column(heading, overflow="fold")
    for result in results:
        said = "成立" if result.holds else f"[bold red]不成立 {len(result.offences)} 处[/]"
        table.add_row(result.title, result.means, said)
    console.print(table)
    for result in results:
        for offence in result.offences:
            console.print(f"{result.title}：{offence.says}", style="red", markup=False)
    failed = sum(not result.holds for result in results)
    words = "全部成立" if not failed else f"{failed} 项不成立"
    console.print(f"共 {len(results)} 项，{words}，用时 {seconds:.1f} 秒。")


def verify(
    seals: Annotated[
        Path | None, typer.Option(help="封印文件所在的文件夹，缺省为本机 data/seals")
    ] = None,
) -> None:
    """核验封印：封印文件、封印表、账面逐日比对；有一处不符即以 1 结束。"""
    from provident.ledger import seals as sealed

    if seals is not None and not seals.is_dir():
        raise refuse("seal.no_folder", f"没有文件夹“{seals}”，请核对封印文件所在的文件夹。")
    faults = list(sealed.verify(seals))
    for fault in faults:
        console.print(fault.says, style="red", markup=False)
    days = sealed.days_sealed()
    if not days and not faults:
        console.print("还没有日结过的会计日，没有封印可以核验；第一次日结后再核验。")
        return
    console.print(
        f"{days} 个会计日的封印：" + (f"{len(faults)} 处不符。" if faults else "全部相符。")
    )
    raise typer.Exit(1 if faults else 0)


def books(on: OnDay = None, as_json: AsJson = False) -> None:
    """三账并列：业务账、财务账、资金流水账及其差异；有未说明的差异即以 1 结束。"""
    from provident.kernel import clock
    from provident.reconciliation import books as three

    day = on.date() if on else clock.today()
    lines = three.books(day)
    if as_json:
        typer.echo(json.dumps(three.as_json(day, lines), ensure_ascii=False, indent=1))
    else:
        _show_books(lines, str(day))
    raise typer.Exit(0 if all(line.agrees for line in lines) else 1)


def _show_books(lines: tuple[BookLine, ...], day: str) -> None:
    # An amount is never cut: on a narrow screen the words fold and the table grows wide.
    table = Table(title=f"三账对照 {day}（元）", box=None, padding=(0, 1))
    table.add_column("项目", overflow="fold")
    for heading in ("业务账", "财务账", "资金流水账", "业务－财务", "财务－资金", "其中未达"):
        table.add_column(heading, justify="right", no_wrap=True, min_width=10)
    table.add_column("说明", overflow="fold")
    for line in lines:
        table.add_row(
            line.item,
            _amount(line.business),
            _amount(line.finance),
            _amount(line.bank),
            _difference(line.business_less_finance),
            _difference(line.finance_less_bank),
            _amount(line.explained) if line.explained else "",
            line.note if line.agrees else f"[bold red]不符[/] {line.note}",
        )
    amounts = max(
        len(_amount(amount))
        for line in lines
        for amount in (line.business, line.finance, line.bank)
    )
    Console(width=max(console.width, 6 * (amounts + 2) + 30)).print(table)


def _amount(amount: Decimal | None) -> str:
    return "－" if amount is None else f"{amount:,.2f}"


def _difference(amount: Decimal | None) -> str:
    if amount is None:
        return "－"
    return f"[red]{amount:,.2f}[/]" if amount else "0.00"


def bank_reconciliation(
    bank_account: Annotated[str, typer.Argument(help="银行专户号码")],
    on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="日期")],
    into: Annotated[Path, typer.Option(help="写到哪个 PDF 文件")],
    by: Annotated[str, typer.Option(help="编制人")],
    checker: Annotated[str | None, typer.Option(help="复核人")] = None,
) -> None:
    """银行存款余额调节表（PDF）：一个银行专户一天，未达账项逐笔列出。"""
    from django.conf import settings
    from django.utils import timezone

    from provident.reconciliation.position import position_of, to_pdf

    pdf = to_pdf(
        position_of(bank_account, on.date()),
        centre=settings.CENTRE_NAME,
        prepared_by=by,
        checked_by=checker,
        printed_by=by,
        printed_at=timezone.localtime(),
    )
    into.write_bytes(pdf)
    typer.echo(f"已写入 {into}。")
