"""Text. Full-width forms come from the Unicode chart U+FF01–FF5E; byte counts from GBK."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provident.settlement.wire.errors import UnencodableText
from provident.settlement.wire.text import cut_text, normalise, writable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ＲＥＦ１２３－４", "REF123-4"),
        ("喀什（地区） 某某\u3000公司", "喀什(地区)某某公司"),
        ("\ufeff甲\u200b乙\t丙\n", "甲乙丙"),
        ("㈱Ⅱ№①", "㈱Ⅱ№①"),
        ("", ""),
    ],
)
def test_normalised(text: str, expected: str) -> None:
    assert normalise(text) == expected


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(st.characters(codec="gbk")), st.integers(0, 80))
def test_a_cut_is_the_longest_beginning_that_fits(text: str, bytes_max: int) -> None:
    cut = cut_text(text, bytes_max, "户名")
    assert text.startswith(cut)
    assert len(cut.encode("gbk")) <= bytes_max
    rest = text[len(cut) :]
    assert not rest or len((cut + rest[0]).encode("gbk")) > bytes_max


def test_cut_names_the_field_of_a_character_it_cannot_count() -> None:
    with pytest.raises(UnencodableText, match="户名"):
        cut_text("\U00020bb7", 60, "户名")


@given(st.text())
def test_writable_can_always_be_written(text: str) -> None:
    assert len(writable(text).encode("gbk")) >= len(text)
