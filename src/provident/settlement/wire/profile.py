"""报文参数 · what may differ between one installation of the interface and another.

The text of the standard is not public; what is known comes from systems in use, and they
differ in encoding, spelling of field names, padding and node codes.  All of that is here,
and nothing else in the package decides it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class WireProfile:
    """One installation.

    `centre_node`    the node given to this centre (C and five digits); the default belongs
                     to no centre.
    `platform_node`  the settlement platform.
    `sign_in_node`   ReceiveNode of a sign-in.
    `encoding`       of what we write; when reading, the XML declaration decides.
    `field_case`     `as_given`, or `lower_camel` as the newer platform writes its heads
                     (sendDate, txCode); names wholly in capitals stay as they are.
    `txcode_padding` fills a six-letter transaction code to seven bytes in the frame head.
    `body_bytes_max` longest body that is read; a longer one is refused by its length alone.
    `timeout_seconds` from the first byte awaited to the last byte read.
    `sign_in_again`  RtnCode by which our peer says in clear "this opens with no key of
                     mine".  The platform's own list of codes is not public, hence a setting.
    """

    centre_node: str = "C00000"
    platform_node: str = "D00000"
    sign_in_node: str = "105000"
    encoding: str = "GBK"
    field_case: Literal["as_given", "lower_camel"] = "as_given"
    txcode_padding: bytes = b"\0"
    body_bytes_max: int = 8 * 1024 * 1024
    timeout_seconds: float = 60.0
    sign_in_again: str = "D0000090001"

    def spelling(self, name: str) -> str:
        """The field name as this installation writes it."""
        if self.field_case == "as_given" or name.isupper():
            return name
        return name[:1].lower() + name[1:]
