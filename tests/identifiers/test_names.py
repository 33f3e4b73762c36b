"""姓名与名称.

Source: the Unicode code charts (which characters exist and what they are); the middle dot of
transliterated names is U+00B7.
"""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provident.kernel.names import (
    check_organisation_name,
    check_person_name,
    comparable_name,
)


def codes(text: str) -> set[str]:
    return {r.code.removeprefix("name.") for r in check_person_name(text).reasons}


@pytest.mark.parametrize("dot", "·•．・‧･⋅∙.")
def test_every_dot_becomes_the_middle_dot(dot: str) -> None:
    assert check_person_name(f"阿依古丽{dot}买买提").require() == "阿依古丽·买买提"


def test_long_uyghur_names_fit() -> None:
    name = "阿卜杜热依木·麦麦提依明·艾合麦提江·吐尔逊尼亚孜"
    assert len(name) > 20
    assert check_person_name(name).require() == name


@pytest.mark.parametrize(
    "name",
    [
        "𠮷野",  # U+20BB7, extension B
        "\U0002b73f某",  # extension C
        "王\U000323af",  # extension H, younger than the tables of this Python
        "\U0002ebf0某",  # extension I
        "﨑山",  # U+FA11, one of twelve real ideographs in the compatibility block
        "〇一",
        "ئايگۈل مەمەت",
        "John Smith",
        "O'Neil",
        "Jean-Luc Picard",
        "J. R. Müller",
    ],
)
def test_real_characters_are_kept_as_they_are(name: str) -> None:
    assert check_person_name(name).require() == name


def test_compatibility_ideographs_are_not_folded() -> None:
    # U+F9D1 would become U+516D under any Unicode normal form; the document shows the former.
    assert unicodedata.normalize("NFC", "\uf9d1") == "\u516d"
    assert check_person_name("\uf9d1某").require() == "\uf9d1某"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("张 三", "blank"),
        ("李\u3000明", "blank"),
        ("", "empty"),
        ("   ", "empty"),
        ("张\u0000三", "unprintable"),
        ("王\u200b五", "unprintable"),
        ("\u202e张三", "unprintable"),
        ("\ue000张", "unprintable"),
        ("\U000f0000张", "unprintable"),
        ("张3", "character"),
        ("张三（大）", "character"),
        ("<b>", "character"),
        ("·艾力", "dot"),
        ("艾力·", "dot"),
        ("艾力··买买提", "dot"),
        ("John  Smith", "blanks"),
        ("张" * 121, "length"),
    ],
)
def test_what_cannot_be_a_name_is_refused(name: str, reason: str) -> None:
    assert reason in codes(name)


def test_all_reasons_at_once() -> None:
    assert codes("张 \ue0003") == {"blank", "unprintable", "character"}


def test_full_width_latin_and_outer_blanks_are_put_right() -> None:
    assert check_person_name("　Ｊｏｈｎ　Ｓｍｉｔｈ ").require() == "John Smith"


def test_organisation_names_have_one_form_of_brackets() -> None:
    name = "新疆第一建筑(集团)有限公司"
    assert check_organisation_name(name).require() == "新疆第一建筑（集团）有限公司"
    assert check_organisation_name("喀什市第10中学").require() == "喀什市第10中学"
    assert check_organisation_name("公司\u0007").value is None
    assert check_organisation_name("司" * 256).value is None


def test_comparable_names_ignore_blanks_dots_and_case() -> None:
    assert comparable_name("阿依古丽•买买提") == comparable_name("阿依古丽 买买提")
    assert comparable_name("JOHN SMITH") == comparable_name("John Smith")
    assert comparable_name("张三") != comparable_name("张山")


@given(st.text(max_size=40))
def test_checking_never_fails_and_is_stable(text: str) -> None:
    found = check_person_name(text)
    assert (found.value is None) == bool(found.reasons)
    if found.value is not None:
        assert check_person_name(found.value).require() == found.value
