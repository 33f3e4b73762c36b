"""政策命令 · `provident policy …`: look up, compare, check and publish the policy."""

# The modules that need Django's models are imported inside the commands: this module is
# mounted before Django is set up.
# ruff: noqa: PLC0415

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from provident.kernel.policy_source import Fact
from provident.kernel.refusal import Conflict, Refusal
from provident.policy.comparison import compare
from provident.policy.engine import Result, facts_needed
from provident.policy.library import Library, LibraryError
from provident.policy.parameters import CONFIDENCES, Parameter, Record
from provident.policy.vocabulary import SELECTORS, Absent

app = typer.Typer(help="政策参数：查询、比对、校验、发布。", no_args_is_help=True)
console = Console()

FILES = "files"
_SCOPES = {"national": "全国", "local": "中心", "default": "默认"}
_TO_CHECK = {"well_known", "likely"}


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(help="参数代码，如 collection.ratio_min")],
    on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="日期")],
    centre: Annotated[str, typer.Option(help="中心代码，如 650100")],
    area: Annotated[str | None, typer.Option(help="区县代码")] = None,
    fact: Annotated[
        list[str] | None, typer.Option(help="计算用的事实，如 hire_kind=first_job")
    ] = None,
) -> None:
    """某日某地的取值和依据（已发布的政策）。"""
    from provident.policy import releases

    with _spoken():
        library = releases.active()
        parameter = _parameter(library, name)
        place = {"on": on.date(), "centre": centre, "area": area}
        record = library.record(name, **place)
        facts = _facts(parameter, record, fact or [])
        found = library.value(name, facts=facts, **place)
    console.print(f"{parameter.name}  [bold]{_spelled(parameter, found.value)}[/]")
    console.print(f"适用  {_interval(found.valid_from, found.valid_until)}")
    console.print(f"选取  {SELECTORS[parameter.selected_by]}")
    for code in found.basis:
        console.print(f"依据  {library.cite(code)}  [dim]{code}[/]")
    console.print(f"核对  {CONFIDENCES[record.confidence]}")


@app.command("list")
def list_all() -> None:
    """全部参数及其条数、适用范围和待核对的条数（政策文件）。"""
    from provident.policy import releases

    with _spoken():
        library = releases.files()
    table = Table("代码", "名称", "单位", "由谁规定", "条数", "待核对", box=None)
    table.columns[0].no_wrap = True
    table.columns[1].overflow = "fold"
    for name in library.names():
        parameter = library.parameter(name)
        local = [r for code in library.centres() for r in library.records(name, code)]
        doubtful = sum(r.confidence in _TO_CHECK for r in (*parameter.history, *local))
        table.add_row(
            name,
            parameter.name,
            parameter.measure.zh,
            _SCOPES[parameter.scope],
            f"{len(parameter.history)}+{len(local)}",
            str(doubtful or ""),
        )
    console.print(table)
    console.print("默认：中心可另定。条数为全国+地方；待核对为尚未与公开来源核对的条数。")


@app.command("lint")
def lint_files() -> None:
    """校验政策文件，列出全部问题。"""
    from provident.policy import releases

    with _spoken():
        library = releases.files()
        console.print(f"{len(library.names())} 个参数，没有问题。摘要 {library.content_hash}")


@app.command("diff")
def diff(
    before: Annotated[str, typer.Argument(help="发布号，或 files 表示政策文件")],
    after: Annotated[str, typer.Argument(help="发布号，或 files 表示政策文件")],
) -> None:
    """两次发布之间（或发布与文件之间）的差异。"""
    with _spoken():
        changes = compare(_named(before), _named(after))
    for change in changes:
        console.print(f"[bold]{change.kind}[/]  {change.place}", highlight=False)
        if change.before is not None:
            console.print(f"  原  {change.before}", highlight=False, markup=False)
        if change.after is not None:
            console.print(f"  现  {change.after}", highlight=False, markup=False)
    console.print(f"共 {len(changes)} 处差异。")


@app.command("publish")
def publish(
    maker: Annotated[str, typer.Option(help="经办人")],
    checker: Annotated[str, typer.Option(help="复核人")],
    note: Annotated[str, typer.Option(help="发布说明")],
) -> None:
    """校验政策文件并发布为新的版本。"""
    from provident.policy import releases

    with _spoken():
        release = releases.publish(releases.files(), maker=maker, checker=checker, note=note)
        console.print(f"现行政策为第 {release.number} 号发布，摘要 {release.content_hash}")


@contextmanager
def _spoken() -> Iterator[None]:
    """Say what was refused in words and end with 1; a Defect passes as it is."""
    try:
        yield
    except Refusal as refusal:
        raise _stop(*(reason.says for reason in refusal.reasons)) from None
    except Conflict as conflict:
        raise _stop(conflict.says) from None
    except LibraryError as error:
        count = len(error.problems)
        raise _stop(*map(str, error.problems), f"共 {count} 个问题。") from None


def _stop(*sentences: str) -> typer.Exit:
    for sentence in sentences:
        console.print(sentence, style="red", markup=False, highlight=False)
    return typer.Exit(1)


def _parameter(library: Library, name: str) -> Parameter:
    if name not in library.names():
        raise _stop(f"没有名为 {name} 的参数；用 provident policy list 查看全部。")
    return library.parameter(name)


def _facts(parameter: Parameter, record: Record, given: list[str]) -> dict[str, Fact]:
    """`name=value` from the command line, each fact in the kind the parameter declares."""
    if isinstance(record.value, Absent):
        return {}
    needed = facts_needed(parameter, record.value)
    facts: dict[str, Fact] = {}
    for item in given:
        name, _, text = item.partition("=")
        if name not in needed:
            raise _stop(f"这里用不到 {item}。{_wanted(parameter, needed)}")
        facts[name] = _fact(parameter, name, text)
    if needed - facts.keys():
        raise _stop(_wanted(parameter, needed - facts.keys()))
    return facts


def _fact(parameter: Parameter, name: str, text: str) -> Fact:
    if name in parameter.dimensions:
        if text not in parameter.dimensions[name]:
            raise _stop(_wanted(parameter, {name}))
        return text
    try:
        return Decimal(text)
    except InvalidOperation:
        raise _stop(f"{name} 应为数字，不是 {text}。") from None


def _wanted(parameter: Parameter, names: set[str]) -> str:
    if not names:
        return "它不需要任何事实。"
    wanted = [
        f"--fact {name}=" + "|".join(sorted(parameter.dimensions.get(name, {"数": ""})))
        for name in sorted(names)
    ]
    return f"请给出：{'；'.join(wanted)}"


def _named(which: str) -> Library:
    from provident.policy import releases

    if which == FILES:
        return releases.files()
    if not which.isdecimal() or int(which) not in releases.numbers():
        raise _stop(f"没有第 {which} 号发布。")
    return releases.released(int(which)).library


def _spelled(parameter: Parameter, value: Result) -> str:
    """A value with its unit; codes with what they mean."""
    codes = value if isinstance(value, tuple) else (value,)
    if parameter.choices:
        return "、".join(f"{parameter.choices[str(code)]}（{code}）" for code in codes)
    return f"{value} {parameter.measure.zh}"


def _interval(valid_from: date, valid_until: date | None) -> str:
    return f"{valid_from} 起" + (f"，{valid_until} 前" if valid_until else "")
