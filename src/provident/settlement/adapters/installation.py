"""接入参数 · where the settlement platform is, who we are on it, how its messages are written.

Everything may be set in the settings; the defaults serve the demonstration centre beside
its own bank peer, whose ports stand in the runtime record.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from provident.kernel import runtime
from provident.kernel.places import data_dir
from provident.settlement.wire import WireProfile

PLATFORM_PORT, LISTENER_PORT = 9999, 19999
DEMONSTRATION_NODE = "C65010"


@dataclass(frozen=True, slots=True)
class Installation:
    """One centre's connection to the platform.

    `unit_no` is the 机构代码 (15 digits), `operator` the OperNo that machines send;
    `public_key` the file with the platform's public key.
    """

    host: str
    port: int
    listener_host: str
    listener_port: int
    public_key: Path
    unit_no: str
    operator: str
    profile: WireProfile

    @property
    def node(self) -> str:
        """The centre's own node."""
        return self.profile.centre_node


def installation() -> Installation:
    """The connection as configured now; read again each time, since ports may move."""
    ports = runtime.read()
    unit_no = _setting("SETTLEMENT_UNIT_NO", settings.CENTRE.ljust(15, "0"))
    node = _setting("SETTLEMENT_NODE", DEMONSTRATION_NODE)
    return Installation(
        host=_setting("SETTLEMENT_PLATFORM_HOST", "127.0.0.1"),
        port=int(
            _setting("SETTLEMENT_PLATFORM_PORT", ports.get("platform_port", PLATFORM_PORT))
        ),
        listener_host=_setting("SETTLEMENT_LISTENER_HOST", "127.0.0.1"),
        listener_port=int(
            _setting("SETTLEMENT_LISTENER_PORT", ports.get("listener_port", LISTENER_PORT))
        ),
        public_key=_public_key(),
        unit_no=unit_no,
        operator=_setting("SETTLEMENT_OPERATOR", unit_no + "000001"),
        profile=_setting("SETTLEMENT_PROFILE", WireProfile(centre_node=node)),
    )


def _public_key() -> Path:
    """The file the platform gave the centre, else the one that the bank peer has made."""
    given = _setting("SETTLEMENT_PUBLIC_KEY", None)
    if given:
        return Path(given)
    kept = data_dir() / "secrets" / "platform_public.pem"
    return kept if kept.exists() else data_dir() / "platform_public.pem"


def _setting(name: str, default: Any) -> Any:
    return getattr(settings, name, None) or default
