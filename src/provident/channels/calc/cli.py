"""试算命令 · `provident calc …`: the calculators without a page and without a database.

Refusals leave the commands as they are; `provident` says them in words and ends with 2.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from provident.channels.calc import loan
from provident.channels.calc.answer import Answer, Sheet
from provident.channels.calc.catalogue import CALCULATORS, Calculator
from provident.channels.calc.desk import Desk, library_from_files
from provident.channels.calc.events import change, payout, prepayment, rent_used
from provident.channels.calc.movements_file import read_movements
from provident.channels.calc.reading import read_question, shape_of
from provident.channels.calc.words import CHINESE
from provident.kernel.dates import Month

console = Console()

ROWS: Mapping[str, tuple[Callable[[str], dict[str, str]], str]] = {
    "used": (rent_used, "月份:金额[:spouse]，配偶提取的加 :spouse，可重复"),
}
"""Fields of several rows, by name: how one is written behind its option, and the hint."""

AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出")]
CentreCode = Annotated[str | None, typer.Option("--centre", help="中心代码，缺省为本中心")]


@dataclass(frozen=True, slots=True)
class Place:
    """在哪里、哪一天 · what the commands fill in where nothing was typed."""

    centre: str
    today: Callable[[], date]

    def desk(self, centre: str | None) -> Desk:
        """The policy files of a centre."""
        return Desk(library_from_files(), centre or self.centre)


def commands(place: Place) -> typer.Typer:
    """The group of commands, for a centre of one's own."""
    app = typer.Typer(
        help="试算：月供、利息、可贷额度、可提额度、缴存额。", no_args_is_help=True
    )
    app.command("schedule")(_bound(schedule, place))
    app.command("interest")(_bound(interest, place))
    for name, code in (
        ("loan-amount", "borrow"),
        ("withdrawal", "withdrawal"),
        ("contribution", "contribution"),
    ):
        app.command(name)(_derived(CALCULATORS[code], place))
    return app


def schedule(
    place: Place,
    principal: Annotated[str, typer.Option(help="贷款金额（元）")] = "",
    months: Annotated[str, typer.Option(help="期限（月），1 至 360")] = "",
    starts_on: Annotated[str, typer.Option("--from", help="放款日，如 2026-01-15")] = "",
    rate: Annotated[str, typer.Option(help="年利率（%），缺省为当日的公积金贷款利率")] = "",
    method: Annotated[
        str, typer.Option(help="equal_instalment|equal_principal|bullet")
    ] = "equal_instalment",
    day_count: Annotated[str, typer.Option(help="30/360|actual/360|actual/365")] = "30/360",
    repricing: Annotated[str, typer.Option(help="next_period|on_day")] = "next_period",
    home: Annotated[str, typer.Option(help="first|second，不给利率时用")] = "first",
    due_day: Annotated[str, typer.Option(help="每月还款日")] = "",
    first_due: Annotated[str, typer.Option(help="首期还款日")] = "",
    changes: Annotated[
        list[str] | None, typer.Option("--change", help="利率调整 日期:利率，可重复")
    ] = None,
    payouts: Annotated[
        list[str] | None, typer.Option("--payout", help="再次放款 日期:金额，可重复")
    ] = None,
    prepayments: Annotated[
        list[str] | None,
        typer.Option(
            "--prepay", help="提前还款 日期:金额:shorten|lower，结清为 日期:full，可重复"
        ),
    ] = None,
    centre: CentreCode = None,
    as_json: AsJson = False,
) -> None:
    """还款计划：每一期的还款、本金、利息和余额。"""
    desk = place.desk(centre)
    given = {
        "principal": principal,
        "months": months,
        "rate": rate,
        "home": home,
        "method": method,
        "starts_on": starts_on,
        "day_count": day_count,
        "repricing": repricing,
        "due_day": due_day,
        "first_due_on": first_due,
        "changes": [change(text) for text in changes or ()],
        "payouts": [payout(text) for text in payouts or ()],
        "prepayments": [prepayment(text) for text in prepayments or ()],
    }
    question = read_question(loan.LoanQuestion, given)
    if as_json:
        _print_json([loan.as_row(row) for row in loan.instalments(question, desk)])
        return
    _print(CALCULATORS["loan"].told(question, desk), desk, sheets=("schedule",))


def interest(
    place: Place,
    movements: Annotated[Path, typer.Option(help="余额变动（CSV：起息日,金额,类别）")],
    settle_on: Annotated[str, typer.Option(help="结息日，如 2025-06-30")],
    as_json: AsJson = False,
) -> None:
    """存款利息：按积数和当时的利率，逐年计算。"""
    given = {"settle_on": settle_on, "movements": read_movements(movements)}
    desk = place.desk(None)
    _show(CALCULATORS["interest"].answer(given, desk), desk, as_json, ("years", "segments"))


def _bound(command: Callable[..., None], place: Place) -> Callable[..., None]:
    """The command for one place, with the options and the words of the original."""
    bound = partial(command, place)
    signature = inspect.signature(command, eval_str=True)
    kept = [each for name, each in signature.parameters.items() if name != "place"]
    return _as_command(bound, kept, command.__doc__ or "")


def _derived(calculator: Calculator, place: Place) -> Callable[..., None]:
    """A command with an option for each field of the calculator's question."""

    def reckon(centre: str | None, as_json: bool, **given: Any) -> None:
        desk = place.desk(centre)
        asked = {name: value for name, value in given.items() if value not in (None, False)}
        for name in asked.keys() & ROWS.keys():
            asked[name] = [ROWS[name][0](text) for text in asked[name]]
        _show(calculator.answer(_dated(calculator, asked, place), desk), desk, as_json)

    options = [_option(name, info) for name, info in calculator.question.model_fields.items()]
    keyword = inspect.Parameter.KEYWORD_ONLY
    fixed = [
        inspect.Parameter("centre", keyword, default=None, annotation=CentreCode),
        inspect.Parameter("as_json", keyword, default=False, annotation=AsJson),
    ]
    return _as_command(
        reckon, [*options, *fixed], f"{calculator.title}：{calculator.purpose}。"
    )


def _option(name: str, info: Any) -> inspect.Parameter:
    rows = shape_of(info).rows is not None
    choices: Mapping[str, str] = info.json_schema_extra["x-choices"]
    unit: str = info.json_schema_extra["x-unit"]
    told = ROWS[name][1] if rows else "|".join(choices) or info.description or ""
    flag = info.annotation is bool
    kind: Any = list[str] | None if rows else bool if flag else str | None
    option = typer.Option(
        f"--{name.replace('_', '-')}",
        help=f"{info.title}{f'（{unit}）' if unit else ''} {told}",
    )
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        default=False if flag else None,
        annotation=Annotated[kind, option],
    )


def _as_command(
    run: Callable[..., None], parameters: Sequence[inspect.Parameter], says: str
) -> Callable[..., None]:
    """A function that Typer reads as a command with exactly these options."""

    def command(**given: Any) -> None:
        run(**given)

    command.__doc__ = says
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {each.name: each.annotation for each in parameters}
    return command


def _dated(calculator: Calculator, asked: dict[str, Any], place: Place) -> dict[str, Any]:
    """The day or month of the policy, which is today's where nobody named one."""
    fields = calculator.question.model_fields
    today = place.today()
    defaults = {"on": today.isoformat(), "month": str(Month.of(today))}
    return {name: day for name, day in defaults.items() if name in fields} | asked


def _show(answer: Answer, desk: Desk, as_json: bool, sheets: Sequence[str] = ()) -> None:
    if as_json:
        reasons = [reason.as_json() for reason in answer.reasons]
        _print_json({**answer.facts, "centre": desk.centre, "reasons": reasons})
        return
    _print(answer, desk, sheets)


def _print(answer: Answer, desk: Desk, sheets: Sequence[str]) -> None:
    console.print(f"[bold]{CHINESE.say(answer.summary)}[/]", highlight=False)
    for reason in answer.reasons:
        console.print(f"  ✗ {reason.says}", markup=False, highlight=False)
    for number, step in enumerate(answer.steps, start=1):
        says = f"  {number}. {CHINESE.say(step.title)}：{CHINESE.say(step.says)}"
        console.print(says, markup=False, highlight=False)
        for code in step.basis:
            console.print(f"     依据 {desk.cite(code)}", style="dim", markup=False)
    for note in answer.notes:
        console.print(f"  {CHINESE.say(note)}", markup=False, highlight=False)
    for sheet in answer.sheets:
        if not sheets or sheet.code in sheets:
            console.print(_table(sheet))


def _table(sheet: Sheet) -> Table:
    table = Table(*map(CHINESE.say, sheet.columns), title=CHINESE.say(sheet.title), box=None)
    for column in table.columns:
        column.overflow = "fold"
    for row in sheet.rows:
        table.add_row(*(_written(cell) for cell in row))
    return table


def _written(cell: Any) -> str:
    return cell.isoformat() if isinstance(cell, date) else CHINESE.write(cell)


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))
