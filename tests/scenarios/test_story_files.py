"""业务场景文件的检查 · what is wrong with a story is said by name, before anything runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from story_file import (
    BANK_VERBS,
    ENTERED,
    STEPS,
    TOP,
    StoryError,
    name_of,
    read_story,
    story_files,
)
from story_rules import RULES
from story_world import read_world

from provident.kernel.places import project_dir

WORLD = read_world()
OPENING = frozenset({"title", "shows", "basis", "steps"})
"""What the first example of the guide shows."""

GOOD = """
title: 样例
shows: 样例。
basis: ["regulation-2026#19"]
given:
  employers: {甲公司: {}}
steps:
  - do: collection.confirm_lists
    with: {employer: $甲公司}
    as: 清册
  - bank: 来款
    from: 甲公司
    amount: 1200.00
    remark: $清册
"""


def read(text: str, directory: Path) -> None:
    path = directory / "lists" / "sample.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    read_story(path, WORLD)


def test_the_sample_itself_is_a_story(tmp_path: Path) -> None:
    read(GOOD, tmp_path)


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ("title: 样例\n", "", "缺少 title"),
        ("shows:", "show:", "不认识“show”"),
        ("regulation-2026#19", "no-such-law#1", "“no-such-law#1”没有登记"),
        ("  employers:", "  employer:", "given 里不认识“employer”"),
        ("  - do:", "  - doo:", "第 1 步"),
        ("    with:", "    withh:", "第 1 步（do）不认识“withh”"),
        ("bank: 来款", "bank: 存款", "第 2 步：银行不会“存款”"),
        ("    amount: 1200.00\n", "", "第 2 步（来款）缺少 amount"),
        ("employer: $甲公司", "employer: $乙公司", "第 1 步：前面没有叫“乙公司”"),
        ("remark: $清册", "remark: $汇总", "第 2 步：前面没有叫“汇总”"),
        ("remark: $清册", "remark: $next.iban", "$next 只能是"),
        ("    as: 清册\n", "    as: 清册\n    as: 清册\n", "出现了两次"),
        ("basis:", "basis: [", "第"),
        ("    as: 清册\n", "    as: 清册\n  - policy: lending.cap\n", "（policy）缺少 on"),
        ("given:\n", "given:\n  entered: [{parameter: lending.cap}]\n", "entered 第 1 条"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, wrong: str, right: str, says: str) -> None:
    assert wrong in GOOD
    with pytest.raises(StoryError, match="lists/sample") as error:
        read(GOOD.replace(wrong, right, 1), tmp_path)
    assert says in str(error.value)


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("with:", "withh:").replace("来款", "存款").replace("shows", "show")
    with pytest.raises(StoryError) as error:
        read(text, tmp_path)
    for says in ("withh", "存款", "shows", "show"):
        assert says in str(error.value)


@pytest.mark.parametrize("path", story_files(), ids=name_of)
def test_every_story_of_the_project_is_well_formed(path: Path) -> None:
    story = read_story(path, WORLD)
    assert story.title
    assert story.shows.endswith("。")
    assert story.basis


def test_titles_are_told_apart() -> None:
    titles = [read_story(path, WORLD).title for path in story_files()]
    assert len(titles) == len(set(titles))


def test_the_guide_explains_every_word() -> None:
    """A word that the guide does not explain is a word that nobody may use."""
    guide = (project_dir("docs") / "guide" / "stories.md").read_text(encoding="utf-8")
    words = {*STEPS, *BANK_VERBS, *RULES, *TOP - OPENING, *ENTERED} | {
        word for beside in STEPS.values() for word in beside
    }
    assert [word for word in sorted(words) if f"`{word}`" not in guide] == []
