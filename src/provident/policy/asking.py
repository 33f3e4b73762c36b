"""写出事实 · facts of a case written as `name=value`, read as the parameter wants them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

from provident.kernel.policy_source import Fact
from provident.policy.parameters import Parameter

_YES_NO = {"yes": True, "no": False, "是": True, "否": False}


def unanswerable(parameter: Parameter, needed: set[str], given: Sequence[str]) -> str | None:
    """Why these facts do not answer the question, in one sentence; None where they do.

    What is so or not so may be left out: see `facts_from`.
    """
    names = {text.partition("=")[0] for text in given}
    for text in given:
        name, _, value = text.partition("=")
        if name not in needed:
            return f"这里用不到 {text}。{_wanted(parameter, needed)}"
        if _fact(parameter, name, value) is None:
            return f"{text} 写得不对。{_wanted(parameter, {name})}"
    if missing := needed - names - parameter.flags.keys():
        return _wanted(parameter, missing)
    return None


def facts_from(parameter: Parameter, needed: set[str], given: Iterable[str]) -> dict[str, Fact]:
    """The facts that the texts stand for, each in the kind that the parameter declares.

    What is so or not so and is not mentioned is taken as not so.
    """
    facts: dict[str, Fact] = dict.fromkeys(needed & parameter.flags.keys(), False)
    for text in given:
        name, _, value = text.partition("=")
        fact = _fact(parameter, name, value)
        if name in needed and fact is not None:
            facts[name] = fact
    return facts


def told(parameter: Parameter, name: str, fact: Fact) -> str:
    """A fact in words: what a code means, what is so or not so, or the figure."""
    if name in parameter.dimensions:
        return parameter.dimensions[name].get(str(fact), str(fact))
    words = {True: "是", False: "否"}.get(fact) if isinstance(fact, bool) else str(fact)
    return f"{parameter.gloss(name)}：{words}"


def _fact(parameter: Parameter, name: str, text: str) -> Fact | None:
    if name in parameter.dimensions:
        return text if text in parameter.dimensions[name] else None
    if name in parameter.flags:
        return _YES_NO.get(text)
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _wanted(parameter: Parameter, names: set[str]) -> str:
    if not names:
        return "它不需要任何事实。"
    wanted = [f"--facts {name}={_form(parameter, name)}" for name in sorted(names)]
    return f"请给出：{'；'.join(wanted)}"


def _form(parameter: Parameter, name: str) -> str:
    if name in parameter.dimensions:
        members = parameter.dimensions[name]
        return "|".join(f"{code}（{gloss}）" for code, gloss in sorted(members.items()))
    if name in parameter.flags:
        return f"yes|no（{parameter.flags[name]}）"
    return f"数（{parameter.gloss(name)}）"
