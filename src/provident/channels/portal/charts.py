"""画图 · charts as SVG made on the server: they print, need no script, and are read aloud.

Colours come from the style sheet by class.  Positions are exact numbers; nothing here is
computed in floating point, so that a chart cannot disagree with its table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from provident.channels.calc.answer import Chart, Series
from provident.channels.calc.words import Speaker, plain_number
from provident.documents.notation import amount_text
from provident.kernel.money import ZERO

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 72, 12, 34, 34
PLOT_WIDTH, PLOT_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
BASE = HEIGHT - BOTTOM
TICKS_MAX = 5
LABELS_MAX = 9
COLUMN_MAX = 64
UNIT_AT = 14
BAR_STEP, BAR_HEIGHT, BAR_TEXT, BAR_NAME = 62, 18, 30, 20
WAN = Decimal(10000)
ROUND = (1, 2, 5, 10, 20, 50, 100)

LINE = '<polyline class="line tone-{}" points="{}"/>'
DOT = '<circle class="tone-{}" cx="{}" cy="{}" r="5"/>'
GRID = '<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/>'
RECT = '<rect class="tone-{}" x="{}" y="{}" width="{}" height="{}"><title>{} {}</title></rect>'
TEXT = '<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>'

Box = tuple[Decimal, Decimal, Decimal, Decimal]
_PLACE = Decimal("0.1")


def draw(chart: Chart, speaker: Speaker) -> SafeString:
    """The picture of a chart, without its title and legend, which the page writes."""
    painter = {"stack": _stack, "lines": _lines, "bars": _bars}[chart.kind]
    body, height = painter(chart, speaker)
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" direction="ltr">'
        "<title>{}</title><desc>{}</desc>{}</svg>",
        WIDTH,
        height,
        speaker.say(chart.title),
        gettext("图中的数见下方的表。"),
        body,
    )


def _stack(chart: Chart, speaker: Speaker) -> tuple[SafeString, int]:
    sums = [sum(column, ZERO) for column in _columns(chart.series)]
    top, ticks = _scale(max(sums, default=ZERO))
    step = Decimal(PLOT_WIDTH) / max(len(chart.labels), 1)
    width = min(step * Decimal("0.7"), Decimal(COLUMN_MAX))
    pieces: list[SafeString] = []
    for at, column in enumerate(_columns(chart.series)):
        left, foot = LEFT + step * at + (step - width) / 2, Decimal(BASE)
        for series, value in zip(chart.series, column, strict=True):
            height = value / top * PLOT_HEIGHT
            foot -= height
            says = f"{speaker.say(chart.labels[at])} {speaker.say(series.name)}"
            pieces.append(_rect((left, foot, width, height), series.tone, says, value))
    return _joined([_axis(ticks, top), *_labels(chart, speaker, step), *pieces]), HEIGHT


def _lines(chart: Chart, speaker: Speaker) -> tuple[SafeString, int]:
    top, ticks = _scale(
        max((v for series in chart.series for v in series.values), default=ZERO)
    )
    step = Decimal(PLOT_WIDTH) / max(len(chart.labels), 1)
    pieces = []
    for series in reversed(chart.series):
        points = [
            f"{_at(LEFT + step * at + step / 2)},{_at(BASE - value / top * PLOT_HEIGHT)}"
            for at, value in enumerate(series.values)
        ]
        pieces.append(
            format_html(
                '<polyline class="line tone-{}" points="{}"/>', series.tone, " ".join(points)
            )
        )
        if len(points) == 1:
            x, y = points[0].split(",")
            pieces.append(
                format_html(
                    '<circle class="tone-{}" cx="{}" cy="{}" r="5"/>', series.tone, x, y
                )
            )
    return _joined([_axis(ticks, top), *_labels(chart, speaker, step), *pieces]), HEIGHT


def _bars(chart: Chart, speaker: Speaker) -> tuple[SafeString, int]:
    values = chart.series[0].values
    top = max(values, default=ZERO) or Decimal(1)
    pieces: list[SafeString] = []
    for at, (label, value) in enumerate(zip(chart.labels, values, strict=True)):
        y = Decimal(BAR_STEP * at)
        decides = at == chart.marked
        says = speaker.say(label)
        tone = "warn" if decides else chart.series[0].tone
        told = says + (gettext("（起决定作用）") if decides else "")
        pieces.append(_text(Decimal(0), y + BAR_NAME, told, "start", "name"))
        pieces.append(_text(Decimal(WIDTH), y + BAR_NAME, amount_text(value), "end", "value"))
        box = (Decimal(0), y + BAR_TEXT, value / top * WIDTH, Decimal(BAR_HEIGHT))
        pieces.append(_rect(box, tone, says, value))
    return _joined(pieces), BAR_STEP * len(values)


def _columns(series: Sequence[Series]) -> list[tuple[Decimal, ...]]:
    return list(zip(*(one.values for one in series), strict=True))


def _scale(largest: Decimal) -> tuple[Decimal, list[Decimal]]:
    """The top of the axis and the round values on it, at most `TICKS_MAX` above zero."""
    if largest <= 0:
        return Decimal(1), [ZERO]
    power = Decimal(1).scaleb(largest.adjusted() - 1)
    step = next(power * one for one in ROUND if largest <= power * one * TICKS_MAX)
    count = int((largest / step).to_integral_value(ROUND_CEILING))
    return step * count, [step * at for at in range(count + 1)]


def _axis(ticks: Iterable[Decimal], top: Decimal) -> SafeString:
    """Level lines with their values, in 万元 where the values are large."""
    unit, name = (WAN, gettext("万元")) if top >= WAN else (Decimal(1), gettext("元"))
    pieces = [_text(Decimal(0), Decimal(UNIT_AT), name, "start", "unit")]
    for tick in ticks:
        y = BASE - tick / top * PLOT_HEIGHT
        says = plain_number(tick / unit)
        pieces.append(format_html(GRID, LEFT, WIDTH - RIGHT, _at(y), _at(y)))
        pieces.append(_text(Decimal(LEFT - 8), y + 4, says, "end", "tick"))
    return _joined(pieces)


def _labels(chart: Chart, speaker: Speaker, step: Decimal) -> list[SafeString]:
    """As many labels below the plot as have room."""
    every = -(-len(chart.labels) // LABELS_MAX) or 1
    below = Decimal(HEIGHT - 10)
    return [
        _text(LEFT + step * at + step / 2, below, speaker.say(label), "middle", "tick")
        for at, label in enumerate(chart.labels)
        if at % every == 0
    ]


def _rect(box: Box, tone: str, says: str, value: Decimal) -> SafeString:
    return format_html(RECT, tone, *map(_at, box), says, amount_text(value))


def _text(x: Decimal, y: Decimal, says: str, anchor: str, kind: str) -> SafeString:
    return format_html(TEXT, kind, _at(x), _at(y), anchor, says)


def _joined(pieces: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _at(position: Decimal) -> str:
    """A position on the picture, exact to a tenth of its unit."""
    return f"{position.quantize(_PLACE):f}"
