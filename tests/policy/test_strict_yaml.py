"""YAML is read as it is written, or refused.  Expected: the file's own visible text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from provident.policy.strict_yaml import FILE_BYTES_MAX, YamlError, parse_yaml, read_yaml


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2.10", Decimal("2.10")),
        ("0.1", Decimal("0.1")),
        ("35071", 35071),
        ("-5", -5),
        ("2026-07-01", date(2026, 7, 1)),
        ("true", True),
        ("no", "no"),
        ("on", "on"),
        ("012", "012"),
        ("0x10", "0x10"),
        ("1e3", "1e3"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("'5'", "5"),
        ("~", None),
    ],
)
def test_scalar_means_what_it_shows(text: str, expected: object) -> None:
    found = parse_yaml(f"value: {text}")["value"]
    assert found == expected
    assert type(found) is type(expected)


def test_decimals_keep_their_places() -> None:
    assert str(parse_yaml("value: 2.10")["value"]) == "2.10"


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("a: 1\na: 2", "yaml_key_twice", "出现了两次"),
        ("a: {b: 1, b: 2}", "yaml_key_twice", "出现了两次"),
        ("a: &x [1]\nb: *x", "yaml_alias", "锚点"),
        ("a: &x 1", "yaml_alias", "锚点"),
        ("a: !!python/object/apply:os.system [ls]", "yaml_tag", "标签"),
        ("a: !!float 1", "yaml_tag", "标签"),
        ("650100: 乌鲁木齐", "yaml_key", "引号"),
        ("2026-07-01: x", "yaml_key", "引号"),
        ("[1, 2]: x", "yaml_key", "键必须是文字"),
        ("a: 2026-02-30", "yaml_day", "没有这一天"),
        ("a: " + "[" * 40 + "]" * 40, "yaml_depth", "嵌套"),
        ("a: [1", "yaml", "第"),
        ("a: 1\n---\nb: 2", "yaml", "第"),
        ("a: \x01", "yaml", "YAML"),
    ],
)
def test_traps_are_refused_in_words(text: str, code: str, says: str) -> None:
    with pytest.raises(YamlError, match=says) as refused:
        parse_yaml(text)
    assert refused.value.code == code


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    """Nine levels of nine: a thousand million items, were it read as plain YAML does."""
    levels = [
        f"{at}: &{at} [{', '.join(['*' + last] * 9)}]"
        for last, at in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    with pytest.raises(YamlError, match="第 1 行") as refused:
        parse_yaml("\n".join(["a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]", *levels]))
    assert refused.value.code == "yaml_alias"


def test_deep_nesting_does_not_exhaust_the_stack() -> None:
    with pytest.raises(YamlError, match="嵌套"):
        parse_yaml("{a: " * 20_000)


def test_big_file_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_bytes(b"#" * (FILE_BYTES_MAX + 1))
    with pytest.raises(YamlError, match="KB"):
        read_yaml(path)


def test_other_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gbk.yaml"
    path.write_bytes("name: 缴存比例".encode("gbk"))
    with pytest.raises(YamlError, match="UTF-8"):
        read_yaml(path)
