"""命令行 · settlement by hand: the line to the platform, statements, what is still open.

Plain functions with typer's options; the site mounts them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

app = typer.Typer(help="结算：签到、对账单、未达账项、未了结指令", no_args_is_help=True)


@app.command("sign-in")
def sign_in() -> None:
    """向结算平台签到，取得新的会话密钥。"""
    from provident.settlement.adapters import platform

    platform.sign_in()
    typer.echo("已签到。")


@app.command("sign-out")
def sign_out() -> None:
    """签退，会话密钥作废。"""
    from provident.settlement.adapters import platform

    platform.sign_out()
    typer.echo("已签退。")


@app.command()
def probe() -> None:
    """探测结算平台是否可用（SYS600，不需签到）。"""
    from provident.settlement.adapters import platform

    platform.probe()
    typer.echo("结算平台应答正常。")


@app.command()
def details() -> None:
    """查询各银行户近日明细，补登漏收的通知，核对余额是否连续。"""
    from provident.settlement.statements import fetch_details

    for says in fetch_details() or ["明细已查，余额连续。"]:
        typer.echo(says)


@app.command()
def statement(day: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"])]) -> None:
    """取某日的银行对账单，连同此前银行可能又有增加的各日。"""
    from provident.settlement.api import fetch_statement

    table = Table("日期", "账号", "日终余额", "明细", "银行当日", "余额不连续之处")
    for found in fetch_statement(day.date()):
        balance = f"{found.closing_balance:,.2f}"
        over = "已终了" if found.final else "未终了，日结时重取"
        table.add_row(
            str(found.day), found.account_no, balance, str(found.rows), over, found.gap
        )
    Console().print(table)


@app.command()
def waiting() -> None:
    """列出未达账项：银行已报、等会计处理的流水。"""
    from provident.settlement.api import waiting_rows

    table = Table("编号", "账号", "银行日期", "金额", "对方", "分类", "说明")
    for row in waiting_rows():
        table.add_row(
            str(row.id),
            row.account_no,
            row.bank_date.isoformat(),
            f"{row.amount:,.2f}",
            row.opponent_name,
            row.kind,
            row.why,
        )
    Console().print(table)


@app.command()
def instructions() -> None:
    """列出未了结的结算指令。"""
    from provident.settlement.api import open_instructions

    table = Table("编号", "会计日", "金额", "收款人", "状态", "说明")
    for one in open_instructions():
        table.add_row(
            str(one.id),
            one.business_date.isoformat(),
            f"{one.amount:,.2f}",
            one.payee_name,
            one.state,
            one.why,
        )
    Console().print(table)
