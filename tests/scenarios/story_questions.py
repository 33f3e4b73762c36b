"""场景的提问 · what a citizen, a clerk or an accountant asks the policy, without any books.

`calc` asks a calculator, `rule` a rule that has none, `policy` a parameter itself.  The policy
is that of the files, with what the story's centres have entered (`given: entered`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from story_facts import fact_faults, reason_faults, said_faults
from story_file import QUESTIONS, Step, Story, StoryError
from story_rules import RULES

from provident.channels.calc.catalogue import CALCULATORS
from provident.channels.calc.desk import Desk
from provident.channels.calc.words import CHINESE
from provident.kernel.places import project_dir
from provident.kernel.refusal import Reason, Refusal
from provident.policy.asking import facts_from, unanswerable
from provident.policy.library import Library, LibraryError
from provident.policy.wording import figure, spelled

CENTRE = "650100"
DOCUMENT = "story-entered"
REGISTER = f"""{DOCUMENT}:
  title: 场景中由中心录入的规定
  number: 示例〔2026〕1号
  issuer: 示例住房公积金管理委员会
  kind: notice
  in_force_from: 1999-04-03
"""


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer says and gives; `reasons` where it is a no."""

    says: str
    facts: Mapping[str, Any]
    reasons: tuple[Reason, ...] = ()


class Questions:
    """Takes the questions of one story; `directory` is where entered values may be laid."""

    def __init__(self, story: Story, directory: Path) -> None:
        entered = story.given.get("entered")
        try:
            self._library = _with(entered, directory / "policies") if entered else shipped()
        except LibraryError as error:
            raise StoryError(f"{story.name}：given 的 entered 不能用：{error}") from None

    def take(self, step: Step) -> Iterator[str]:
        """Ask, and compare reasons, sentences and facts with what stands beside."""
        ask = {"calc": self._calc, "rule": self._rule, "policy": self._policy}[step.kind]
        try:
            told = ask(step)
        except Refusal as refusal:
            told = Told(str(refusal), {}, tuple(refusal.reasons))
        yield from reason_faults(step.beside.get("refused", []), told.reasons)
        yield from said_faults(step.beside.get("says", []), told.says)
        yield from fact_faults(step.beside.get("gives", {}), told.facts)

    def _desk(self, step: Step) -> Desk:
        return Desk(self._library, step.beside.get("centre", CENTRE))

    def _calc(self, step: Step) -> Told:
        if step.subject not in CALCULATORS:
            raise StoryError(f"没有计算器“{step.subject}”，有 {'、'.join(CALCULATORS)}")
        answer = CALCULATORS[step.subject].answer(step.beside.get("with", {}), self._desk(step))
        sentences = [answer.summary, *(one.says for one in answer.steps), *answer.notes]
        says = "\n".join(map(CHINESE.say, sentences)) + "".join(r.says for r in answer.reasons)
        return Told(says, answer.facts, tuple(answer.reasons))

    def _rule(self, step: Step) -> Told:
        if step.subject not in RULES:
            raise StoryError(f"没有规则“{step.subject}”，有 {'、'.join(RULES)}")
        try:
            facts = RULES[step.subject](self._desk(step).ask, step.beside.get("with", {}))
        except KeyError as missing:
            raise StoryError(f"规则“{step.subject}”还要写 {missing}") from None
        return Told(str(facts.get("says", "")), facts)

    def _policy(self, step: Step) -> Told:
        name, desk = step.subject, self._desk(step)
        if name not in self._library.names():
            raise StoryError(f"没有政策参数“{name}”")
        place = {"on": date.fromisoformat(step.beside["on"]), "centre": desk.centre,
                 "area": step.beside.get("area")}  # fmt: skip
        parameter = self._library.parameter(name)
        given = [f"{fact}={value}" for fact, value in step.beside.get("with", {}).items()]
        needed = self._library.facts_needed(name, **place)
        if fault := unanswerable(parameter, needed, given):
            raise StoryError(fault)
        facts = facts_from(parameter, needed, given)
        # Looking up is no reading by a rule, and so does not ask for the value.
        found = self._library.explain(name, facts=facts, **place).answer
        value = found.value
        return Told(
            spelled(parameter, value),
            {
                "value": list(value) if isinstance(value, tuple) else figure(value),
                "unit": parameter.measure.zh,
                "from": found.valid_from.isoformat(),
                "basis": [self._library.cite(code) for code in found.basis],
            },
        )


@cache
def shipped() -> Library:
    """The policy that the system ships with."""
    return Library.load([project_dir("policies")])


def _with(entered: list[Mapping[str, Any]], folder: Path) -> Library:
    lay_out(entered, folder)
    return Library.load([project_dir("policies"), folder])


def lay_out(entered: list[Mapping[str, Any]], folder: Path) -> None:
    """Write what centres have entered as the files that the centre's own folder holds."""
    (folder / "documents").mkdir(parents=True)
    (folder / "documents" / "story.yaml").write_text(REGISTER, encoding="utf-8")
    for one in entered:
        business, _, stem = one["parameter"].partition(".")
        path = folder / "centres" / one["centre"] / business / f"{stem}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"history:\n  - {{from: {one['from']}, value: {_flow(one['value'])},"
            f" basis: {{document: {DOCUMENT}}}}}\nknown_from: {one['from']}\n",
            encoding="utf-8",
        )


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {_flow(item)}' for key, item in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def noted_reads(patch: pytest.MonkeyPatch) -> set[str]:
    """A set that fills with the name of every parameter whose value is asked for."""
    names: set[str] = set()
    value = Library.value

    def noting(self: Library, name: str, **asked: Any) -> Any:
        names.add(name)
        return value(self, name, **asked)

    patch.setattr(Library, "value", noting)
    return names


def read_faults(story: Story, read: set[str]) -> Iterator[str]:
    """What a story says that it shows, and does not.

    A parameter must be read by a rule, a calculator or an operation: looking it up counts
    only where it is there for people to look up.
    """
    library = shipped()
    looked_up = {step.subject for step in story.steps if step.kind == "policy"}
    for name in story.reads:
        if name not in library.names():
            yield f"reads：没有政策参数“{name}”"
        elif name in read:
            continue
        elif name not in looked_up:
            yield f"reads：“{name}”没有被读到"
        elif library.parameter(name).for_reference is None:
            yield f"reads：“{name}”只是查了出来，应当由业务、计算器或规则读它"


def asks_only(story: Story) -> bool:
    """Whether a story needs no books: it only asks."""
    opened = story.given.keys() - {"entered"}
    return not opened and all(step.kind in QUESTIONS for step in story.steps)


def ask_all(story: Story, directory: Path) -> None:
    """Run a story that only asks; a difference ends it with an `AssertionError`."""
    questions = Questions(story, directory)
    for step in story.steps:
        where = f"{story.name} 第 {step.number} 步（{step.kind}: {step.subject}）"
        try:
            faults = list(questions.take(step))
        except StoryError as error:
            raise StoryError(f"{where}：{error}") from None
        assert not faults, f"{where}：\n" + "\n".join(f"  · {fault}" for fault in faults)
