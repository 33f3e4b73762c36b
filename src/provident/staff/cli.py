"""人员命令 · `provident staff`: the first administrators, and logins from the machine itself.

Whoever works at the machine can do this without the pages; what is done stands in the
operation log with the names that are given.
"""

# What needs Django's models is imported inside the commands: this module is mounted before
# Django is set up.

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

app = typer.Typer(help="人员：首批系统管理员、用户、一次性口令", no_args_is_help=True)

Username = Annotated[str, typer.Argument(help="用户名")]
Name = Annotated[str, typer.Option(help="姓名，操作日志中的经办人")]
IdNumber = Annotated[str, typer.Option(help="公民身份号码")]
Maker = Annotated[str, typer.Option(help="经办人")]
Checker = Annotated[str, typer.Option(help="复核人")]

CHANNEL = "command_line"


@app.command("first-administrator")
def first_administrator(username: Username, name: Name, id_number: IdNumber) -> None:
    """设立首批系统管理员（至多两名），并签发一次性口令。"""
    from provident.kernel.context import By
    from provident.kernel.operation import perform

    command = {"username": username, "name": name, "id_number": id_number}
    done = perform("staff.open_first_administrator", command, By.machine("installation"))
    typer.echo(done.receipt.says)
    _issue(done.receipt.facts["username"])


@app.command("open")
def open_login(
    username: Username,
    name: Name,
    id_number: IdNumber,
    role: Annotated[list[str], typer.Option(help="岗位，可多次：见 duties/roles.yaml")],
    maker: Maker,
    checker: Checker,
    branch: Annotated[str, typer.Option(help="网点代码，全中心岗位不填")] = "",
) -> None:
    """开设用户，并签发一次性口令。"""
    from provident.kernel.context import By
    from provident.kernel.operation import perform

    command = {
        "username": username,
        "name": name,
        "id_number": id_number,
        "branch": branch,
        "roles": role,
    }
    done = perform("staff.open_login", command, By(maker, checker, CHANNEL))
    typer.echo(done.receipt.says)
    _issue(done.receipt.facts["username"])


@app.command()
def reset(username: Username, maker: Maker, checker: Checker) -> None:
    """重置登录：作废口令和动态口令，并签发一次性口令。"""
    from provident.kernel.context import By
    from provident.kernel.operation import perform

    done = perform("staff.reset_login", {"username": username}, By(maker, checker, CHANNEL))
    typer.echo(done.receipt.says)
    _issue(done.receipt.facts["username"])


@app.command()
def issue(username: Username) -> None:
    """重新签发一次性口令（还没有设定自己口令的用户）。"""
    _issue(username)


@app.command("list")
def list_logins() -> None:
    """全部用户：岗位、网点、是否在用。"""
    from provident.staff.reading import logins

    table = Table("用户名", "姓名", "岗位", "网点", "动态口令", "状态")
    for one in logins():
        table.add_row(
            one.username,
            one.name,
            "、".join(one.titles),
            one.branch or "全中心",
            "已启用" if one.second_factor else "",
            one.state,
        )
    Console().print(table)


@app.command()
def code(username: Username) -> None:
    """演示用户当前的动态口令（只在示范中心）。"""
    from provident.staff.demonstration import present_code

    typer.echo(present_code(username))


def _issue(username: str) -> None:
    from provident.staff import activation
    from provident.staff.duties import duties

    password = activation.issue(username)
    hours = duties().sign_in.one_time_hours
    typer.echo(f"一次性口令：{password}（{hours} 小时内有效，只显示这一次）")
