"""算例 · the examples of parameters, worked out.

An example is a case with its expected answer, written beside the parameter.  The lint works
out every one, so that a value and what people expect of it cannot drift apart; a comparison
of two policies shows those whose answer a change changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from provident.kernel.refusal import Defect
from provident.policy.engine import Result, evaluate
from provident.policy.parameters import Example, Shelf
from provident.policy.sheets import Problem
from provident.policy.timelines import layers_of, merged, span_on
from provident.policy.vocabulary import Absent


def outcome(shelf: Shelf, name: str, example: Example) -> Result | None:
    """What an example comes to; None where no rule answers on its day and place.

    A fact that the example lacks or gives wrongly is a `Defect`.
    """
    parameter = shelf.parameters[name]
    local = shelf.local.get((example.centre, name), ())
    line = merged(layers_of(parameter.history, local, example.area))
    span = span_on(line, example.on)
    if span is None or isinstance(span.value, Absent):
        return None
    return evaluate(parameter, span.value, example.facts)


def example_problems(shelf: Shelf, files: Mapping[str, str]) -> Iterator[Problem]:
    """Examples that do not come out as they say; `files` names each parameter's file."""
    for name, parameter in shelf.parameters.items():
        for example in parameter.examples:
            if says := _fault(shelf, name, example):
                yield Problem(files[name], f"算例“{example.name}”", "example", says)


def _fault(shelf: Shelf, name: str, example: Example) -> str | None:
    try:
        found = outcome(shelf, name, example)
    except Defect as defect:
        return f"事实不全或写错：{defect}"
    if found is None:
        return f"{example.on} 在 {example.centre} 没有取值"
    if found != example.expect:
        return f"应为 {example.expect}，算得 {found}"
    return None
