"""场景的夹具 · the bank of a story."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from story_bank import Bank


@pytest.fixture(scope="session")
def platform_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the platform's pair of keys, made once for all stories."""
    from provident.settlement.wire.crypto import make_platform_keys

    directory = tmp_path_factory.mktemp("platform")
    make_platform_keys(directory / "private.pem", directory / "public.pem")
    return directory


@pytest.fixture
def bank_maker(
    platform_keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Bank]]:
    """Makes the story's bank when it is first needed, signed in with the centre."""
    from django.conf import settings
    from story_bank import Bank, open_bank_accounts
    from story_world import read_world

    from provident.settlement.wire.crypto import make_platform_keys

    made: list[Bank] = []

    def make() -> Bank:
        public = platform_keys / "public.pem"
        private = make_platform_keys(platform_keys / "private.pem", public)
        monkeypatch.setattr(settings, "SETTLEMENT_PUBLIC_KEY", str(public), raising=False)
        bank = Bank(tmp_path, private, monkeypatch)
        open_bank_accounts(bank, read_world()["bank_accounts"])
        bank.sign_in()
        made.append(bank)
        return bank

    yield make
    for bank in made:
        bank.close()
