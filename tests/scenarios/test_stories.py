"""业务场景 · every story in `scenarios/` is an acceptance test, on real books and a real wire.

A story that only asks (calculators, rules, parameters) is run without books.

What a story expects was computed by hand from the law and the figures beside it; the
comments in the files say how.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import story_file
import story_world
from story_questions import ask_all, asks_only, noted_reads, read_faults, shipped

WORLD = story_world.read_world()
STORIES = [story_file.read_story(path, WORLD) for path in story_file.story_files()]


def name_of(story: story_file.Story) -> str:
    return story.name


@pytest.mark.parametrize("story", [one for one in STORIES if asks_only(one)], ids=name_of)
def test_story_of_questions(
    story: story_file.Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = noted_reads(monkeypatch)
    ask_all(story, tmp_path)
    assert list(read_faults(story, read)) == []


@pytest.mark.database
@pytest.mark.parametrize("story", [one for one in STORIES if not asks_only(one)], ids=name_of)
def test_story(
    story: story_file.Story,
    books: str,
    bank_maker: Callable[[], Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Only now, when the database is up, may modules with models be imported.
    import story_stand_ins
    from story_run import StoryRun

    assert books
    story_stand_ins.enter(monkeypatch)
    read = noted_reads(monkeypatch)
    StoryRun(story, WORLD, bank_maker, tmp_path).run()
    assert list(read_faults(story, read)) == []


def test_every_parameter_has_a_story_that_reads_it() -> None:
    read = {name for story in STORIES for name in story.reads}
    assert sorted(set(shipped().names()) - read) == []
