"""名单命令 · `provident roster …`: the empty form, a check, and opening a whole roster."""

# Whatever needs Django is imported inside the commands, after the database is up.

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from provident.kernel.context import By
from provident.kernel.refusal import Conflict, Refusal

app = typer.Typer(help="职工名单：模板、预审、批量开户。", no_args_is_help=True)
console = Console()

REASONS_SHOWN = 50

EMPLOYER = Annotated[str, typer.Argument(help="单位账号")]
ROSTER = Annotated[Path, typer.Argument(help="名单文件（.xlsx）", exists=True, dir_okay=False)]
BY = Annotated[str, typer.Option(help="经办人")]


@app.command("template")
def template(
    target: Annotated[Path, typer.Argument(help="写到哪个文件（.xlsx）")],
    with_example: Annotated[bool, typer.Option(help="填入一行示例")] = False,
) -> None:
    """生成空白的名单模板。"""
    from provident.collection.roster import template_workbook

    target.write_bytes(template_workbook(with_example=with_example))
    console.print(f"模板已写到 {target}")


@app.command("check")
def check(
    employer: EMPLOYER,
    roster: ROSTER,
    by: BY,
    errors: Annotated[Path | None, typer.Option(help="有误时把退回名单写到这里")] = None,
) -> None:
    """上传并预审名单，不办理；有误时以非零状态结束。"""
    from provident.collection.staging.uploads import (
        check_roster,
        error_workbook,
        upload_roster,
    )

    try:
        upload = upload_roster(employer, roster.name, roster.read_bytes(), uploaded_by=by)
        with Progress(console=console) as bar:
            task = bar.add_task("预审", total=None)
            judged = check_roster(
                upload, lambda done, total: bar.update(task, completed=done, total=total)
            )
    except (Refusal, Conflict) as no:
        raise _said(no) from no
    refused = judged.judgement.refused
    console.print(
        f"名单编号 {upload}：可开户 {len(judged.newcomers)} 人，有误 {len(refused)} 人。"
    )
    if refused:
        if errors:
            errors.write_bytes(error_workbook(upload))
            console.print(f"退回名单已写到 {errors}")
        raise typer.Exit(1)


@app.command("open")
def open_all(employer: EMPLOYER, roster: ROSTER, by: BY) -> None:
    """上传名单并为其中全部职工开户；有一人不符则全部不办。"""
    from provident.collection.staging.uploads import upload_roster
    from provident.kernel.operation import perform

    try:
        upload = upload_roster(employer, roster.name, roster.read_bytes(), uploaded_by=by)
        done = perform(
            "collection.open_members",
            {"employer": employer, "upload": upload},
            By(by, channel="command_line"),
        )
    except (Refusal, Conflict) as no:
        raise _said(no) from no
    console.print(f"{done.receipt.says}  业务流水号 {done.operation_no}")


def _said(no: Refusal | Conflict) -> typer.Exit:
    """Print the reasons, each on a line of its own, and end with a failure."""
    said = [one.says for one in no.reasons] if isinstance(no, Refusal) else [no.says]
    for says in said[:REASONS_SHOWN]:
        console.print(says, style="red", markup=False)
    if len(said) > REASONS_SHOWN:
        console.print(
            f"其余 {len(said) - REASONS_SHOWN} 条从略，请用 check --errors 取退回名单。"
        )
    return typer.Exit(1)
