"""话语 · sentences with named places, written once in Chinese and translatable.

A sentence keeps its template and its values apart until somebody reads it, so that a page
can look the template up in a catalogue of another language.  A sentence that a rule has
written is whole already; it keeps the rule's code and facts, from which another language can
tell it anew.  Whoever does not translate (the command line) gets the Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from provident.documents.notation import amount_text, month_text
from provident.kernel.dates import Month, chinese_date
from provident.kernel.refusal import Reason


@dataclass(frozen=True, slots=True)
class Words:
    """一句话 · a template with its values.

    A `Decimal` among the values is an amount in yuan, a `date` a day, a `Month` a month,
    `Words` another sentence; rates come as text from `percent`.  `code` and `facts` are those
    of a rule, where a rule wrote the sentence.
    """

    template: str
    values: Mapping[str, Value] = field(default_factory=dict)
    code: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return CHINESE.say(self)


Value = str | int | Decimal | date | Month | Words


@dataclass(frozen=True, slots=True)
class Speaker:
    """说话的人 · how a language finds its template and writes days and months.

    `retell`  what a rule says by its code and facts, or None where the language cannot.
    """

    translate: Callable[[str], str]
    day: Callable[[date], str]
    month: Callable[[Month], str]
    retell: Callable[[Speaker, str, Mapping[str, Any]], str | None]

    def say(self, words: Words) -> str:
        if words.code and (retold := self.retell(self, words.code, words.facts)) is not None:
            return retold
        values = {name: self.write(value) for name, value in words.values.items()}
        template = self.translate(words.template)
        return template.format_map(values) if values else template

    def write(self, value: Value | None) -> str:
        """One value as this language writes it; nothing for None."""
        match value:
            case None:
                return ""
            case Words():
                return self.say(value)
            case Decimal():
                return amount_text(value)
            case date():
                return self.day(value)
            case Month():
                return self.month(value)
            case _:
                return str(value)


def _as_it_stands(template: str) -> str:
    return template


def _as_the_rule_says(speaker: Speaker, code: str, facts: Mapping[str, Any]) -> None:
    """Chinese is what the rules speak."""
    del speaker, code, facts


_LARGE = re.compile(r"(?<![\d.,])\d{4,15}\.\d\d(?!\d)")
"""An amount as the rules write it: from a thousand yuan on, with two places."""

CHINESE = Speaker(_as_it_stands, chinese_date, month_text, _as_the_rule_says)


def say(template: str, **values: Value) -> Words:
    """A sentence; the catalogues of translations are filled from the calls of this name."""
    return Words(template, values)


def mark(text: str) -> str:
    """A text that is looked up later: marked for the catalogues, returned as it is."""
    return text


def told(sentence: str, code: str = "", facts: Mapping[str, Any] | None = None) -> Words:
    """A sentence or a name that a rule has written, its large amounts grouped like ours.

    `code` and `facts` are the rule's, for languages that tell it anew.
    """
    grouped = _LARGE.sub(lambda found: f"{Decimal(found[0]):,.2f}", sentence)
    return Words(grouped, code=code, facts=facts or {})


def told_reason(reason: Reason) -> Words:
    """A reason of a rule, to be said in any language."""
    return told(reason.says, reason.code, reason.facts)


def percent(rate: Decimal) -> str:
    """3.10 as 3.1%, 5 as 5%: a rate without idle zeros."""
    return f"{plain_number(rate)}%"


def plain_number(number: Decimal) -> str:
    """A number without exponent and idle zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
