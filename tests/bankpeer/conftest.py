"""The one fixture of these tests: a peer's process and a centre that talks to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bankpeer.staging import Centre, Peer, free_port, open_centre_accounts


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[Peer]:
    """A running peer with two of the centre's bank accounts and a centre that has signed
    in and listens."""
    port = free_port()
    centre = Centre(port, tmp_path / "platform_public.pem", free_port())
    peer = Peer(tmp_path, port, free_port(), centre)
    centre.start_listening()
    try:
        peer.start()
        open_centre_accounts(peer.client)
        centre.sign_in()
        yield peer
    finally:
        peer.end()
        centre.stop_listening()
