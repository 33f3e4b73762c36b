"""A page that was answered a moment ago is not computed again, and is never out of date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from provident.channels.calc.desk import library_from_files
from provident.channels.portal import kept
from provident.channels.portal.kept import ADDRESS_MAX, PAGES_MAX, Kept

LOAN = "/calc/loan?principal=500000&months=240&rate=2.6&starts_on=2026-01-15"


@pytest.fixture(autouse=True)
def empty() -> Iterator[None]:
    kept.pages.forget()
    yield
    kept.pages.forget()


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "localhost", "accept-language": "zh-CN"})


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The key of every page that had to be made."""
    keys: list[object] = []
    keep = Kept.keep

    def noted(self: Kept, key: tuple[object, ...], content: bytes) -> None:
        keys.append(key)
        keep(self, key, content)

    monkeypatch.setattr(Kept, "keep", noted)
    return keys


def test_the_second_time_the_same_page_comes_without_computing(
    client: Client, made: list[object]
) -> None:
    first, second = client.get(LOAN), client.get(LOAN)
    assert first.content == second.content
    assert "2,673.94" in second.content.decode()
    assert second["Content-Type"] == first["Content-Type"]
    assert second["Content-Security-Policy"]
    assert len(made) == 1


def test_another_language_another_amount_another_day_are_other_pages(
    client: Client, made: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get(LOAN)
    client.get(LOAN.replace("500000", "500001"))
    client.get(LOAN, headers={"accept-language": "en"})
    monkeypatch.setattr(kept, "today", lambda: date(2027, 1, 1))
    client.get(LOAN)
    assert len(made) == 4


def test_a_new_release_makes_every_page_anew(
    client: Client, made: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    library = library_from_files()
    for release in (1, 2, 2):
        monkeypatch.setattr(kept, "library_in_use", lambda at=release: (library, at))
        client.get(LOAN)
    assert len(made) == 2


def test_what_was_refused_is_not_kept(client: Client, made: list[object]) -> None:
    assert client.get(LOAN.replace("240", "361")).status_code == 400
    assert client.get(f"{LOAN}&x={'x' * ADDRESS_MAX}").status_code == 200
    assert made == []


def test_only_so_many_pages_are_kept_the_oldest_goes_first() -> None:
    pages = Kept()
    for at in range(PAGES_MAX + 1):
        pages.find((0,))
        pages.keep((at,), b"page")
    assert pages.find((0,)) is not None
    assert pages.find((1,)) is None
