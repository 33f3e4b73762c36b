"""业务场景 · every story in `scenarios/` is an acceptance test, on real books and a real wire.

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

WORLD = story_world.read_world()


@pytest.mark.database
@pytest.mark.parametrize("path", story_file.story_files(), ids=story_file.name_of)
def test_story(
    path: Path, books: str, bank_maker: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    # Only now, when the database is up, may modules with models be imported.
    import story_stand_ins
    from story_run import StoryRun

    assert books
    story_stand_ins.enter(monkeypatch)
    story = story_file.read_story(path, WORLD)
    StoryRun(story, WORLD, bank_maker).run()
