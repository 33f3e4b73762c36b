"""改说 · the reasons of the rules in another language.

A rule says its reason in Chinese, figures and all, and gives a stable code and the figures as
facts.  Another language has a sentence of its own for the code (`reasons/<language>/`), into
which the facts are written in its way.  Where the language has no sentence, or a fact or word
that the sentence needs is not there, nothing is told and the Chinese stands: a reason is whole
in one language or the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

from django.utils.translation import gettext

from provident.channels.calc.words import Speaker
from provident.kernel.dates import Month
from provident.policy.strict_yaml import read_yaml

FOLDER = Path(__file__).parent / "reasons"
BETWEEN, ROW = "mark.between", "mark.row"
"""The sentences that part the words of a list, and that name a row of a form."""

_CHINESE = re.compile(r"[\u3400-\u9fff]")


class Untold(Exception):
    """没有说法 · this language cannot tell a fact; the Chinese sentence stands."""


@dataclass(frozen=True, slots=True)
class Retelling:
    """一种语言的说法 · sentences by code, each with its alternatives; words by the Chinese."""

    sentences: Mapping[str, tuple[str, ...]]
    words: Mapping[str, str]

    def translate(self, text: str) -> str:
        """What pages say (from the catalogue of translations), or what a rule calls a thing."""
        said = gettext(text) if text else ""
        return said if said != text else self.words.get(text, text)

    def retell(self, speaker: Speaker, code: str, facts: Mapping[str, Any]) -> str | None:
        """The sentence of a code with these facts; None where it cannot be told whole."""
        for sentence in self.alternatives(code):
            try:
                return self._fill(sentence, facts, speaker)
            except Untold:
                continue
        return None

    def alternatives(self, code: str) -> tuple[str, ...]:
        """The sentences of a code, or of its family: without the last part of the code."""
        family = code
        while family not in self.sentences and "." in family:
            family = family.rpartition(".")[0]
        return self.sentences.get(family, ())

    def _fill(self, sentence: str, facts: Mapping[str, Any], speaker: Speaker) -> str:
        said: list[str] = []
        for text, name, manner, _ in Formatter().parse(sentence):
            said.append(text)
            if name is None:
                continue
            if name not in facts:
                raise Untold(name)
            said.append(self._write(facts[name], manner or "", facts, speaker))
        return "".join(said)

    def _write(self, fact: Any, manner: str, facts: Mapping[str, Any], speaker: Speaker) -> str:
        """One fact in the manner that the sentence asks for."""
        kind, _, family = manner.partition(" ")
        if kind == "phrase":
            told = self.retell(speaker, f"{family}.{fact}", facts)
            if told is None:
                raise Untold(fact)
            return told
        if kind in ("words", "list", "label"):
            write = {"words": self._word, "list": str, "label": self._part_of_label}[kind]
            return self._mark(BETWEEN, {}).join(map(write, fact))
        if kind == "word":
            return self._word(fact)
        if kind in _READ:
            return speaker.write(_read(kind, fact))
        return str(fact)

    def _word(self, text: str) -> str:
        told = self.translate(text)
        if _CHINESE.search(told):
            raise Untold(text)
        return told

    def _part_of_label(self, part: str | int) -> str:
        if isinstance(part, int):
            return self._mark(ROW, {"number": part})
        return f"“{self.translate(part)}”"

    def _mark(self, code: str, facts: Mapping[str, Any]) -> str:
        for sentence in self.sentences.get(code, ()):
            return sentence.format_map(facts)
        raise Untold(code)


_READ: Mapping[str, Callable[[str], Decimal | date | Month]] = {
    "yuan": Decimal,
    "day": date.fromisoformat,
    "month": Month.parse,
}
"""The manners of facts that a language writes in its own way: amounts, days, months."""


def _read(kind: str, fact: object) -> Decimal | date | Month:
    try:
        return _READ[kind](str(fact))
    except (ValueError, InvalidOperation):
        raise Untold(fact) from None


@lru_cache
def retelling(language: str) -> Retelling:
    """The sentences and words of a language; none of a language that has no folder."""
    sentences = _read_file(language, "sentences")
    return Retelling(
        {
            code: (said,) if isinstance(said, str) else tuple(said)
            for code, said in sentences.items()
            if said
        },
        {text: said for text, said in _read_file(language, "words").items() if said},
    )


def _read_file(language: str, name: str) -> dict[str, Any]:
    path = FOLDER / language / f"{name}.yaml"
    return read_yaml(path) if path.exists() else {}
