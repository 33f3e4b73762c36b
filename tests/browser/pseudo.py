"""伪译文 · a Uyghur catalogue of the tests' own, so that pages are tried before a translator
has worked: every sentence of the source stands in it, longer, in Arabic letters, in ⟦…⟧.

As a module it is the settings of the page server that reads this catalogue.
"""

from __future__ import annotations

import ast
import os
import re
import struct
from pathlib import Path

from provident.kernel.places import PROJECT
from provident.site.settings import *  # noqa: F403  # a settings module is read name by name
from provident.site.settings import LOCALE_PATHS

PLACE = "PROVIDENT_TEST_LOCALE"
"""The environment's name for the folder that holds the catalogue."""

if PLACE in os.environ:
    LOCALE_PATHS = [os.environ[PLACE], *LOCALE_PATHS]

WORDS = ("ئۇيغۇرچە", "تۇرالغۇ", "فوندى", "سىناق")
GROWTH = 1.5
"""Uyghur needs at least so many letters more for what Chinese says in one."""

MESSAGE = re.compile(r'^msgid "(.+)"\n(msgid_plural ".+"\n)?', re.MULTILINE)
HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"


def sentence(source: str) -> str:
    """The sentence as if it were translated; its places for figures stay what they are."""
    if not re.search("[\u4e00-\u9fff]", source):
        return source
    size, filled = len(source) * GROWTH, ""
    while len(filled) < size:
        filled += " " + WORDS[len(filled) % len(WORDS)]
    return f"⟦{source}{filled}⟧"


def messages() -> dict[str, bool]:
    """Every sentence that waits for its Uyghur translator, and whether it has a plural."""
    found: dict[str, bool] = {}
    for catalogue in (PROJECT / "src").rglob("ug/LC_MESSAGES/django.po"):
        for source, plural in MESSAGE.findall(catalogue.read_text("utf-8")):
            found[ast.literal_eval(f'"{source}"')] = bool(plural)
    return found


def write(folder: Path, messages: dict[str, bool]) -> None:
    """Write the compiled catalogue; `messages` says of each whether it has a plural."""
    pairs = {"": HEADER}
    for source, plural in messages.items():
        said = sentence(source)
        pairs[f"{source}\0{source}" if plural else source] = (
            f"{said}\0{said}" if plural else said
        )
    target = folder / "ug" / "LC_MESSAGES"
    target.mkdir(parents=True)
    (target / "django.mo").write_bytes(_compiled(pairs))


def _compiled(pairs: dict[str, str]) -> bytes:
    """The format of GNU gettext's .mo: a head, two tables of lengths and places, the texts."""
    coded = sorted((key.encode(), said.encode()) for key, said in pairs.items())
    count = len(coded)
    texts, tables = b"", ([], [])
    start = 28 + 16 * count
    for column in (0, 1):
        for pair in coded:
            tables[column].append((len(pair[column]), start + len(texts)))
            texts += pair[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 0)
    return (
        head + b"".join(struct.pack("<2I", *one) for table in tables for one in table) + texts
    )
