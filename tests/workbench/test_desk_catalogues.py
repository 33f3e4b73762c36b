"""Translations of the workbench: every sentence is in both catalogues, English has them all,
and no page says anything that the catalogues do not know."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from provident.kernel.places import PROJECT

WORKBENCH = PROJECT / "src" / "provident" / "channels" / "workbench"
LANGUAGES = ("en", "ug")
MARKS = {"_", "mark", "gettext", "gettext_lazy", "gettext_noop"}
"""The names under which the modules import gettext and its marks."""

CHINESE = re.compile("[\u4e00-\u9fff]")
MESSAGE = re.compile(
    r'^msgid "(.+)"\n(?:msgid_plural ".+"\n)?msgstr(?:\[0\])? "(.*)"$', re.MULTILINE
)
PLACE = re.compile(r"%(?:\(\w+\))?[sd]")
TAG = re.compile(r"""{% translate (["'])(.+?)\1[^%]*%}""")
BLOCK = re.compile(
    r"{% blocktranslate[^%]*%}(.*?)(?:{% plural %}.*?)?{% endblocktranslate %}", re.DOTALL
)


def catalogue(language: str) -> dict[str, str]:
    """The sentences of a .po file with their translations (the singular of plural ones)."""
    text = (WORKBENCH / "locale" / language / "LC_MESSAGES" / "django.po").read_text("utf-8")
    return {
        ast.literal_eval(f'"{source}"'): ast.literal_eval(f'"{said}"')
        for source, said in MESSAGE.findall(text)
    }


def said_by_modules() -> Iterator[str]:
    for path in WORKBENCH.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def said_by_templates() -> Iterator[str]:
    for path in WORKBENCH.rglob("*.html"):
        text = path.read_text("utf-8")
        yield from (said for _, said in TAG.findall(text))
        for block in BLOCK.findall(text):
            # gettext's own percent sign is written twice where figures have places.
            yield re.sub(r"{{ (\w+) }}", r"%(\1)s", block.replace("%", "%%"))


def test_there_is_something_to_translate() -> None:
    assert len(set(said_by_modules()) | set(said_by_templates())) > 1000


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_waits_for_its_translator(language: str) -> None:
    said = {*said_by_modules(), *said_by_templates()}
    assert said - catalogue(language).keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_left_over(language: str) -> None:
    said = {*said_by_modules(), *said_by_templates()}
    assert catalogue(language).keys() - said == set()


def test_english_is_complete() -> None:
    assert [source for source, said in catalogue("en").items() if not said] == []


def test_what_both_catalogues_know_is_said_alike() -> None:
    """The public pages' catalogue is asked first: a second opinion would never be heard."""
    portal = WORKBENCH.parent / "portal" / "locale" / "en" / "LC_MESSAGES" / "django.po"
    public = dict(MESSAGE.findall(portal.read_text("utf-8")))
    mine = catalogue("en")
    assert {k: v for k, v in mine.items() if public.get(k, v) != v} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_places_of_the_figures(language: str) -> None:
    wrong = [
        source
        for source, said in catalogue(language).items()
        if said and sorted(PLACE.findall(said)) != sorted(PLACE.findall(source))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_says_what_the_written_one_says(language: str) -> None:
    compiled = WORKBENCH / "locale" / language / "LC_MESSAGES" / "django.mo"
    with compiled.open("rb") as file:
        known = gettext.GNUTranslations(file)
    wrong = [
        source
        for source, said in catalogue(language).items()
        if (said or source) not in {known.gettext(source), known.ngettext(source, "", 1)}
    ]
    assert wrong == []


def untranslated(path: Path) -> list[str]:
    """Chinese words of a template that stand outside its tags of translation."""
    text = re.sub(r"{#.*?#}", "", path.read_text("utf-8"))
    rest = TAG.sub("", BLOCK.sub("", text))
    return [line.strip() for line in rest.splitlines() if CHINESE.search(line)]


def test_templates_say_nothing_that_is_not_translated() -> None:
    wrong = {path.name: untranslated(path) for path in WORKBENCH.rglob("*.html")}
    assert {name: lines for name, lines in wrong.items() if lines} == {}


def test_untranslated_words_are_found(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<p>{% translate "到账" %}</p>\n<p title="合计">1</p>\n', "utf-8")
    assert untranslated(page) == ['<p title="合计">1</p>']
