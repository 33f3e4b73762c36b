"""政策命令 · `provident policy …`: look up, explain, compare, check and publish the policy."""

# The modules that need Django's models are imported inside the commands: this module is
# mounted before Django is set up.

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from provident.kernel.policy_source import Fact
from provident.kernel.refusal import Conflict, Refusal
from provident.policy.asking import facts_from, told, unanswerable
from provident.policy.checked import Checked, checked
from provident.policy.comparison import compare, compare_cases
from provident.policy.explanation import Explanation, Line
from provident.policy.library import Library, LibraryError
from provident.policy.outline import Card, outline
from provident.policy.parameters import CONFIDENCES
from provident.policy.reading import reading_problems, readings
from provident.policy.units import SELECTORS

app = typer.Typer(help="政策参数：查询、说明、比对、校验、发布。", no_args_is_help=True)
console = Console()

FILES = "files"
_SCOPES = {"national": "全国", "local": "中心", "default": "默认"}
_SHORT = {
    "public_source": "来源",
    "well_known": "通行",
    "likely": "可能",
    "own_default": "默认",
}
"""Headings of `checked`, short enough for a narrow screen."""
_PROGRAM = Path(__file__).resolve().parents[1]

Name = Annotated[str, typer.Argument(help="参数代码，如 collection.ratio_min")]
On = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="日期")]
CentreCode = Annotated[str, typer.Option(help="中心代码，如 650100")]
Area = Annotated[str | None, typer.Option(help="区县代码")]
Facts = Annotated[
    list[str] | None,
    typer.Option("--facts", "--fact", help="计算用的事实，如 hire_kind=first_job；可写多次"),
]


@app.command("show")
def show(
    name: Name, on: On, centre: CentreCode, area: Area = None, facts: Facts = None
) -> None:
    """某日某地的取值和依据（已发布的政策）。"""
    with _spoken():
        library = _active()
        explanation = _explained(library, name, on.date(), centre, area, facts)
        card = outline(library, name, on=on.date(), centre=centre, area=area)
    _print_answer(explanation)
    _print_next(card)


@app.command("explain")
def explain(
    name: Name,
    on: On,
    centre: CentreCode,
    area: Area = None,
    facts: Facts = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
) -> None:
    """取值是怎样算出来的：每一步、起决定作用的一项、依据的内容（已发布的政策）。"""
    with _spoken():
        explanation = _explained(_active(), name, on.date(), centre, area, facts)
    if as_json:
        console.print_json(data=explanation.as_json())
        return
    _print_answer(explanation)
    _print_lines(explanation.lines())
    if explanation.binding:
        console.print(f"起决定作用的是：{explanation.binding}", markup=False)


@app.command("history")
def history(name: Name, on: On, centre: CentreCode, area: Area = None) -> None:
    """一个参数在一地的全部规定，标出某日在执行的一段（已发布的政策）。"""
    with _spoken():
        library = _active()
        _must_be_known(library, name)
        card = outline(library, name, on=on.date(), centre=centre, area=area)
    console.print(f"[bold]{card.title}[/]  {card.code}  按{card.selected_by}选取")
    if not card.periods:
        console.print("没有录入任何规定。")
    for period in card.periods:
        mark = "[green]现行[/]" if period is card.now else "    "
        console.print(f"{mark} {_interval(period.valid_from, period.valid_until)}")
        _print_lines(period.rule, depth=2)
        for basis in period.basis:
            console.print(f"       依据 {basis}（{period.confidence}）", markup=False)


@app.command("list")
def list_all(
    business: Annotated[str | None, typer.Argument(help="业务，如 collection")] = None,
) -> None:
    """全部参数及其条数、适用范围和待核对的条数（政策文件）。"""
    with _spoken():
        library = _files()
    table = Table("代码", "名称", "单位", "由谁规定", "条数", "待核对", box=None)
    table.columns[0].no_wrap = True
    table.columns[1].overflow = "fold"
    for row in checked(library):
        parameter = library.parameter(row.code)
        if business is None or row.code.startswith(f"{business}."):
            table.add_row(
                row.code,
                parameter.name,
                parameter.measure.zh,
                _SCOPES[parameter.scope],
                f"{len(parameter.history)}+{row.records - len(parameter.history)}",
                str(row.doubtful or ""),
            )
    console.print(table)
    console.print("默认：中心可另定。条数为全国+地方；待核对为尚未与公开来源核对的条数。")


@app.command("checked")
def show_checked(
    doubtful: Annotated[bool, typer.Option(help="只列有待核对内容的")] = False,
) -> None:
    """每个参数最近一次与来源核对的日期，各条的核对程度（政策文件），最久未核对的在前。"""
    with _spoken():
        library = _files()
    rows = [row for row in checked(library) if row.doubtful or not doubtful]
    table = Table("核对日期", "代码", "名称", *_SHORT.values(), box=None)
    table.columns[0].no_wrap = table.columns[1].no_wrap = True
    table.columns[2].overflow = "fold"
    for row in sorted(rows, key=lambda row: (row.checked_on, row.code)):
        table.add_row(
            row.checked_on.isoformat(),
            row.code,
            library.parameter(row.code).name,
            *_counts(row),
        )
    console.print(table)
    for code, short in _SHORT.items():
        console.print(f"{short}：{CONFIDENCES[code]}")


@app.command("lint")
def lint_files() -> None:
    """校验政策文件：格式、依据、时间、取值、算例，以及规则与参数是否对得上。"""
    with _spoken():
        library = _files()
        if problems := reading_problems(library, readings(_PROGRAM)):
            raise LibraryError(problems)
        console.print(f"{len(library.names())} 个参数，没有问题。摘要 {library.content_hash}")


@app.command("diff")
def diff(
    before: Annotated[str, typer.Argument(help="发布号，或 files 表示政策文件")],
    after: Annotated[str, typer.Argument(help="发布号，或 files 表示政策文件")],
    cases: Annotated[bool, typer.Option(help="列出答案因此不同的算例")] = False,
) -> None:
    """两次发布之间（或发布与文件之间）的差异，以及哪些算例的答案因此改变。"""
    with _spoken():
        old, new = _named(before), _named(after)
    changes = compare(old, new)
    for change in changes:
        console.print(f"[bold]{change.kind}[/]  {change.place}", highlight=False)
        _print_was_is(change.before, change.after)
    console.print(f"共 {len(changes)} 处差异。")
    if cases:
        changed = compare_cases(old, new)
        for case in changed:
            console.print(f"[bold]算例[/]  {case.name} · {case.example.name}", highlight=False)
            _print_was_is(case.before, case.after)
        console.print(f"共 {len(changed)} 个算例的答案改变。")


@app.command("publish")
def publish(
    maker: Annotated[str, typer.Option(help="经办人")],
    checker: Annotated[str, typer.Option(help="复核人")],
    note: Annotated[str, typer.Option(help="发布说明")],
) -> None:
    """校验政策文件并发布为新的版本。"""
    from provident.policy import releases

    with _spoken():
        release = releases.publish(_files(), maker=maker, checker=checker, note=note)
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


def _active() -> Library:
    from provident.policy import releases

    return releases.active()


def _files() -> Library:
    from provident.policy import releases

    return releases.files()


def _named(which: str) -> Library:
    from provident.policy import releases

    if which == FILES:
        return releases.files()
    if not which.isdecimal() or int(which) not in releases.numbers():
        raise _stop(f"没有第 {which} 号发布。")
    return releases.released(int(which)).library


def _must_be_known(library: Library, name: str) -> None:
    if name not in library.names():
        raise _stop(f"没有名为 {name} 的参数；用 provident policy list 查看全部。")


def _explained(
    library: Library,
    name: str,
    on: date,
    centre: str,
    area: str | None,
    given: list[str] | None,
) -> Explanation:
    _must_be_known(library, name)
    parameter = library.parameter(name)
    needed = library.facts_needed(name, on=on, centre=centre, area=area)
    if says := unanswerable(parameter, needed, given or []):
        raise _stop(says)
    facts: dict[str, Fact] = facts_from(parameter, needed, given or [])
    return library.explain(name, on=on, centre=centre, area=area, facts=facts)


def _print_answer(explanation: Explanation) -> None:
    answer = explanation.answer
    console.print(f"[bold]{explanation.says}[/]")
    console.print(f"适用  {_interval(answer.valid_from, answer.valid_until)}")
    console.print(f"选取  {SELECTORS[explanation.parameter.selected_by]}")
    for code, says in zip(answer.basis, explanation.basis, strict=True):
        console.print(f"依据  {says}  [dim]{code}[/]")
        if words := explanation.words.get(code):
            console.print(f"      {words}", style="dim", markup=False)
    if assumed := _facts_in_words(explanation):
        console.print(f"事实  {assumed}", markup=False)
    console.print(f"核对  {CONFIDENCES[explanation.record.confidence]}")
    if explanation.record.accepted:
        console.print(f"已受理的业务  {explanation.record.accepted}", markup=False)
    if explanation.record.note:
        console.print(f"说明  {explanation.record.note}", markup=False)


def _facts_in_words(explanation: Explanation) -> str:
    """The facts that were used, so that what was left out is seen as it was taken: no."""
    parameter = explanation.parameter
    return "；".join(told(parameter, name, fact) for name, fact in explanation.facts.items())


def _print_next(card: Card) -> None:
    if card.next is None:
        return
    rule = "；".join(f"{line.says}{line.result}" for line in card.next.rule)
    console.print(f"以后  {card.next.valid_from} 起：{rule}", markup=False)


def _print_lines(lines: tuple[Line, ...] | list[Line], depth: int = 0) -> None:
    for line in lines:
        mark = " ←" if line.decides else ""
        result = f"  {line.result}" if line.result else ""
        indent = "  " * (line.depth + depth + 1)
        console.print(f"{indent}{line.says}{result}{mark}", markup=False, highlight=False)


def _print_was_is(was: str | None, now: str | None) -> None:
    for label, text in (("原", was), ("现", now)):
        if text is not None:
            console.print(f"  {label}  {text}", highlight=False, markup=False)


def _counts(row: Checked) -> list[str]:
    return [str(row.by_confidence[code] or "") for code in _SHORT]


def _interval(valid_from: date, valid_until: date | None) -> str:
    return f"{valid_from} 起" + (f"，{valid_until} 前" if valid_until else "")
