"""讲解 · what a spectator is told: chapters, what happens and why, progress, tables."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

WIDTH = 110


def money(amount: Decimal | None) -> str:
    """An amount in yuan for reading, 1,234.50; empty where there is none."""
    return "" if amount is None else f"{amount:,.2f}"


class Narrator:
    """Writes to the terminal.  Without one (in a log) the same sentences, no moving bars."""

    def __init__(self) -> None:
        console = Console()
        self.console = console if console.is_terminal else Console(width=WIDTH)
        self._started = time.monotonic()
        self._chapter = 0

    @property
    def seconds(self) -> float:
        """Since the demonstration began."""
        return time.monotonic() - self._started

    def chapter(self, title: str, why: str) -> None:
        """A new part of the story: its title, and why it is shown."""
        self._chapter += 1
        self.console.print()
        self.console.rule(f"[bold]{self._chapter}  {title}[/]", align="left")
        self.console.print(why, style="dim")

    def say(self, sentence: str) -> None:
        """One thing that happened."""
        self.console.print(f"  · {sentence}", highlight=False)

    def warn(self, sentence: str) -> None:
        """Something that is not as it should be."""
        self.console.print(f"  ✗ {sentence}", style="bold red", highlight=False)

    def good(self, sentence: str) -> None:
        """Something that was checked and is right."""
        self.console.print(f"  ✓ {sentence}", style="green", highlight=False)

    @contextmanager
    def counting(self, what: str, total: int) -> Iterator[Callable[[], None]]:
        """A bar for a long piece of work; call what it gives once for each step."""
        progress = Progress(
            TextColumn(f"  · {what}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            console=self.console,
        )  # fmt: skip
        with progress:
            task = progress.add_task(what, total=total)
            yield lambda: progress.advance(task)

    def table(
        self, headings: Iterable[str], rows: Iterable[Iterable[str]], *, amounts: range
    ) -> None:
        """A table; the columns whose numbers are in `amounts` hold amounts."""
        table = Table(box=None, pad_edge=True, padding=(0, 1))
        for place, heading in enumerate(headings):
            amount = place in amounts
            table.add_column(
                heading, justify="right" if amount else "left", no_wrap=amount, overflow="fold"
            )
        for row in rows:
            table.add_row(*row)
        self.console.print(table)

    def raw(self, lines: Iterable[str]) -> None:
        """Lines of a log, as they stand there."""
        for line in lines:
            self.console.print(f"    {line}", markup=False, highlight=False, soft_wrap=True)
