"""Translations: every sentence is in every catalogue, and the compiled ones are up to date."""

from __future__ import annotations

import ast
import gettext
import re
import string
from pathlib import Path

import pytest

from provident.kernel.places import PROJECT

CHANNELS = PROJECT / "src" / "provident" / "channels"
LOCALE = CHANNELS / "portal" / "locale"
PUBLIC = tuple(CHANNELS / name for name in ("api", "calc", "portal"))
"""What citizens read; the workbench of the staff has its own sentences."""
LANGUAGES = ("en", "ug")
WORDS = {"say", "mark", "gettext"}
TAG = re.compile(r"""{% translate (["'])(.+?)\1 %}""")
BLOCK = re.compile(
    r"{% blocktranslate(?: .*?)? %}(.*?)(?:{% plural %}.*?)?{% endblocktranslate %}", re.DOTALL
)


def catalogue(language: str) -> dict[str, str]:
    """The sentences of a .po file with their translations (the singular of plural ones)."""
    text = (LOCALE / language / "LC_MESSAGES" / "django.po").read_text("utf-8")
    found = re.findall(
        r'^msgid "(.+)"\n(?:msgid_plural ".+"\n)?msgstr(?:\[0\])? "(.*)"$', text, re.MULTILINE
    )
    return {ast.literal_eval(f'"{key}"'): ast.literal_eval(f'"{said}"') for key, said in found}


def spoken() -> set[str]:
    """Every sentence that the pages and the calculators say."""
    found: set[str] = set()
    for path in (file for place in PUBLIC for file in place.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in WORDS:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    for path in (file for place in PUBLIC for file in place.rglob("*.html")):
        text = path.read_text("utf-8")
        found.update(said for _, said in TAG.findall(text))
        found.update(re.sub(r"{{ (\w+) }}", r"%(\1)s", said) for said in BLOCK.findall(text))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_waits_for_its_translator(language: str) -> None:
    assert spoken() - catalogue(language).keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_left_over(language: str) -> None:
    assert catalogue(language).keys() - spoken() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_places_of_the_figures(language: str) -> None:
    wrong = [
        sentence
        for sentence, said in catalogue(language).items()
        if said and _places(said) != _places(sentence)
    ]
    assert wrong == []


def _places(sentence: str) -> set[str]:
    named = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
    return named | set(re.findall(r"%\((\w+)\)s", sentence))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_says_what_the_written_one_says(language: str) -> None:
    compiled = LOCALE / language / "LC_MESSAGES" / "django.mo"
    with Path(compiled).open("rb") as file:
        known = gettext.GNUTranslations(file)
    wrong = [
        sentence
        for sentence, said in catalogue(language).items()
        if (said or sentence) not in {known.gettext(sentence), known.ngettext(sentence, "", 1)}
    ]
    assert wrong == []


def test_english_is_complete_but_for_units_that_it_does_not_say() -> None:
    silent = {sentence for sentence, said in catalogue("en").items() if not said}
    assert silent <= {"日"}
