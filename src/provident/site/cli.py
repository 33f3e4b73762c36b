"""命令行 · `provident`: everything that is done without a page.

Each group of commands lives beside the business it belongs to; here they are only joined.
Commands that need Django start the embedded database first, where it is used, and then
work as `provident_app`.
"""

# Whatever needs Django is imported inside the commands, after the database is up.

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn
from zoneinfo import ZoneInfo

import psycopg
import typer
from django.db.utils import OperationalError
from rich.console import Console
from rich.table import Table

from provident.channels.calc import cli as calc_commands
from provident.collection.staging.cli import app as roster_commands
from provident.dayend import cli as dayend_commands
from provident.kernel import embedded, runtime
from provident.kernel.places import PROJECT, data_dir
from provident.kernel.refusal import Conflict, Defect, Refusal
from provident.policy.cli import app as policy_commands
from provident.policy.library import LibraryError
from provident.reconciliation import cli as reconciliation_commands
from provident.settlement.cli import app as settlement_commands
from provident.staff.cli import app as staff_commands

app = typer.Typer(
    name="provident",
    help="住房公积金业务系统",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
console = Console()

DAY = Annotated[datetime, typer.Option(help="会计日", formats=["%Y-%m-%d"])]
FIRST_DAY = datetime(2026, 11, 2)
"""The first business day of the demonstration and of the stories."""


def start_django(role: str = "provident_app") -> None:
    """Bring up the embedded server where it is used, then Django, as the given role."""
    import django

    embedded.ensure_running()
    os.environ["PROVIDENT_ROLE"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "provident.site.settings")
    django.setup()


def _starting(about: object) -> Callable[[], None]:
    """What runs before each command of a group that needs the database."""

    def before() -> None:
        start_django()

    before.__doc__ = str(about)
    return before


def _calendar_day() -> date:
    """The calculators' today: they need no database and so know no business day."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


calc_place = calc_commands.Place(os.environ.get("PROVIDENT_CENTRE", "650100"), _calendar_day)
app.add_typer(calc_commands.commands(calc_place), name="calc")
app.add_typer(dayend_commands.commands(start_django), name="dayend")
reconciliation_commands.add_to(app, start_django)
for commands, group in (
    (policy_commands, "policy"),
    (roster_commands, "roster"),
    (settlement_commands, "settlement"),
    (staff_commands, "staff"),
):
    commands.callback()(_starting(commands.info.help))
    app.add_typer(commands, name=group)


@app.command()
def init(
    day: DAY = FIRST_DAY,
    tables_only: Annotated[bool, typer.Option(help="只建库、建表、授权")] = False,
) -> None:
    """建库：角色、数据库、数据表、权限、标准、政策，并开启第一个会计日。可重复执行。"""
    from provident.site import install

    address = embedded.ensure_running()
    install.make_roles_and_database(address, os.environ.get("PROVIDENT_DATABASE", "provident"))
    if tables_only:
        start_django("provident_owner")
        install.migrate_and_grant()
        return
    subprocess.run(
        [sys.executable, "-m", "provident.site.cli", "init", "--tables-only"], check=True
    )
    start_django()
    install.load_standards_and_policy()
    install.open_first_day(day.date())
    typer.echo("已建库，可以开始办理业务。")


@app.command()
def serve(
    host: str = "127.0.0.1", port: Annotated[int, typer.Option(help="端口")] = 8000
) -> None:
    """页面服务：公开的试算和现行政策、程序接口，以及 /health（系统是否正常、会计日）。"""
    embedded.ensure_running()
    os.execv(
        sys.executable,
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host,
            "--port", str(port), "--workers", "2", "--blocking-threads", "8",
            "provident.site.wsgi:application",
        ],
    )  # fmt: skip


@app.command("worker")
def run_jobs() -> None:
    """后台任务：处理银行通知、发送结算指令、编凭证号、定时补查。"""
    start_django()
    from provident.site.working import work

    work()


@app.command()
def listener(
    host: str = "127.0.0.1", port: Annotated[int, typer.Option(help="端口")] = 19999
) -> None:
    """银行通知接收：监听结算平台推送的账户变动通知。"""
    start_django()
    from provident.settlement.listener import serve as listen

    runtime.update(listener_port=port)
    listen(host, port)


@app.command("bank-peer")
def bank_peer(
    port: Annotated[int, typer.Option(help="报文端口")] = 9999,
    control_port: Annotated[int, typer.Option(help="控制端口")] = 9998,
    centre_port: Annotated[int, typer.Option(help="中心监听端口")] = 19999,
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="银行日期，缺省随中心报文")
    ] = None,
) -> None:
    """模拟银行：另一个进程，说同一种报文，有自己的账户和账。"""
    from provident.bankpeer.server import PortTaken
    from provident.bankpeer.server import serve as serve_peer

    runtime.update(platform_port=port, peer_control_port=control_port)
    try:
        serve_peer(
            data_dir(), "127.0.0.1", port, control_port, "127.0.0.1", centre_port,
            date=day.date() if day else None,
        )  # fmt: skip
    except PortTaken as taken:
        _leave(str(taken))


@app.command()
def run(
    pages: Annotated[int, typer.Option(help="页面端口")] = 8000,
    platform: Annotated[int, typer.Option(help="模拟银行报文端口")] = 9999,
    control: Annotated[int, typer.Option(help="模拟银行控制端口")] = 9998,
    notices: Annotated[int, typer.Option(help="通知接收端口")] = 19999,
) -> None:
    """在后台启动全部进程：模拟银行、通知接收、后台任务、页面。"""
    from provident.site import processes

    embedded.ensure_running()
    try:
        ports = ("--port", str(platform), "--control-port", str(control))
        processes.start("bank-peer", *ports, "--centre-port", str(notices), port=platform)
        processes.start("listener", "--port", str(notices), port=notices)
        processes.start("worker")
        processes.start("serve", "--port", str(pages), port=pages)
        _sign_in()
    except Conflict as conflict:
        _leave(conflict.says)
    for one in processes.status():
        typer.echo(str(one))
    typer.echo(f"查看 http://127.0.0.1:{pages}/ ；停止请执行 provident stop。")


@app.command()
def stop() -> None:
    """停止本系统启动的全部进程和内嵌数据库。"""
    from provident.site import processes

    said = processes.stop_all()
    for sentence in said or ["没有正在运行的进程。"]:
        typer.echo(sentence)


@app.command()
def catalogue(
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
) -> None:
    """业务目录：每项业务的名称、代码、法律依据、分录规则。"""
    start_django()
    from provident.site import catalogue as listing

    rows = listing.rows()
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = Table("代码", "业务", "资金", "两人", "依据", "分录规则")
    for row in rows:
        table.add_row(
            row["code"], row["title"], listing.MOVES[row["moves"]],
            "是" if row["two_persons"] else "", "\n".join(row["basis"]),
            "\n".join(row["posting"]),
        )  # fmt: skip
    console.print(table)


@app.command()
def perform(
    code: Annotated[str, typer.Argument(help="业务代码，见 provident catalogue")],
    command: Annotated[str, typer.Argument(help="请求内容（JSON），或 @文件名")],
    maker: Annotated[str, typer.Option(help="经办人")],
    checker: Annotated[str | None, typer.Option(help="复核人（须两人的业务）")] = None,
    operation: Annotated[
        str | None, typer.Option(help="操作标识（UUID），重试时用同一个")
    ] = None,
    rehearse: Annotated[bool, typer.Option(help="试算：执行后撤回，不留任何痕迹")] = False,
) -> None:
    """办理一项业务，打印回执；被拒绝时列出全部理由和依据。"""
    start_django()
    from uuid import UUID

    from provident.kernel import operation as kernel
    from provident.kernel.context import By

    text = Path(command[1:]).read_text("utf-8") if command.startswith("@") else command
    try:
        body: dict[str, Any] = json.loads(text)
        identity = UUID(operation) if operation else None
    except json.JSONDecodeError as error:
        raise typer.BadParameter(
            f"请求内容不是 JSON（第 {error.lineno} 行第 {error.colno} 个字符附近）"
        ) from None
    except ValueError:
        raise typer.BadParameter(f"操作标识不是 UUID：{operation}") from None
    if code not in {spec.code for spec in kernel.catalogue()}:
        raise typer.BadParameter(f"没有业务 {code}，请用 provident catalogue 查看全部业务")
    by = By(maker, checker, "command_line")
    if rehearse:
        done = kernel.rehearse(code, body, by)
    else:
        done = kernel.perform(code, body, by, id=identity)
    typer.echo(done.receipt.says)
    typer.echo(
        json.dumps(
            {
                "operation_no": done.operation_no,
                "business_date": done.business_date.isoformat(),
                "replayed": done.replayed,
                "facts": dict(done.receipt.facts),
            },
            ensure_ascii=False,
            indent=1,
        )
    )


@app.command("print")
def print_remittance(
    references: Annotated[list[str], typer.Argument(help="汇缴书的附言号，同一单位可多张")],
    into: Annotated[Path, typer.Option(help="写到哪个 PDF 文件")],
    persons: Annotated[bool, typer.Option(help="附职工名单")] = False,
) -> None:
    """打印汇缴书。"""
    start_django()
    from django.utils import timezone

    from provident.collection.prints import remittance_pdf

    into.write_bytes(
        remittance_pdf(
            references, printed_by="命令行", printed_at=timezone.localtime(),
            with_persons=persons,
        )
    )  # fmt: skip
    typer.echo(f"已写入 {into}。")


@app.command()
def bench(
    name: Annotated[str | None, typer.Argument(help="量测项目，缺省为全部")] = None,
    size: Annotated[int | None, typer.Option(help="规模")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
) -> None:
    """量测：我们的用时与同一次运行中机器的极限并列，用独立的数据库。"""
    sys.path.insert(0, str(PROJECT))
    from benchmarks import suite

    suite.main(name, size, as_json=as_json)


@app.command()
def demo(
    headless: Annotated[
        bool, typer.Option(envvar="HEADLESS", help="演示完就停止全部进程")
    ] = False,
) -> None:
    """演示：开户、一个月汇缴经银行报文入账、日结、三账相符；差一分即失败。"""
    sys.path.insert(0, str(PROJECT))
    from simulation import demonstration

    raise typer.Exit(demonstration.main(headless=headless))


def _sign_in() -> None:
    """Sign in at the platform at once: before that it pushes no notice."""
    start_django()
    from provident.settlement.adapters import platform

    platform.sign_in()


def _leave(says: str) -> NoReturn:
    """End the command in words."""
    typer.echo(says, err=True)
    raise typer.Exit(3)


def main() -> None:
    """Entry point of the `provident` command: whatever fails, fails in words.

    Exit codes: 1 the books do not agree, 2 refused, 3 conflict, 4 something is missing on
    this machine (database, file, bank), 5 a fault of the system itself.
    """
    try:
        app()
    except Refusal as refusal:
        for reason in refusal.reasons:
            basis = f"（{'、'.join(reason.basis)}）" if reason.basis else ""
            typer.echo(f"拒绝 {reason.code}：{reason.says}{basis}", err=True)
        sys.exit(2)
    except LibraryError as error:
        for problem in error.problems:
            typer.echo(f"政策文件：{problem}", err=True)
        sys.exit(2)
    except Conflict as conflict:
        typer.echo(f"冲突 {conflict.code}：{conflict.says}", err=True)
        sys.exit(3)
    except Defect as defect:
        typer.echo(f"系统故障，请联系运行维护人员：{defect}", err=True)
        sys.exit(5)
    except OSError as error:
        named = f"：{error.filename}" if error.filename else ""
        typer.echo(f"读写不成{named}（{error.strerror or error}）", err=True)
        sys.exit(4)
    except (psycopg.OperationalError, OperationalError) as error:
        typer.echo(f"连不上数据库或还没有建库，请先执行 provident init。（{error}）", err=True)
        sys.exit(4)


if __name__ == "__main__":
    main()
