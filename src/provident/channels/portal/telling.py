"""结果的呈现 · an answer as a page shows it, in the visitor's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from provident.channels.calc.answer import Answer, Chart, Sheet
from provident.channels.calc.desk import Desk
from provident.channels.calc.words import Speaker, told_reason
from provident.channels.portal.charts import draw
from provident.channels.portal.tables import table_body, table_head
from provident.kernel.refusal import Reason


@dataclass(frozen=True, slots=True)
class Citation:
    """依据 · a citation as people write it, and its code."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class ReasonShown:
    """一条理由 · the sentence, what it rests on, and the input that it speaks of."""

    says: str
    citations: tuple[Citation, ...]
    field: str = ""


@dataclass(frozen=True, slots=True)
class StepShown:
    """一步."""

    title: str
    says: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class FigureShown:
    """一个主要数字."""

    label: str
    value: str
    unit: str
    note: str


@dataclass(frozen=True, slots=True)
class SheetShown:
    """一张表 · its head and body as they stand in the page, and how many rows it has."""

    code: str
    title: str
    head: SafeString
    body: SafeString
    count: int
    long: bool


@dataclass(frozen=True, slots=True)
class ChartShown:
    """一张图 · the drawing and its legend (tone, name)."""

    title: str
    drawing: SafeString
    legend: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """一个结果, every word of it written."""

    summary: str
    figures: tuple[FigureShown, ...]
    steps: tuple[StepShown, ...]
    charts: tuple[ChartShown, ...]
    sheets: tuple[SheetShown, ...]
    reasons: tuple[ReasonShown, ...]
    notes: tuple[str, ...]


def show(answer: Answer, desk: Desk, speaker: Speaker) -> AnswerShown:
    """Write every word of an answer."""
    write = speaker.write
    return AnswerShown(
        summary=speaker.say(answer.summary),
        figures=tuple(
            FigureShown(write(one.label), write(one.value), write(one.unit), write(one.note))
            for one in answer.figures
        ),
        steps=tuple(
            StepShown(write(step.title), write(step.says), cited(step.basis, desk))
            for step in answer.steps
        ),
        charts=tuple(_chart(chart, speaker) for chart in answer.charts),
        sheets=tuple(_sheet(sheet, speaker) for sheet in answer.sheets),
        reasons=tuple(show_reason(reason, desk, speaker) for reason in answer.reasons),
        notes=tuple(map(speaker.say, answer.notes)),
    )


def show_reason(reason: Reason, desk: Desk, speaker: Speaker, field: str = "") -> ReasonShown:
    """A reason with its basis spelled out."""
    return ReasonShown(speaker.say(told_reason(reason)), cited(reason.basis, desk), field)


def cited(codes: Sequence[str], desk: Desk) -> tuple[Citation, ...]:
    """Citations as people write them, each once."""
    return tuple(Citation(code, desk.cite(code)) for code in dict.fromkeys(codes))


def _chart(chart: Chart, speaker: Speaker) -> ChartShown:
    legend = tuple((series.tone, speaker.say(series.name)) for series in chart.series)
    return ChartShown(
        speaker.say(chart.title),
        draw(chart, speaker),
        legend if len(legend) > 1 else (),
    )


def _sheet(sheet: Sheet, speaker: Speaker) -> SheetShown:
    return SheetShown(
        sheet.code,
        speaker.say(sheet.title),
        table_head(sheet, speaker),
        table_body(sheet, speaker),
        len(sheet.rows),
        sheet.long,
    )
