"""The lock: every component pinned with its digests, and no word of where it comes from."""

from __future__ import annotations

import re
import tomllib

from tests.tidy.tree import clean, read

PINNED = re.compile(
    r"^([a-z0-9][a-z0-9._-]*)==(\S+) \\\n((?:    --hash=sha256:[0-9a-f]{64}.*\n)+)",
    re.MULTILINE,
)


def names(requirements: list[str]) -> set[str]:
    return {_name(re.split(r"[\[~><=; ]", requirement)[0]) for requirement in requirements}


def _name(written: str) -> str:
    return re.sub(r"[-_.]+", "-", written).lower()


def locked() -> dict[str, str]:
    return {name: version for name, version, _ in PINNED.findall(read("requirements.lock"))}


def test_what_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    wanted = names(project["dependencies"]) | names(project["optional-dependencies"]["dev"])
    assert wanted - locked().keys() == set()


def test_every_locked_component_has_its_digests() -> None:
    written = re.findall(r"^[a-z0-9][^ ]*==", read("requirements.lock"), re.MULTILINE)
    assert len(written) == len(locked()) > 40


def test_the_lock_holds_no_address() -> None:
    addresses = re.compile(r"://|^--|^-[a-z] |\.whl|\.tar\.gz|@ ", re.MULTILINE)
    clean(addresses.findall(read("requirements.lock")))
