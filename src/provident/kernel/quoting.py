"""引述 · what was entered, repeated to whoever entered it: “abc”, never longer than a line."""

from __future__ import annotations

ECHO_MAX = 40
"""Characters of what was sent that are repeated to whoever sent it."""


def quoted(value: object) -> str:
    """The value between Chinese quotation marks, cut after `ECHO_MAX` characters.

    What cannot be seen (line breaks, control characters) is shown as □.
    """
    text = str(value)
    shown = "".join(char if char.isprintable() else "□" for char in text[:ECHO_MAX])
    return f"“{shown}…”" if len(text) > ECHO_MAX else f"“{shown}”"
