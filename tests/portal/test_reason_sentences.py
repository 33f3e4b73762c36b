"""Every reason that a rule or calculator can give has an English sentence that can be told.

The rules are read as text (AST): what they raise is the measure, not what a test thought of.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import pytest

from provident.channels.calc.desk import library_from_files
from provident.channels.portal.retelling import FOLDER, retelling
from provident.kernel.places import PROJECT
from provident.policy.strict_yaml import read_yaml

SOURCE = PROJECT / "src" / "provident"
RULES = ("lending/rules", "withdrawal/rules", "collection/rules", "channels/calc")
RAISES = {"refuse", "refuse_if", "warn", "Reason"}
NO_FACTS = {"basis", "condition"}
NAME = "[a-z_]+"
"""What stands for a part of a code that only the case knows."""
CODE = re.compile(r"[a-z_]+(\.[a-z_]+)+")
ENGLISH = retelling("en")
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
FILES_AT_FAULT = r"policy\.[a-z_]+"
"""Faults of policy files: the centre's own people see them, a visitor sees a closed page."""


@dataclass(frozen=True)
class Raised:
    """One place that gives a reason: the code as a pattern, and the facts that it names.

    `open`  further facts are handed on (`**facts`), which cannot be read here.
    """

    where: str
    code: str
    facts: frozenset[str]
    open: bool


def calls() -> Iterator[tuple[Path, ast.Call]]:
    for path in (file for place in RULES for file in sorted((SOURCE / place).glob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(getattr(node, "func", None), "attr", "") or getattr(
                getattr(node, "func", None), "id", ""
            )
            if isinstance(node, ast.Call) and name in RAISES:
                yield path, node


def raised() -> list[Raised]:
    """Every place whose code is written there; a code in a variable is found below."""
    found: list[Raised] = []
    for path, call in calls():
        code = next((one for one in map(pattern, call.args[:2]) if one), None)
        if code is None or code == FILES_AT_FAULT:
            continue
        facts = {one.arg for one in call.keywords if one.arg} - NO_FACTS
        further = any(one.arg is None for one in call.keywords)
        for given in call.args[2:3] if getattr(call.func, "id", "") == "Reason" else ():
            if isinstance(given, ast.Dict):
                facts |= {str(one.value) for one in given.keys if isinstance(one, ast.Constant)}
                further |= None in given.keys
            else:
                further = True
        where = f"{path.relative_to(SOURCE)}:{call.lineno}"
        found.append(Raised(where, code, frozenset(facts), further))
    return found


def pattern(node: ast.expr) -> str | None:
    """The codes that a constant or an f-string can be, or None where it is no code."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    texts = [str(one.value) if isinstance(one, ast.Constant) else None for one in parts]
    if not CODE.fullmatch("".join("x" if text is None else text for text in texts)):
        return None
    return "".join(NAME if text is None else re.escape(text) for text in texts)


def codes_of(code: str) -> list[str]:
    """The codes with a sentence that a pattern means, else the family of them."""
    exact = [one for one in ENGLISH.sentences if re.fullmatch(code, one)]
    family = code.rpartition("\\.")[0].replace("\\", "")
    return exact or ([family] if family in ENGLISH.sentences else [])


def figures(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_the_rules_are_read() -> None:
    """Else the tests below would be satisfied with nothing."""
    assert len(raised()) > 120


def test_every_reason_has_a_sentence_whose_figures_it_gives() -> None:
    untold = [
        one
        for one in raised()
        if not (known := codes_of(one.code))
        or not all(
            any(one.open or figures(said) <= one.facts for said in ENGLISH.sentences[code])
            for code in known
        )
    ]
    assert untold == []


def test_a_code_that_is_handed_on_in_a_variable_has_a_sentence() -> None:
    """`("loan.method", "还款方式", …)`: any text that looks like a code and is no parameter."""
    families = {code.partition(".")[0] for code in ENGLISH.sentences}
    parameters = set(library_from_files().names())
    untold = {
        text
        for text in texts()
        if text.partition(".")[0] in families
        and text not in parameters
        and not ENGLISH.alternatives(text)
    }
    assert untold == set()


def texts() -> Iterator[str]:
    """Every text of the rules and calculators that could be a whole code."""
    for path in (file for place in RULES for file in (SOURCE / place).glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        pieces = {
            part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)
            for part in node.values
        }  # fmt: skip
        whole = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and node not in pieces
        ]
        yield from (one for one in whole if isinstance(one, str) and CODE.fullmatch(one))


def test_every_sentence_is_one_that_something_says() -> None:
    """A sentence whose code is gone would be translated for nobody."""
    told = "".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    patterns = {one.code for one in raised()}
    left = {
        code
        for code in ENGLISH.sentences
        if f'"{code}"' not in told
        and not any(re.fullmatch(one, code) for one in patterns)
        and not any(one.startswith(re.escape(code) + r"\.") for one in patterns)
        and not code.startswith(("input.fault.", "withdrawal.limit.", "limit."))
    }
    assert left == set()


def test_english_is_written_without_chinese() -> None:
    said = [one for told in ENGLISH.sentences.values() for one in told]
    assert [one for one in (*said, *ENGLISH.words.values()) if CHINESE.search(one)] == []


@pytest.mark.parametrize("name", ["sentences", "words"])
def test_uyghur_waits_for_its_translator_with_every_key(name: str) -> None:
    written = {lang: read_yaml(FOLDER / lang / f"{name}.yaml") for lang in ("en", "ug")}
    assert written["ug"].keys() == written["en"].keys()


@pytest.mark.parametrize("language", ["en", "ug"])
def test_manners_are_known_and_phrases_lead_somewhere(language: str) -> None:
    known = {"", "yuan", "day", "month", "word", "words", "list", "label", "name"}
    told = retelling(language).sentences
    for said in (one for told_so in told.values() for one in told_so):
        for _, name, manner, _ in Formatter().parse(said):
            kind, _, family = (manner or "").partition(" ")
            assert name is None or kind in known or kind == "phrase", said
            assert kind != "phrase" or any(one.startswith(family + ".") for one in told), said
