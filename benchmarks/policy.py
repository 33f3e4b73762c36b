"""政策查询 · what the law says on a date for a centre: questions a second, one core.

Raw is the least that any answer needs: a dictionary look-up of the history and a bisection
by date, written out by hand over plain lists.  Ours is `Library.value` on the shipped policy
with the same questions: every parameter whose answer needs no facts of a case, at a centre
with values of its own, on days all over the entered time.
"""

from __future__ import annotations

import random
import time
from bisect import bisect_right
from collections.abc import Callable
from datetime import date, timedelta

from benchmarks.ground import Figure, peak_mb
from provident.kernel.places import project_dir
from provident.kernel.policy_source import PolicyValue
from provident.policy.library import Library
from provident.policy.timelines import Span
from provident.policy.vocabulary import Absent

CENTRE = "650100"
LAST = date(2027, 6, 30)
"""Where no end of an interval is known, days up to this one are asked."""
ROUNDS = 3
"""Each side is measured so often, in turn; the better time counts."""

Question = tuple[str, date]
History = tuple[list[date], list[PolicyValue]]


def run(size: int) -> Figure:
    """Ask `size` questions."""
    library = Library.load([project_dir("policies")])
    spans = _plain_spans(library)
    questions = _questions(spans, size)
    by_hand = _by_hand(library, spans)
    raw_s, ours_s = [], []
    for _ in range(ROUNDS):
        raw_s.append(_seconds(lambda: _ask_by_hand(by_hand, questions)))
        ours_s.append(_seconds(lambda: _ask(library, questions)))
    return Figure(
        "policy",
        size,
        min(ours_s),
        min(raw_s),
        peak_mb(),
        0,
        "某日某地的取值；对照为手写的字典加二分查找",
        {"questions_per_second": size / min(ours_s)},
    )


def _plain_spans(library: Library) -> dict[str, list[Span]]:
    """The time of every parameter in which an answer stands and needs no facts."""
    found: dict[str, list[Span]] = {}
    for name in library.names():
        spans = [
            span
            for span in library.timeline(name, centre=CENTRE)
            if not isinstance(span.value, Absent)
            and not library.facts_needed(name, on=span.from_on, centre=CENTRE)
        ]
        if spans:
            found[name] = spans
    return found


def _questions(spans: dict[str, list[Span]], size: int) -> list[Question]:
    chance = random.Random(2026)
    names = sorted(spans)
    return [_question(chance, spans, chance.choice(names)) for _ in range(size)]


def _question(chance: random.Random, spans: dict[str, list[Span]], name: str) -> Question:
    span = chance.choice(spans[name])
    last = (span.until_on or max(LAST, span.from_on)) - timedelta(days=1)
    days = max((last - span.from_on).days, 0)
    return name, span.from_on + timedelta(days=chance.randint(0, days))


def _by_hand(library: Library, spans: dict[str, list[Span]]) -> dict[str, History]:
    return {
        name: (
            [span.from_on for span in known],
            [library.value(name, on=span.from_on, centre=CENTRE) for span in known],
        )
        for name, known in spans.items()
    }


def _ask_by_hand(by_hand: dict[str, History], questions: list[Question]) -> PolicyValue | None:
    answer = None
    for name, on in questions:
        days, answers = by_hand[name]
        answer = answers[bisect_right(days, on) - 1]
    return answer


def _ask(library: Library, questions: list[Question]) -> PolicyValue | None:
    answer = None
    for name, on in questions:
        answer = library.value(name, on=on, centre=CENTRE)
    return answer


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
